import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Tally } from '../metrics/Tally.js';
import { formatError } from './errors.js';

test('what was not expected is logged, and not told', () => {
  const lines: string[] = [];
  const errors = new Tally();
  const sink = { log: pino({}, { write: (line) => void lines.push(line) }), errors };
  const error = new Error('the secret is 42');
  const told = formatError({ message: error.message, path: ['play'] }, error, sink);
  expect(told).toMatchObject({ path: ['play'], extensions: { code: 'INTERNAL_SERVER_ERROR' } });
  expect(JSON.stringify(told)).not.toContain('42');
  expect(lines.join()).toContain('the secret is 42');
  expect([...errors.entries]).toEqual([['INTERNAL_SERVER_ERROR', 1]]);
});
