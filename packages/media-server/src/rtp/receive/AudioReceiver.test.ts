import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AudioReceiver } from './AudioReceiver.js';
import { SenderClock } from './SenderClock.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function receive(receiver: AudioReceiver, sequence: number): void {
  const payload = Buffer.from([0xfc, sequence]);
  const packet = {
    marker: false,
    payloadType: 111,
    sequence,
    timestamp: sequence * 960,
    ssrc: 9,
    payload,
  };
  receiver.receive(packet, 14);
}

test('packets come out in order; a lost one is waited for shortly', () => {
  const receiver = new AudioReceiver({
    codec: 'OPUS',
    payloadType: 111,
    senderClock: new SenderClock(),
  });
  const heard: (number | undefined)[] = [];
  receiver.on('frame', ({ data }) => heard.push(data[1]));
  for (const sequence of [1, 3, 2, 5, 6]) receive(receiver, sequence);
  expect(heard).toEqual([1, 2, 3]);
  vi.advanceTimersByTime(60);
  expect(heard).toEqual([1, 2, 3, 5, 6]);
  receive(receiver, 4);
  receive(receiver, 7);
  expect(heard).toEqual([1, 2, 3, 5, 6, 7]);
  expect(receiver.counters()).toMatchObject({
    packetsReceived: 7,
    framesReceived: 6,
    nackCount: 0,
  });
  receiver.close();
});
