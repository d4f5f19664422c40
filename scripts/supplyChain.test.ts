import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface LockedPackage {
  readonly version: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly deprecated?: string;
}

const MAY_BE_PASSED_ON = new Set([
  '0BSD',
  'ALv2',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL 2.0',
  'MPL-2.0',
  'Unlicense',
  '(MIT AND BSD-3-Clause)',
  '(MIT AND Zlib)',
  '(MIT OR Apache-2.0)',
]);

/** Looked at one by one: what their licence is where the lock does not say it, or why it is accepted. */
const LICENCES_SEEN: Readonly<Record<string, string>> = {
  '@shinyoshiaki/jspack': 'BSD-3-Clause, in its LICENSE',
  'console-browserify': 'MIT, in its LICENSE; only in tests',
  promisecallback: 'LGPL-2.1, of kurento-client: unchanged, and to be exchanged',
  'querystring-es3': 'MIT, in its License.md; only in tests',
  'timers-browserify': 'MIT, in its LICENSE.md; only in tests',
  'websocket-stream': 'BSD, in its readme; of kurento-client',
  wildemitter: 'MIT, in its README; only in tests',
};

/** Ask to run a script when they are installed. None does (ignore-scripts), and all work without. */
const INSTALL_SCRIPTS_SEEN = ['@apollo/protobufjs', 'bufferutil', 'node-av'];

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, LockedPackage>;
};
const foreign = Object.entries(packages)
  .filter(([path, { link }]) => path.includes('node_modules/') && !link)
  .map(([path, locked]) => Object.assign(locked, { name: path.replace(/^.*node_modules\//, '') }));

const names = (found: typeof foreign) => found.map(({ name, version }) => `${name}@${version}`);

describe('each foreign package', () => {
  test('is held to its content by a SHA-512 sum', () => {
    expect(foreign.length).toBeGreaterThan(100);
    expect(
      names(foreign.filter(({ integrity }) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))),
    ).toEqual([]);
  });

  test('comes from the registry of npm, and from nowhere else', () => {
    const elsewhere = foreign.filter(
      ({ resolved }) =>
        resolved !== undefined && new URL(resolved).origin !== 'https://registry.npmjs.org',
    );
    expect(names(elsewhere)).toEqual([]);
  });

  test('has a licence with which it may be passed on', () => {
    const unknown = foreign.filter(
      ({ name, license }) => !MAY_BE_PASSED_ON.has(license ?? '') && !(name in LICENCES_SEEN),
    );
    expect(names(unknown)).toEqual([]);
  });

  test('was not called deprecated by its makers when it was taken', () => {
    expect(names(foreign.filter(({ deprecated }) => deprecated !== undefined))).toEqual([]);
  });
});

test('no package runs a script when it is installed, and none is new that would', () => {
  expect(readFileSync('.npmrc', 'utf8')).toContain('ignore-scripts=true');
  const wanting = foreign.filter(({ hasInstallScript }) => hasInstallScript);
  expect(wanting.map(({ name }) => name).sort()).toEqual(INSTALL_SCRIPTS_SEEN);
});

const workspaces = ['apps', 'packages'].flatMap((folder) =>
  readdirSync(folder).map((name) => `${folder}/${name}/package.json`),
);

test.each(['package.json', ...workspaces])('%s names exact versions', (file) => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync(file, 'utf8'),
  ) as Record<string, Record<string, string> | undefined>;
  const all = { ...dependencies, ...devDependencies, ...optionalDependencies };
  const loose = Object.entries(all).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  );
  expect(loose).toEqual([]);
});

test('the bill of materials (CycloneDX) names what is installed for production', () => {
  // As SECURITY.md says.
  const command = ['sbom', '--sbom-format=cyclonedx', '--omit=dev', '--package-lock-only'];
  const text = execFileSync('npm', command, {
    maxBuffer: 100_000_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { bomFormat, components } = JSON.parse(text.toString()) as {
    bomFormat: string;
    components: { name: string; hashes?: { alg: string }[] }[];
  };
  expect(bomFormat).toBe('CycloneDX');
  const codecs = components.find(({ name }) => name === 'node-av');
  expect(codecs?.hashes).toMatchObject([{ alg: 'SHA-512' }]);
  expect(components.some(({ name }) => name === 'vitest')).toBe(false);
});
