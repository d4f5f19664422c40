import { describe, expect, test } from 'vitest';
import { refusal } from './sameSite.js';

const local = { host: 'localhost', allowedOrigins: [] };
const open = { host: '0.0.0.0', allowedOrigins: ['https://live.example.org'] };

describe('on this machine', () => {
  test.each([
    ['a program without Origin', { host: 'localhost:4000' }],
    ['our own page', { host: 'localhost:4000', origin: 'http://localhost:4000' }],
    ['the development server', { host: '127.0.0.1:4000', origin: 'http://localhost:5173' }],
    ['IPv6', { host: '[::1]:4000', origin: 'http://[::1]:4000' }],
  ])('passes: %s', (_, headers) => {
    expect(refusal(headers, local)).toBeUndefined();
  });

  test.each([
    ['a foreign page', { host: 'localhost:4000', origin: 'https://evil.example' }, 'Origin'],
    ['a sandboxed page', { host: 'localhost:4000', origin: 'null' }, 'Origin'],
    ['a rebound name', { host: 'evil.example:4000', origin: 'http://evil.example:4000' }, 'Host'],
    ['a look-alike', { host: 'localhost:4000', origin: 'http://localhost.evil.example' }, 'Origin'],
    ['another address', { host: '192.0.2.1:4000' }, 'Host'],
    ['no Host', {}, 'Host'],
  ])('refused: %s', (_, headers, reason) => {
    expect(refusal(headers, local)).toContain(reason);
  });
});

describe('open to others', () => {
  test.each([
    ['its address', { host: '192.0.2.1:4000', origin: 'https://192.0.2.1:4000' }],
    ['its public name', { host: 'live.example.org', origin: 'https://live.example.org' }],
    ['an allowed page', { host: '192.0.2.1:4000', origin: 'https://live.example.org' }],
  ])('passes: %s', (_, headers) => {
    expect(refusal(headers, open)).toBeUndefined();
  });

  test.each([
    ['a foreign page', { host: '192.0.2.1:4000', origin: 'https://evil.example' }],
    ['a page of the visitor', { host: '192.0.2.1:4000', origin: 'http://localhost:3000' }],
    ['an unknown name', { host: 'evil.example', origin: 'https://evil.example' }],
  ])('refused: %s', (_, headers) => {
    expect(refusal(headers, open)).toBeDefined();
  });
});
