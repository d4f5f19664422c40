import { expect, test } from 'vitest';
import type { AudioCodecName, EncodedAudioFrame } from '../frames.js';
import { Backlog } from './Backlog.js';
import { LiveTranscoder } from './LiveTranscoder.js';

const FRAME_US = 20_000;
const START_US = 1_795_360_617_000_000;

/** Transcodes frames; each is counted as on its way before. */
function transcode(
  from: AudioCodecName,
  to: AudioCodecName,
  frames: readonly EncodedAudioFrame[],
): EncodedAudioFrame[] {
  const made: EncodedAudioFrame[] = [];
  const waiting = new Backlog();
  const transcoder = new LiveTranscoder({ from, to }, waiting, (frame) => made.push(frame));
  for (const frame of frames) {
    waiting.enter();
    transcoder.take(frame);
  }
  expect(waiting.size).toBe(0);
  transcoder.close();
  return made;
}

/** A tone of 400 Hz in mu-law: a full wave is 20 samples. */
function tone(count: number, firstUs = START_US): EncodedAudioFrame[] {
  const wave = Array.from({ length: 20 }, (_, at) => toMuLaw(8000 * Math.sin((Math.PI * at) / 10)));
  const data = Uint8Array.from({ length: 160 }, (_, at) => wave[at % 20]!);
  return Array.from({ length: count }, (_, index) => ({
    codec: 'PCMU',
    timestampUs: firstUs + index * FRAME_US,
    data,
  }));
}

/** ITU-T G.711: sign, three bits of exponent, four of mantissa, all inverted. */
function toMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(32_635, Math.abs(Math.round(sample))) + 132;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

function fromMuLaw(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + 132) << ((bits >> 4) & 7);
  return (bits & 0x80 ? -1 : 1) * (magnitude - 132);
}

test('a tone is the same tone after the way to Opus and back', () => {
  const opus = transcode('PCMU', 'OPUS', tone(60));
  const back = transcode('OPUS', 'PCMU', opus);
  expect(opus.length).toBeGreaterThan(50);
  expect(back.length).toBeGreaterThan(50);
  const samples = back.slice(20, 40).flatMap(({ data }) => Array.from(data, fromMuLaw));
  const power = samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length;
  const decibels = 10 * Math.log10(power / (8000 ** 2 / 2));
  // One channel made two has the same power in all, 3 dB less in each.
  expect(Math.abs(decibels + 3)).toBeLessThan(1);
  const crossings = samples.filter((sample, at) => sample < 0 !== (samples[at - 1] ?? 0) < 0);
  const seconds = samples.length / 8000;
  expect(crossings.length / seconds / 2).toBeGreaterThan(390);
  expect(crossings.length / seconds / 2).toBeLessThan(410);
});

test.each([
  ['PCMU', 'OPUS'],
  ['PCMU', 'PCMA'],
] as const)('%s becomes %s in packets of 20 ms at their place in time', (from, to) => {
  const made = transcode(from, to, tone(50));
  for (const [index, { codec, timestampUs }] of made.slice(1).entries()) {
    expect(codec).toBe(to);
    expect(timestampUs - made[index]!.timestampUs).toBeCloseTo(FRAME_US, -2);
  }
  // Opus looks ahead 6.5 ms.
  expect(Math.abs(made[0]!.timestampUs - START_US)).toBeLessThan(FRAME_US);
});

test('a lost packet is filled with silence, a long pause is not', () => {
  const frames = [...tone(10), ...tone(10, START_US + 12 * FRAME_US)];
  expect(transcode('PCMU', 'PCMA', frames).length).toBeGreaterThanOrEqual(20);
  const later = START_US + 3_600_000_000;
  const made = transcode('PCMU', 'PCMA', [...tone(10), ...tone(10, later)]);
  expect(made.length).toBeLessThanOrEqual(20);
  expect(made.every(({ data }) => data.length === 160)).toBe(true);
  expect(Math.abs(made.at(-1)!.timestampUs - later)).toBeLessThan(10 * FRAME_US);
});

test('noise in place of packets does no harm', () => {
  const noise = Array.from({ length: 200 }, (_, index) => ({
    codec: 'OPUS' as const,
    timestampUs: START_US + index * FRAME_US,
    data: Uint8Array.from({ length: index % 60 }, (_, at) => (index * 31 + at * 17) & 0xff),
  }));
  expect(transcode('OPUS', 'PCMU', noise).length).toBeLessThan(2000);
});
