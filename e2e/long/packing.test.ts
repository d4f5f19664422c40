import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { firstOf, play, startCrowdlens, subscriber } from '../support/crowdlens.js';

interface Manifest {
  name: string;
  version: string;
  bin?: Record<string, string>;
  exports?: Record<string, string | Record<string, string>>;
  license: string;
}

const packages = ['crowd-detector', 'demo-crowd', 'media-server', 'schema', 'cli', 'client']
  .map((name) => `packages/${name}`)
  .concat('apps/server');

const release = mkdtempSync(join(tmpdir(), 'crowdlens-release-'));

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/pack.mjs', release], { stdio: 'inherit' });
}, 300_000);
afterAll(() => rmSync(release, { recursive: true }));

test.each(packages)('%s packs what it promises, and no tests', (folder) => {
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Manifest;
  const tarball = `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`;
  const packed = execFileSync('tar', ['-tf', join(release, tarball)], { encoding: 'utf8' })
    .split('\n')
    .filter((path) => !path.includes('node_modules'));
  for (const file of entryPoints(manifest)) expect(packed).toContain(`package/${file}`);
  expect(packed.filter((path) => /\.test\.|tsbuildinfo/.test(path))).toEqual([]);
  expect(manifest.license).toBe('Apache-2.0');
});

describe('installed in an empty folder, without git,', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crowdlens-installed-'));
  const program = join(folder, 'node_modules/crowdlens/bin/crowdlens.js');

  beforeAll(() => {
    const tarballs = readdirSync(release).map((name) => join(release, name));
    const args = ['install', '--git=none', '--prefer-offline', '--ignore-scripts', ...tarballs];
    execFileSync('npm', args, { cwd: folder, stdio: 'ignore' });
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test.for(['20', '22', '24'])(
    'they are the product, with Node.js %s',
    async (version, { skip }) => {
      const node = nodeOf(version) ?? skip(`npm cannot fetch Node.js ${version}.`);
      const server = await startCrowdlens({ command: [node, program] });
      onTestFinished(() => server.close());
      expect(await (await fetch(server.url)).text()).toContain('<script');
      await play(server, 'demo:crowd?width=320&height=240');
      const client = subscriber(server);
      onTestFinished(() => client.dispose());
      await firstOf(client, 'subscription { measurements { at } }', () => true);
    },
  );

  /** The program of that version, as npm has or fetches it. */
  function nodeOf(version: string): string | undefined {
    const args = ['--yes', '--package', `node@${version}`, 'node', '-p', 'process.execPath'];
    const { status, stdout } = spawnSync('npx', args, { cwd: folder, encoding: 'utf8' });
    return status === 0 ? stdout.trim() : undefined;
  }
});

function entryPoints({ bin = {}, exports = {} }: Manifest): string[] {
  const targets = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  return [...Object.values(bin), ...targets].map((path) => path.replace('./', ''));
}
