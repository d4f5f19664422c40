import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const text = readFileSync('SECURITY.md', 'utf8');
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (threat|-+) /.test(line))
  .map((line) => line.slice(1, -1).split('|'))
  .map((cells) => cells.map((cell) => cell.trim()));

test('there are threats', () => expect(rows.length).toBeGreaterThan(20));

test.each(rows)('%s', (_threat, guard, tests) => {
  expect(guard).toBeTruthy();
  const [, file] = /\]\(([^)]+)\)/.exec(tests)!;
  const source = readFileSync(file!, 'utf8');
  const names = Array.from(tests.matchAll(/"([^"]+)"/g), ([, name]) => name!);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expect(source).toContain(name);
});

test('each link leads to a file', () => {
  for (const [, path] of text.matchAll(/\]\(([^)#]+)\)/g))
    expect(existsSync(path!), path).toBe(true);
});
