import { expect, test } from 'vitest';
import { judge } from './nodeVersion.js';

test.each([
  ['18.20.4', 'failed'],
  ['20.18.3', 'failed'],
  ['20.19.0', 'ok'],
  ['22.0.0', 'ok'],
  ['24.21.0', 'ok'],
])('Node.js %s: %s', (version, verdict) => {
  expect(judge(version)).toMatchObject({ verdict });
});
