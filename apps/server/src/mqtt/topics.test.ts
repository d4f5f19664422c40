import { expect, test } from 'vitest';
import { WHOLE_FRAME } from '../broadcast/regions.js';
import { discovery, topicOf } from './topics.js';

const prefixes = { prefix: 'crowdlens', discoveryPrefix: 'homeassistant' };

/** Topics of the sensors of a region. */
function sensorsOf([id = '', regionId = '']: string[]): string[] {
  const regions = [Object.assign({}, WHOLE_FRAME, { id: regionId })];
  const ofBroadcast = discovery(prefixes, { id, regions: [] });
  return [...discovery(prefixes, { id, regions }).keys()].filter(
    (topic) => !ofBroadcast.has(topic),
  );
}

test.each<[string[], string[]]>([
  [
    ['hall', 'a_b'],
    ['hall_a', 'b'],
  ],
  [
    ['main', 'a/b'],
    ['main', 'a-2f-b'],
  ],
])('the region %j shares no sensor with %j', (one, other) => {
  const others = new Set(sensorsOf(other));
  expect(others.size).toBe(6);
  expect(sensorsOf(one).filter((topic) => others.has(topic))).toEqual([]);
});

test('what topics give a meaning to is encoded', () => {
  expect(topicOf(prefixes, 'main', 'a/b #+')).toBe('crowdlens/main/a%2Fb%20%23%2B');
});
