// Finds the Chromium that the tests drive, or installs it.
import { findProgram, installFromApt } from './programs.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {string | undefined} path of an executable Chromium; `CHROMIUM_PATH` wins */
export function findChromium() {
  return findProgram(NAMES, process.env.CHROMIUM_PATH);
}

/** @returns {string} path of Chromium, installed from apt if need be */
export function ensureChromium() {
  if (!findChromium()) installFromApt('chromium');
  const found = findChromium();
  if (found) return found;
  throw new Error(
    'The tests need Chromium. Install it (Debian: sudo apt-get install chromium) or set CHROMIUM_PATH.',
  );
}
