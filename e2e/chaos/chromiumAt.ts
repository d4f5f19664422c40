import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { chromiumPath, launchChromium } from '../support/browser.js';
import type { Host } from './Network.js';

/** A Chromium at another host; it is steered through a pipe, which no cut reaches. */
export async function chromiumAt({ prefix }: Host): Promise<Browser> {
  const folder = await mkdtemp(join(tmpdir(), 'chromium-'));
  const program = join(folder, 'chromium');
  await writeFile(program, `#!/bin/sh\nexec ${prefix.join(' ')} '${chromiumPath()}' "$@"\n`, {
    mode: 0o755,
  });
  try {
    return await launchChromium(undefined, [], program);
  } finally {
    await rm(folder, { recursive: true });
  }
}
