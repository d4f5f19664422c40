// Finds programs; on Debian and Ubuntu, as root, installs them.
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @returns {string | undefined} path of the first of the names in PATH; a path that is given counts instead */
export function findProgram(names, given) {
  const candidates = given
    ? [given]
    : (process.env.PATH ?? '')
        .split(delimiter)
        .flatMap((folder) => names.map((name) => join(folder, name)));
  return candidates.find(isExecutable);
}

/** Does nothing where there is no apt-get, or we may not use it. */
export function installFromApt(name) {
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) return;
  console.log(`${name} is missing: installing it with apt-get`);
  const apt = (...args) =>
    execFileSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', name);
}

/** Installs a program that some tests need; they are left out, aloud, where it cannot be had. */
export function tryToInstall(program, debianPackage = program) {
  if (findProgram([program])) return;
  try {
    installFromApt(debianPackage);
  } catch (error) {
    console.warn(String(error));
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
