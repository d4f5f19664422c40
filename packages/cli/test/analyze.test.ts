import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPicture, DemoCrowd } from '@crowdlens/demo-crowd';
import { analyzeFile } from '@crowdlens/media-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const WIDTH = 320;
const HEIGHT = 240;
const FRAMES = 60;
const REGION = {
  id: 'plaza',
  points: [
    [0, 0.2],
    [1, 0.2],
    [1, 1],
    [0, 1],
  ],
  config: { sendOpticalFlowEvent: true, occupancyLevelMin: 1, occupancyNumFramesToEvent: 2 },
};

let folder: string;
let clip: string;
let regions: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'analyze-'));
  clip = join(folder, 'plaza.y4m');
  regions = join(folder, 'regions.json');
  await writeClip(clip);
  await writeFile(regions, JSON.stringify([REGION]));
});

afterAll(() => rm(folder, { recursive: true }));

/** The demo crowd as YUV4MPEG2. */
async function writeClip(path: string): Promise<void> {
  const crowd = new DemoCrowd({ width: WIDTH, height: HEIGHT, frameRate: 25 });
  const picture = createPicture(WIDTH, HEIGHT);
  await writeFile(path, `YUV4MPEG2 W${WIDTH} H${HEIGHT} F25:1 Ip A1:1 C420jpeg\n`);
  for (let frame = 0; frame < FRAMES; frame++) {
    crowd.next(picture);
    await appendFile(
      path,
      Buffer.concat([Buffer.from('FRAME\n'), picture.y, picture.u, picture.v]),
    );
  }
}

