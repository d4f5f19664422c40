#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { writeY4m } from './y4m.js';

const USAGE =
  'usage: write-y4m --out FILE [--seconds 10] [--width 640] [--height 480] [--fps 25] [--seed 1]';

try {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      seconds: { type: 'string', default: '10' },
      width: { type: 'string', default: '640' },
      height: { type: 'string', default: '480' },
      fps: { type: 'string', default: '25' },
      seed: { type: 'string', default: '1' },
    },
  });
  if (values.out === undefined) throw new Error(USAGE);
  await writeY4m(values.out, {
    width: Number(values.width),
    height: Number(values.height),
    frameRate: Number(values.fps),
    seconds: Number(values.seconds),
    seed: Number(values.seed),
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
