// Finds the TURN server through which media is tried, or installs it where that can be done.
import { findProgram, installFromApt } from './programs.mjs';

/** @returns {string | undefined} path of an executable coturn; `TURNSERVER_PATH` wins */
export function findTurnServer() {
  return findProgram(['turnserver'], process.env.TURNSERVER_PATH);
}

/** Installs it from apt if need be. Its test is left out, aloud, where it cannot be had. */
export function ensureTurnServer() {
  if (findTurnServer()) return;
  try {
    installFromApt('coturn');
  } catch (error) {
    console.warn(String(error));
  }
}
