import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const UNIT = 'deploy/systemd/crowdlens.service';
const analyze = (...args: string[]) => spawnSync('systemd-analyze', args, { encoding: 'utf8' });
const isThere = analyze('--version').status === 0;

test.runIf(isThere)('systemd knows every key and value of the unit', () => {
  // What it does not know it ignores, and says so.
  expect(analyze('verify', UNIT)).toMatchObject({ status: 0, stderr: '' });
});

test.runIf(isThere)('the unit may do little', () => {
  const { stdout } = analyze('security', '--offline=true', '--threshold=40', UNIT);
  expect(stdout).toMatch(/Overall exposure level .* OK/);
});
