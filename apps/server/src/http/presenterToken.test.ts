import { expect, test } from 'vitest';
import { checkPresenterToken } from './presenterToken.js';

test('without a token everybody may present', () => {
  expect(checkPresenterToken(undefined, undefined)).toBe(true);
});

test.each(['Bearer right-token', 'bearer   right-token'])('%s passes', (authorization) => {
  expect(checkPresenterToken('right-token', authorization)).toBe(true);
});

test.each([
  undefined,
  null,
  42,
  '',
  'right-token',
  'Basic right-token',
  'Bearer',
  'Bearer wrong',
  'Bearer right-token x',
])('%j is refused', (authorization) => {
  expect(() => checkPresenterToken('right-token', authorization)).toThrow(
    expect.objectContaining({ code: 'UNAUTHENTICATED' }),
  );
});
