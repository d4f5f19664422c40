// Finds libfaketime, by which a test gives processes a clock that jumps, or installs it.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installFromApt } from './programs.mjs';

const LIBRARIES = '/usr/lib';

/** @returns {string | undefined} path of the library, where Debian has it */
export function findFaketime() {
  if (!existsSync(LIBRARIES)) return undefined;
  return readdirSync(LIBRARIES)
    .map((name) => join(LIBRARIES, name, 'faketime/libfaketimeMT.so.1'))
    .find((path) => existsSync(path));
}

/** Installs it from apt where that is possible; otherwise its test is left out. */
export function tryToInstallFaketime() {
  if (findFaketime()) return;
  try {
    installFromApt('libfaketime');
  } catch (error) {
    console.warn(String(error));
  }
}
