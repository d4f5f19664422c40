import { describe, expect, it } from 'vitest';
import { streamStats, verdictOf, type StatsEntry } from './streamStats.js';

const pair: StatsEntry = {
  id: 'P',
  type: 'candidate-pair',
  timestamp: 0,
  nominated: true,
  state: 'succeeded',
  currentRoundTripTime: 0.02,
  localCandidateId: 'L',
  remoteCandidateId: 'R',
};
const local = { id: 'L', type: 'local-candidate', timestamp: 0, candidateType: 'host', protocol: 'udp' }; // prettier-ignore
const remote = { id: 'R', type: 'remote-candidate', timestamp: 0, candidateType: 'host', address: '10.0.0.1', port: 40123 }; // prettier-ignore
const codec = { id: 'C', type: 'codec', timestamp: 0, mimeType: 'video/VP8' };

function inbound(second: number, fields: object): StatsEntry {
  return { id: 'I', type: 'inbound-rtp', kind: 'video', timestamp: second * 1000, codecId: 'C', framesPerSecond: 25, ...fields }; // prettier-ignore
}

describe('streamStats', () => {
  it('takes rates from the last second only', () => {
    const before = [
      inbound(10, {
        bytesReceived: 1_000_000,
        packetsReceived: 900,
        packetsLost: 90,
        jitterBufferDelay: 100,
        jitterBufferEmittedCount: 10,
      }),
    ];
    const now = inbound(12, {
      bytesReceived: 1_250_000,
      packetsReceived: 998,
      packetsLost: 92,
      jitterBufferDelay: 102,
      jitterBufferEmittedCount: 60,
      totalDecodeTime: 0.1,
      framesDecoded: 50,
    });
    expect(streamStats('inbound-rtp', [now, pair, local, remote, codec], before)).toMatchObject({
      bitrate: 1000,
      loss: 2,
      codec: 'VP8',
      jitterBuffer: expect.closeTo(40) as number,
      latency: expect.closeTo(10 + 40 + 2) as number,
      decoding: expect.closeTo(2) as number,
      path: 'host',
      candidatePair: 'host ↔ host 10.0.0.1:40123',
      protocol: 'udp',
      packets: 998,
    });
  });

  it('takes the loss of what is sent from the receiver’s report', () => {
    const sent = { id: 'O', type: 'outbound-rtp', kind: 'video', timestamp: 0, qualityLimitationReason: 'cpu' }; // prettier-ignore
    const report = { id: 'R', type: 'remote-inbound-rtp', timestamp: 0, localId: 'O', fractionLost: 0.25 }; // prettier-ignore
    expect(streamStats('outbound-rtp', [sent, report], [])).toMatchObject({
      loss: 25,
      limitedBy: 'cpu',
      bitrate: 0,
    });
  });

  it('is nothing where no video goes', () => {
    expect(streamStats('outbound-rtp', [inbound(1, {})], [])).toBeUndefined();
  });
});

it.each([
  [{ loss: 0, framesPerSecond: 25, latency: 60 }, 'good'],
  [{ loss: 2, framesPerSecond: 25, latency: 60 }, 'fair'],
  [{ loss: 0, framesPerSecond: 25, latency: 800 }, 'fair'],
  [{ loss: 8, framesPerSecond: 25, latency: 60 }, 'poor'],
  [{ loss: 0, framesPerSecond: 2, latency: 60 }, 'poor'],
])('%o is %s', (figures, word) => {
  const stats = streamStats('inbound-rtp', [inbound(0, {})], [])!;
  expect(verdictOf({ ...stats, ...figures })).toBe(word);
});