interface Result {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function crowdlens(...args: string[]): Promise<Result> {
  return run(process.execPath, [PROGRAM, ...args]);
}

function run(program: string, args: string[]): Promise<Result> {
  return new Promise((resolve) => {
    execFile(program, args, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** As {@link crowdlens}, where no file can grow beyond some KiB. */
function crowdlensWithDiskOf(kibibytes: number, args: string[]): Promise<Result> {
  const command = `ulimit -f ${2 * kibibytes}; exec "$@"`;
  return run('/bin/sh', ['-c', command, 'sh', process.execPath, PROGRAM, ...args]);
}

/** Of all pictures of a file, milliseconds. */
async function pictureTimes(path: string): Promise<number[]> {
  const times: number[] = [];
  const points = REGION.points.map(([x, y]) => ({ x: x!, y: y! }));
  await analyzeFile({
    path,
    regions: [{ id: 'any', points }],
    onFrame: (_, { timestampMs }) => times.push(timestampMs),
  });
  return times;
}

async function analyzed(...more: string[]): Promise<Record<string, unknown>[]> {
  const trace = join(folder, 'trace.jsonl');
  const result = await crowdlens('analyze', clip, '--regions', regions, '--trace', trace, ...more);
  expect(result).toMatchObject({ status: 0, stderr: '' });
  const lines = (await readFile(trace, 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('crowdlens analyze', () => {
  it('writes every measurement and event of a recording', async () => {
    const lines = await analyzed();
    expect(lines[0]).toEqual({
      k: 'meta',
      impl: 'crowdlens',
      clip: 'plaza.y4m',
      fps: 25,
      angleConvention: 'cw-from-up',
      fluidityMeans: 'moving-share',
    });
    const measurements = lines.filter(({ k }) => k === 'roi');
    expect(measurements.map(({ frame }) => frame)).toEqual([...Array(FRAMES).keys()]);
    for (const measurement of measurements) {
      expect(Object.keys(measurement)).toEqual([
        'k',
        'frame',
        'roi',
        'occupancy',
        'fluidity',
        'direction',
      ]);
    }
    expect(lines).toContainEqual({
      k: 'event',
      frame: expect.any(Number),
      roi: 'plaza',
      type: 'occupancy',
      level: expect.any(Number),
      percentage: expect.any(Number),
    });
    expect(lines.at(-1)).toEqual({ k: 'end', cpuMeanMs: expect.any(Number) });
    expect(lines.at(-1)!['cpuMeanMs']).toBeGreaterThan(0);
  });

  it('measures every n-th picture under its own number', async () => {
    const lines = await analyzed('--every', '20');
    expect(lines.filter(({ k }) => k === 'roi').map(({ frame }) => frame)).toEqual([0, 20, 40]);
  });

  it('tells people what it found', async () => {
    const { stdout } = await crowdlens('analyze', clip, '--regions', regions, '--every', '10');
    expect(stdout).toMatch(/plaza: mean occupancy [\d.]+ %/);
    expect(stdout).toContain(`6 of ${FRAMES} pictures measured`);
  });

  it('draws on every picture at its time, also on those that it does not measure', async () => {
    for (const name of ['drawn.mp4', 'drawn.webm']) {
      const path = join(folder, name);
      const more = ['--every', '3', '--overlay', path, '--overlay-mode', 'privacy'];
      expect(await crowdlens('analyze', clip, '--regions', regions, ...more)).toMatchObject({
        status: 0,
      });
      expect(await pictureTimes(path)).toEqual(await pictureTimes(clip));
    }
  });

  it('writes the overlay in place of an older file, and never leaves half of one', async () => {
    const path = join(folder, 'old.mp4');
    await writeFile(path, 'old');
    const args = ['analyze', clip, '--regions', regions, '--overlay', path];
    const full = await crowdlensWithDiskOf(8, args);
    expect(full.status).toBe(1);
    expect(full.stderr).toMatch(/old\.mp4.*File too large/);
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await crowdlens(...args)).toMatchObject({ status: 0 });
    expect((await readFile(path)).subarray(4, 8).toString()).toBe('ftyp');
    expect((await readdir(folder)).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('says when there is no room for the trace', async () => {
    const args = ['analyze', clip, '--regions', regions, '--trace', '/dev/full'];
    const { status, stderr } = await crowdlens(...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(/Cannot write \/dev\/full: ENOSPC/);
  });

  it.each([
    ['a missing video', () => ['none.mp4', '--regions', regions], /none\.mp4.*No such file/],
    ['what is no video', () => [regions, '--regions', regions], /no video/],
    ['missing regions', () => [clip], /--regions FILE/],
    ['a missing regions file', () => [clip, '--regions', 'none.json'], /Cannot read none\.json/],
    ['an unknown option', () => [clip, '--regionen', 'x'], /regionen/],
    [
      'an overlay in no folder',
      () => [clip, '--regions', regions, '--overlay', 'nowhere/a.mp4'],
      /nowhere\/a.*No such file/,
    ],
    [
      'an overlay of another kind',
      () => [clip, '--regions', regions, '--overlay', 'a.gif'],
      /a\.gif.*\.mp4 or \.webm/,
    ],
    [
      'an overlay over the recording',
      () => [clip, '--regions', regions, '--overlay', clip],
      /the recording itself/,
    ],
    [
      'an unknown overlay mode',
      () => [clip, '--regions', regions, '--overlay', 'a.mp4', '--overlay-mode', 'half'],
      /--overlay-mode is half/,
    ],
    ['a wrong number', () => [clip, '--regions', regions, '--every', '0'], /--every is 0/],
  ])('explains %s and ends with status 1', async (_, args, message) => {
    const { status, stderr } = await crowdlens('analyze', ...args());
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });

  it.each([
    ['{', /not JSON/],
    ['[]', /list of regions/],
    ['[{ "id": "a" }]', /region 1 must look like/],
    ['[{ "id": "a", "points": [[0, 0], [1, 1]] }]', /at least 3/],
    ['[{ "id": "a", "points": [[0, 0], [1, 0], [1, 2]] }]', /outside the picture/],
    [
      '[{ "id": "a", "points": [[0, 0], [1, 0], [1, 1]], "config": { "occupancyMin": 5 } }]',
      /no parameter occupancyMin/,
    ],
    [
      '[{ "id": "a", "points": [[0, 0], [1, 0], [1, 1]], "config": { "occupancyLevelMin": "5" } }]',
      /must be numbers/,
    ],
  ])('explains what is wrong with the regions %s', async (json, message) => {
    const path = join(folder, 'wrong.json');
    await writeFile(path, json);
    const { status, stderr } = await crowdlens('analyze', clip, '--regions', path);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });
});

describe('crowdlens', () => {
  it('shows what it can do', async () => {
    for (const name of ['--help', '-h', 'help']) {
      const { status, stdout } = await crowdlens(name);
      expect(status).toBe(0);
      expect(stdout).toContain('crowdlens [start]');
      expect(stdout).toContain('crowdlens analyze VIDEO');
    }
  });

  it('does not know other commands', async () => {
    const { status, stderr } = await crowdlens('fly');
    expect(status).toBe(1);
    expect(stderr).toContain('There is no command fly');
  });
});
