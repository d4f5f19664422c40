import type { Check } from './Check.js';
import { failed, ok } from './Finding.js';
import type { Statement } from './Finding.js';

/** As `engines` in the package.json of the repository says. */
const OLDEST = [20, 19] as const;

/** Whether Crowdlens runs on this Node.js. */
export const nodeVersion: Check = {
  name: 'Node.js',
  run: async () => [judge(process.versions.node)],
};

/** @param version - `20.19.0` */
export function judge(version: string): Statement {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  if (isEnough) return ok(`Node.js ${version} runs here.`);
  return failed(
    `Node.js ${version} runs here.`,
    `That is too old: install Node.js ${OLDEST.join('.')} or newer.`,
  );
}
