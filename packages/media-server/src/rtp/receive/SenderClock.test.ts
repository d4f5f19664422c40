import { expect, test } from 'vitest';
import type { SenderReport } from '../packets/rtcp.js';
import { SenderClock, type StreamClock } from './SenderClock.js';

const START_US = 1_795_000_000_000_000;

const VIDEO = 1;
const AUDIO = 2;

function report(ssrc: number, unixUs: number, rtpTimestamp: number): SenderReport {
  const rest = { compactNtp: 0, packetCount: 0, octetCount: 0, reports: [] };
  return { type: 'SR', ssrc, unixUs, rtpTimestamp, ...rest };
}

/** Runs a stream of 25 frames a second; returns the last timestamp's distance to its true capture time. */
function run(
  clock: StreamClock,
  seconds: number,
  delayUs: (frame: number) => number,
  clockRate = 90_000,
  { driftPpm = 0, from = 0 } = {},
): number {
  let distance = 0;
  let before = -Infinity;
  for (let frame = from * 25; frame < (from + seconds) * 25; frame++) {
    const captureUs = START_US + frame * 40_000;
    const ticks = Math.round(frame * 0.04 * clockRate * (1 + driftPpm / 1e6));
    const timestampUs = clock.toPipelineUs(ticks % 2 ** 32, captureUs + delayUs(frame));
    expect(timestampUs).toBeGreaterThan(before);
    before = timestampUs;
    distance = timestampUs - captureUs;
  }
  return distance;
}

test('timestamps keep the rhythm of the sender, not that of the network', () => {
  const clock = new SenderClock().stream(VIDEO, 90_000);
  const jitter = (frame: number) => 20_000 + ((frame * 7919) % 30) * 1000;
  expect(run(clock, 5, jitter)).toBeLessThan(22_000);
});

test('a sender whose clock runs fast or slow is followed', () => {
  for (const driftPpm of [200, -200]) {
    const clock = new SenderClock().stream(VIDEO, 90_000);
    expect(Math.abs(run(clock, 120, () => 20_000, 90_000, { driftPpm }) - 20_000)).toBeLessThan(
      3000,
    );
  }
});

test('reports align audio and video that are delayed differently', () => {
  const sender = new SenderClock();
  const video = sender.stream(VIDEO, 90_000);
  const audio = sender.stream(AUDIO, 48_000);
  const senderUs = START_US - 987_654_321;
  video.senderReport(report(VIDEO, senderUs, 0));
  audio.senderReport(report(AUDIO, senderUs, 0));
  const audioDistance = run(audio, 20, () => 10_000, 48_000);
  const videoDistance = run(video, 20, () => 80_000);
  expect(Math.abs(videoDistance - audioDistance)).toBeLessThan(1000);
});

test('with reports before the first packets they are aligned from the start', () => {
  const sender = new SenderClock();
  sender.senderReport(report(AUDIO, START_US, 0));
  sender.senderReport(report(VIDEO, START_US, 0));
  const audioDistance = run(sender.stream(AUDIO, 48_000), 0.04, () => 10_000, 48_000);
  const videoDistance = run(sender.stream(VIDEO, 90_000), 0.04, () => 130_000);
  expect(Math.abs(videoDistance - audioDistance)).toBeLessThan(1000);
});

test('what began without reports is in step half a second after them', () => {
  const sender = new SenderClock();
  const video = sender.stream(VIDEO, 90_000);
  const audio = sender.stream(AUDIO, 48_000);
  const skewAfter = (seconds: number, from: number) => {
    const heard = run(audio, seconds, () => 10_000, 48_000, { from });
    return run(video, seconds, () => 130_000, 90_000, { from }) - heard;
  };
  expect(skewAfter(1, 0)).toBeCloseTo(120_000, -2);
  audio.senderReport(report(AUDIO, START_US, 0));
  video.senderReport(report(VIDEO, START_US, 0));
  // What nobody notices any more.
  expect(Math.abs(skewAfter(0.52, 1))).toBeLessThan(45_000);
  expect(Math.abs(skewAfter(2, 1.52))).toBeLessThan(1000);
});

test('a report with a wall clock from elsewhere is not believed', () => {
  const sender = new SenderClock();
  const video = sender.stream(VIDEO, 90_000);
  const audio = sender.stream(AUDIO, 48_000);
  audio.senderReport(report(AUDIO, START_US, 0));
  video.senderReport(report(VIDEO, START_US - 3_600_000_000, 0));
  run(audio, 1, () => 10_000, 48_000);
  expect(Math.abs(run(video, 1, () => 20_000))).toBeLessThan(25_000);
});
