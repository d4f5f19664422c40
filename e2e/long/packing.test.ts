import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Manifest {
  name: string;
  bin?: Record<string, string>;
  exports?: Record<string, string | Record<string, string>>;
  license: string;
}

const packages = ['crowd-detector', 'demo-crowd', 'media-server', 'schema', 'cli', 'client']
  .map((name) => `packages/${name}`)
  .concat('apps/server');

test.each(packages)('%s packs what it promises, and no tests', (folder) => {
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Manifest;
  const json = execFileSync('npm', ['pack', '--dry-run', '--json', '-w', manifest.name], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const packed = firstOf(JSON.parse(json)).files.map(({ path }) => path);
  for (const file of entryPoints(manifest)) expect(packed).toContain(file);
  expect(packed.filter((path) => /\.test\.|tsbuildinfo/.test(path))).toEqual([]);
  expect(manifest.license).toBe('Apache-2.0');
});

function entryPoints({ bin = {}, exports = {} }: Manifest): string[] {
  const targets = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  return [...Object.values(bin), ...targets].map((path) => path.replace('./', ''));
}

/** npm 10 prints a list, npm 11 an object by package name. */
function firstOf(report: unknown): { files: { path: string }[] } {
  const [first] = Object.values(report as Record<string, { files: { path: string }[] }>);
  if (!first) throw new Error('npm pack reported no package');
  return first;
}
