import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { Planes } from './planes.js';

test('the module is what its sources compile to', async () => {
  const build = fileURLToPath(new URL('../../assembly/build.mjs', import.meta.url));
  await promisify(execFile)(process.execPath, [build, '--check']);
}, 60_000);

test('planes are empty, apart from one another, and all in one memory', () => {
  const all = Planes.for((planes) => [planes.uint8(3), planes.float32(100_000), planes.int32(1)]);
  all.forEach((plane) => expect(plane.every((value) => value === 0)).toBe(true));
  all.forEach((plane, i) => plane.fill(i + 1));
  expect(all.map((plane) => plane.at(-1))).toEqual([1, 2, 3]);
  expect(new Set(all.map(({ buffer }) => buffer)).size).toBe(1);
});

test('a kernel is refused an array that is not in its memory', () => {
  const { at } = Planes.for((planes) => planes);
  expect(() => at(new Float32Array(1))).toThrow(TypeError);
  expect(() => at(Planes.for((planes) => planes.uint8(1)))).toThrow(TypeError);
});

test('hundreds can be made, as long as nobody keeps them', () => {
  for (let i = 0; i < 300; i++) Planes.for((planes) => planes.float32(100_000)).fill(1);
}, 60_000);
