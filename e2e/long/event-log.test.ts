import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const WRITER = fileURLToPath(new URL('eventWriter.mjs', import.meta.url));

interface Seen {
  readonly sequence: number;
  readonly percentage: string;
  readonly cursor: string;
}

test('a server that is killed in the middle of events, twenty times, loses none and tells none twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'crowdlens-killed-'));
  const seen: Seen[] = [];
  for (let round = 0; round < 20; round += 1) {
    // At any moment: in the middle of a batch, of a replay, right at the start.
    await listenUntilKilled(folder, seen, 1 + Math.floor(Math.random() * 1000));
  }
  const sequences = seen.map(({ sequence }) => sequence);
  expect(sequences).toEqual(sequences.map((_, i) => i + 1));

  // What was told is what is there.
  const again: Seen[] = [];
  await listenUntilKilled(folder, again, seen.length, '');
  expect(again.slice(0, seen.length)).toEqual(seen);
  await rm(folder, { recursive: true });
});

/** Goes on behind the last event that was seen, and kills the writer after `count` more. */
async function listenUntilKilled(
  folder: string,
  seen: Seen[],
  count: number,
  cursor = seen.at(-1)?.cursor ?? '',
): Promise<void> {
  const args = [WRITER, folder, ...(cursor === '' ? [] : [cursor])];
  const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(writer, 'exit');
  let left = count;
  for await (const line of createInterface({ input: writer.stdout })) {
    const [sequence, percentage, position] = line.split(' ');
    // The last line may have been cut in two.
    if (position === undefined || left === 0) break;
    seen.push({ sequence: Number(sequence), percentage: percentage!, cursor: position });
    left -= 1;
    if (left === 0) writer.kill('SIGKILL');
  }
  writer.kill('SIGKILL');
  await exited;
}
