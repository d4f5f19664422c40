import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { completeWebm } from './completeWebm.js';
import { element, idOf, numberElement, readHead } from './ebml.js';

const UNKNOWN_SIZE = Buffer.from('01ffffffffffffff', 'hex');
const VIDEO = 1;
const SOUND = 2;

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'webm-'))));
afterAll(() => rm(folder, { recursive: true }));

function block(track: number, timeMs: number, isKey: boolean): Buffer {
  const head = Buffer.from([0x80 | track, 0, 0, isKey ? 0x80 : 0]);
  head.writeInt16BE(timeMs, 1);
  return element(0xa3, Buffer.concat([head, Buffer.alloc(200, 7)]));
}

function cluster(timeMs: number, ...blocks: Buffer[]): Buffer {
  return element(0x1f_43_b6_75, Buffer.concat([numberElement(0xe7, timeMs), ...blocks]));
}

const clusters = [
  cluster(0, block(SOUND, 0, true), block(VIDEO, 10, true), block(VIDEO, 50, false)),
  cluster(1000, block(VIDEO, 0, false), block(SOUND, 20, true)),
  cluster(4000, block(VIDEO, 5, true), block(VIDEO, 45, false)),
];
const start = Buffer.concat([
  element(0x1a_45_df_a3, Buffer.from('webm')),
  idOf(0x18_53_80_67),
  UNKNOWN_SIZE,
]);
const room = element(0xec, Buffer.alloc(151));
const before = Buffer.concat([
  room,
  element(
    0x15_49_a9_66,
    Buffer.concat([numberElement(0x2a_d7_b1, 1e6), Buffer.from([0xec, 0x89]), Buffer.alloc(9)]),
  ),
  element(0x16_54_ae_6b, Buffer.alloc(40)),
]);

/** A file as a muxer leaves it that is killed in the middle of its fourth cluster. */
async function killed(name: string): Promise<string> {
  const path = join(folder, name);
  const torn = cluster(5000, block(VIDEO, 0, true)).subarray(0, 100);
  await writeFile(path, Buffer.concat([start, before, ...clusters, torn]));
  return path;
}

test('a file whose writer was killed gets its length and an index, and loses what is half written', async () => {
  const path = await killed('killed.webm');
  expect(await completeWebm(path)).toBe(4085);

  const bytes = await readFile(path);
  const content = start.length;
  const clustersAt = content + before.length;
  const cuesAt = clustersAt + Buffer.concat(clusters).length;
  expect(readHead(bytes, content)?.id).toBe(0x11_4d_9b_74);
  expect(readHead(bytes, cuesAt)?.id).toBe(0x1c_53_bb_6b);
  expect(bytes.readUIntBE(content - 6, 6)).toBe(bytes.length - content);
  expect(bytes.includes(Buffer.from([0x44, 0x89, 0x88]))).toBe(true);
  // Both key frames of the video, by time and by the place of their cluster.
  const index = bytes.subarray(cuesAt);
  const third = clustersAt - content + clusters[0]!.length + clusters[1]!.length;
  expect(index.includes(numberElement(0xb3, 10))).toBe(true);
  expect(index.includes(numberElement(0xf1, clustersAt - content))).toBe(true);
  expect(index.includes(numberElement(0xb3, 4005))).toBe(true);
  expect(index.includes(numberElement(0xf1, third))).toBe(true);
});

test('a complete file stays as it is', async () => {
  const path = await killed('twice.webm');
  await completeWebm(path);
  const once = await readFile(path);
  expect(await completeWebm(path)).toBe(4085);
  expect(await readFile(path)).toEqual(once);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['something else', Buffer.from('not a film')],
  ['no picture yet', Buffer.concat([start, before])],
  ['no room for an index', Buffer.concat([start, before.subarray(room.length), ...clusters])],
])('a file with %s is left alone', async (name, bytes) => {
  const path = join(folder, `${name}.webm`);
  await writeFile(path, bytes);
  expect(await completeWebm(path)).toBeUndefined();
  expect((await stat(path)).size).toBe(bytes.length);
});
