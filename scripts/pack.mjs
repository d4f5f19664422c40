// `node scripts/pack.mjs FOLDER`, after `npm run build`: packs each package into FOLDER as it is published. Installed together
// they are the product, in any folder: the page is a package, too, and kurento-client comes inside the server's.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/**
 * kurento-client asks for a package by an address of git, and for versions that are ages old. Here `overrides` mend
 * that, but npm does not heed those of a package that somebody installs: so it gets what is installed here.
 */
const BUNDLED = ['kurento-client', 'kurento-module-crowddetector'];

const target = resolve(process.argv[2] ?? '../release');
mkdirSync(target, { recursive: true });
for (const folder of readdirSync('packages')) pack(join('packages', folder), target);

const staging = mkdtempSync(join(tmpdir(), 'crowdlens-pack-'));
packWeb(join(staging, 'web'));
packServer(join(staging, 'server'));
rmSync(staging, { recursive: true });

function packWeb(stage) {
  // Needed to build it, not to serve it.
  const { private: _, devDependencies: __, scripts: ___, ...manifest } = read('apps/web');
  cpSync('apps/web/dist', join(stage, 'dist'), { recursive: true });
  write(stage, { ...manifest, files: ['dist'] });
  pack(stage, target);
}

function packServer(stage) {
  mkdirSync(stage);
  const packed = pack('apps/server', staging);
  execFileSync('tar', ['-xf', packed, '-C', stage, '--strip-components=1']);
  for (const name of BUNDLED) copy(name, 'apps/server', stage);
  const { dependencies, ...manifest } = read(stage);
  write(stage, {
    ...manifest,
    dependencies: { ...dependencies, '@crowdlens/web': manifest.version },
    bundleDependencies: BUNDLED,
  });
  pack(stage, target);
}

/**
 * Copies a package with all that it needs below `to`; each asks for the versions that it gets.
 *
 * @param from - the package that asks for it
 * @returns its version
 */
function copy(name, from, to) {
  const source = find(name, resolve(from));
  const copied = join(to, 'node_modules', name);
  const isOfItsOwn = (path) => !path.slice(source.length).includes('node_modules');
  cpSync(source, copied, { recursive: true, filter: isOfItsOwn });
  const { dependencies = {}, ...manifest } = read(source);
  const pinned = Object.keys(dependencies).map((each) => [each, copy(each, source, copied)]);
  write(copied, { ...manifest, dependencies: Object.fromEntries(pinned) });
  return manifest.version;
}

/** Where Node.js finds a package that another one asks for. */
function find(name, from) {
  const found = join(from, 'node_modules', name);
  return existsSync(found) ? found : find(name, dirname(from));
}

/** @returns the tarball */
function pack(folder, destination) {
  const args = ['pack', '--json', '--pack-destination', destination];
  const stdio = ['ignore', 'pipe', 'ignore'];
  const packed = execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio });
  // npm 10 prints a list, npm 11 an object by package name.
  return join(destination, Object.values(JSON.parse(packed))[0].filename);
}

function read(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function write(folder, manifest) {
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
}
