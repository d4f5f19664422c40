import { expect, it } from 'vitest';
import { judge } from './networkCheck.js';

const stun = { urls: 'stun:stun.example.org' };
const turn = { urls: ['turn:turn.example.org', 'turns:turn.example.org'] };

it.each([
  [[], [], 'nothing'],
  [['host'], [], 'direct'],
  [['host'], [stun], 'direct'],
  [['host', 'srflx'], [stun], 'nat'],
  [['host', 'srflx'], [stun, turn], 'turnSilent'],
  [['host', 'relay'], [turn], 'relay'],
] as const)('candidates %j with servers %j: %s', (found, servers, verdict) => {
  expect(judge(found, servers as unknown as RTCIceServer[])).toEqual({
    candidates: found.length,
    verdict,
  });
});
