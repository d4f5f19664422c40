// Finds the Firefox in which the viewer is tried, or installs it where that can be done.
import { findProgram, tryToInstall } from './programs.mjs';

/** @returns {string | undefined} path of an executable Firefox; `FIREFOX_PATH` wins */
export function findFirefox() {
  return findProgram(['firefox-esr', 'firefox'], process.env.FIREFOX_PATH);
}

/** Installs it from apt if need be. Its test is left out, aloud, where it cannot be had. */
export function ensureFirefox() {
  if (!findFirefox()) tryToInstall('firefox-esr');
}
