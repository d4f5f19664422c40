import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pipelineClockUs } from '../../frames.js';
import { parseRtcp } from '../packets/rtcp.js';
import type { RtpPacket } from '../packets/rtp.js';
import { MemorySink, vp8Frame } from '../viewerLink.test.support.js';
import { AudioFanOut } from './AudioFanOut.js';
import { VideoFanOut } from './VideoFanOut.js';

const closing: { close(): void }[] = [];
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  closing.splice(0).forEach((part) => part.close());
  vi.useRealTimers();
});

function videoFanOut(onKeyFrameRequest: () => void = () => {}): VideoFanOut {
  const fanOut = new VideoFanOut({ codec: 'VP8', onKeyFrameRequest });
  closing.push(fanOut);
  return fanOut;
}

function send(fanOut: VideoFanOut, key: boolean, size = 3000): void {
  fanOut.send(vp8Frame(key, size));
  vi.advanceTimersByTime(40);
}

function sequencesOf(packets: readonly RtpPacket[]): number[] {
  return packets.map(({ sequence }) => sequence);
}

function expectContiguous(packets: readonly RtpPacket[]): void {
  packets.slice(1).forEach((packet, index) => {
    const before = packets[index]!;
    expect((packet.sequence - before.sequence) & 0xffff).toBe(1);
    const step = (packet.timestamp - before.timestamp) | 0;
    expect(before.marker ? step > 0 : step === 0).toBe(true);
  });
}

test('everybody gets the same packets with the payload type that they negotiated', () => {
  const fanOut = videoFanOut();
  const a = new MemorySink();
  const b = Object.assign(new MemorySink(), { payloadType: 120, ssrc: 99 });
  fanOut.add(a);
  fanOut.add(b);
  send(fanOut, true);
  send(fanOut, false);
  expect(a.packets).toHaveLength(6);
  expect(b.packets).toEqual(a.packets.map((p) => ({ ...p, payloadType: 120, ssrc: 99 })));
  expect(a.packets.map(({ marker }) => marker)).toEqual([false, false, true, false, false, true]);
  expectContiguous(a.packets);
});

test('a viewer starts with a key frame, and asks for one when its connection opens', () => {
  const onKeyFrameRequest = vi.fn<() => void>();
  const fanOut = videoFanOut(onKeyFrameRequest);
  const sink = Object.assign(new MemorySink(), { isOpen: false });
  fanOut.add(sink);
  expect(onKeyFrameRequest).not.toHaveBeenCalled();
  send(fanOut, true);
  sink.isOpen = true;
  sink.listener?.onOpen();
  expect(onKeyFrameRequest).toHaveBeenCalledTimes(1);
  send(fanOut, false);
  expect(sink.packets).toEqual([]);
  send(fanOut, true);
  send(fanOut, false);
  expect(sink.packets).toHaveLength(6);
});

test('a key frame is asked for until it comes', () => {
  const onKeyFrameRequest = vi.fn<() => void>();
  const fanOut = videoFanOut(onKeyFrameRequest);
  fanOut.add(new MemorySink());
  for (let i = 0; i < 25; i++) send(fanOut, false);
  expect(onKeyFrameRequest).toHaveBeenCalledTimes(4);
  send(fanOut, true);
  onKeyFrameRequest.mockClear();
  for (let i = 0; i < 25; i++) send(fanOut, false);
  expect(onKeyFrameRequest).not.toHaveBeenCalled();
});

test('a viewer that is moved sees numbers and times go on', () => {
  const first = videoFanOut();
  const second = videoFanOut();
  const other = new MemorySink();
  second.add(other);
  for (let i = 0; i < 7; i++) send(second, i === 0);
  const sink = new MemorySink();
  first.add(sink);
  send(first, true);
  first.remove(sink);
  second.add(sink);
  send(second, false);
  // What the second one sends now was captured before the last frame of the first one.
  second.send(vp8Frame(true, 3000, pipelineClockUs() - 200_000));
  send(second, false);
  second.remove(sink);
  first.add(sink);
  send(first, true);
  expect(sink.packets).toHaveLength(12);
  expectContiguous(sink.packets);
  expectContiguous(other.packets);
});

test('after a change of source nothing is sent before its key frame, and numbers go on', () => {
  const onKeyFrameRequest = vi.fn<() => void>();
  const fanOut = videoFanOut(onKeyFrameRequest);
  const sink = new MemorySink();
  fanOut.add(sink);
  send(fanOut, true);
  fanOut.sourceChanged();
  vi.advanceTimersByTime(300);
  expect(onKeyFrameRequest).toHaveBeenCalledTimes(2);
  send(fanOut, false);
  send(fanOut, true);
  expect(sink.packets).toHaveLength(6);
  expectContiguous(sink.packets);
});

test('lost packets are sent again as that viewer knows them, not those before its time or a key frame', () => {
  const fanOut = videoFanOut();
  const early = new MemorySink();
  fanOut.add(early);
  send(fanOut, true);
  const late = Object.assign(new MemorySink(), {
    payloadType: 120,
    position: { sequence: 4999, timestamp: 0 },
  });
  fanOut.add(late);
  send(fanOut, true);
  const before = [...late.packets];
  expect(sequencesOf(before)).toEqual([5000, 5001, 5002]);
  late.listener?.onRtcp({
    type: 'NACK',
    mediaSsrc: late.ssrc,
    sequences: [5001, 4999, 4998, 5003, 40000],
  });
  expect(late.packets.slice(3)).toEqual([before[1]]);
  early.listener?.onRtcp({ type: 'NACK', mediaSsrc: early.ssrc, sequences: [3, 0] });
  expect(early.packets).toHaveLength(7);
  expect(early.packets.at(-1)).toEqual(early.packets[3]);
});

test('a viewer that knows the extension is told to wait for nothing, until it loses packets', () => {
  const fanOut = videoFanOut();
  const plain = new MemorySink();
  const told = Object.assign(new MemorySink(), { playoutDelayId: 5 });
  fanOut.add(plain);
  fanOut.add(told);
  const delays = () => told.raw.splice(0).map((packet) => packet.toString('hex', 12, 20));
  send(fanOut, true);
  expect(new Set(delays())).toEqual(new Set(['bede000152000000']));
  expect(told.packets).toEqual(plain.packets);
  const ask = (sink: MemorySink) =>
    sink.listener?.onRtcp({ type: 'NACK', mediaSsrc: sink.ssrc, sequences: [1] });
  ask(told);
  ask(plain);
  expect(told.packets).toEqual(plain.packets);
  vi.advanceTimersByTime(1000);
  delays();
  send(fanOut, false);
  expect(new Set(delays())).toEqual(new Set(['bede000152000032']));
  for (let i = 0; i < 750; i++) send(fanOut, false);
  delays();
  send(fanOut, false);
  expect(new Set(delays())).toEqual(new Set(['bede000152000000']));
});

test('what one viewer may have again is bounded', () => {
  const fanOut = videoFanOut();
  const sink = new MemorySink();
  fanOut.add(sink);
  fanOut.send(vp8Frame(true, 1000));
  const request = () =>
    sink.listener?.onRtcp({ type: 'NACK', mediaSsrc: sink.ssrc, sequences: [0] });
  for (let i = 0; i < 1000; i++) request();
  expect(sink.packets).toHaveLength(21);
  vi.advanceTimersByTime(1000);
  request();
  expect(sink.packets).toHaveLength(22);
});

test('key-frame requests are merged, and one viewer has one in a second', () => {
  const onKeyFrameRequest = vi.fn<() => void>();
  const fanOut = videoFanOut(onKeyFrameRequest);
  const sinks = Array.from({ length: 5 }, () => new MemorySink());
  for (const sink of sinks) fanOut.add(sink);
  send(fanOut, true);
  vi.advanceTimersByTime(300);
  onKeyFrameRequest.mockClear();
  const greedy = sinks[0]!;
  const ask = (sink: MemorySink) => sink.listener?.onRtcp({ type: 'PLI', mediaSsrc: sink.ssrc });
  for (const sink of sinks) ask(sink);
  expect(onKeyFrameRequest).toHaveBeenCalledTimes(1);
  send(fanOut, true);
  ask(greedy);
  vi.advanceTimersByTime(300);
  expect(onKeyFrameRequest).toHaveBeenCalledTimes(1);
});

test('reports tell the time of the stream at the start and every second', () => {
  const fanOut = videoFanOut();
  const sink = new MemorySink();
  fanOut.add(sink);
  fanOut.send(vp8Frame(true, 100));
  vi.advanceTimersByTime(2000);
  expect(sink.rtcp).toHaveLength(3);
  const [report] = parseRtcp(sink.rtcp[0]!);
  if (report?.type !== 'SR') throw new Error('no sender report');
  expect(report.ssrc).toBe(sink.ssrc);
  expect(Math.abs((report.rtpTimestamp - sink.packets[0]!.timestamp) | 0)).toBeLessThan(900);
});

/** A second of a stream of two layers, and of a small one where there is. */
function sendSecond(fanOut: VideoFanOut, keys: { main?: boolean; small?: boolean }): void {
  for (let i = 0; i < 25; i++) {
    fanOut.send({ ...vp8Frame(i === 0 && !!keys.main, 3000), isDiscardable: i % 2 === 1 });
    if (keys.small !== undefined) {
      const small = { ...vp8Frame(i === 0 && keys.small, 500), isDiscardable: i % 2 === 1 };
      fanOut.send(small, 'small');
    }
    vi.advanceTimersByTime(40);
  }
}

/** What it estimates its path to take, and how long packets take there and back. */
function tell(sink: MemorySink, bitsPerSecond: number, roundTripMs: number): void {
  const report = {
    ssrc: sink.ssrc,
    fractionLost: 0,
    packetsLost: 0,
    highestSequence: 1,
    jitter: 0,
    lastSenderReport: 1,
    delaySinceLastSenderReport: 0,
  };
  sink.listener?.onReport(report, roundTripMs / 1000);
  sink.listener?.onRtcp({ type: 'REMB', bitsPerSecond, mediaSsrcs: [sink.ssrc] });
}

test('a viewer whose path takes less gets half the frames, without a gap in its numbers, and nobody else', () => {
  const fanOut = videoFanOut();
  const slow = new MemorySink();
  const other = new MemorySink();
  fanOut.add(slow);
  fanOut.add(other);
  sendSecond(fanOut, { main: true });
  tell(slow, 2_000_000, 10);
  for (let i = 0; i < 3; i++) sendSecond(fanOut, {});
  tell(slow, 450_000, 200);
  for (let i = 0; i < 2; i++) sendSecond(fanOut, {});
  slow.packets.splice(0);
  other.packets.splice(0);
  sendSecond(fanOut, {});
  expect(other.packets).toHaveLength(75);
  expect(slow.packets).toHaveLength(39);
  expectContiguous(slow.packets);
  expectContiguous(other.packets);
});

test('what was lost before a move can be sent again after it', () => {
  const fanOut = videoFanOut();
  const slow = new MemorySink();
  fanOut.add(slow);
  sendSecond(fanOut, { main: true });
  tell(slow, 2_000_000, 10);
  for (let i = 0; i < 3; i++) sendSecond(fanOut, {});
  const [lost] = slow.packets.slice(-5);
  tell(slow, 450_000, 200);
  for (let i = 0; i < 2; i++) sendSecond(fanOut, {});
  sendSecond(fanOut, {});
  const ask = () =>
    slow.listener?.onRtcp({ type: 'NACK', mediaSsrc: slow.ssrc, sequences: [lost!.sequence] });
  ask();
  expect(slow.packets.at(-1)).toEqual(lost);
});

test('small pictures are made only while somebody needs them; a viewer moves there and back at key frames', () => {
  const onSmallNeeded = vi.fn<(isNeeded: boolean) => void>();
  const onKeyFrameRequest = vi.fn<(source: string) => void>();
  const fanOut = new VideoFanOut({ codec: 'VP8', onKeyFrameRequest, onSmallNeeded });
  closing.push(fanOut);
  const slow = new MemorySink();
  fanOut.add(slow);
  sendSecond(fanOut, { main: true });
  tell(slow, 2_000_000, 10);
  for (let i = 0; i < 3; i++) sendSecond(fanOut, {});
  tell(slow, 200_000, 200);
  for (let i = 0; i < 2; i++) sendSecond(fanOut, {});
  expect(onSmallNeeded.mock.calls).toEqual([[true]]);
  slow.packets.splice(0);
  sendSecond(fanOut, { small: true });
  const sizes = slow.packets.map(({ payload }) => payload.length);
  // The first frames were still of the large pictures.
  expect(sizes.at(-1)).toBe(501);
  expect(sizes.filter((size) => size !== 501).length).toBeLessThanOrEqual(3);
  expectContiguous(slow.packets);

  tell(slow, 2_000_000, 10);
  onKeyFrameRequest.mockClear();
  for (let i = 0; i < 18; i++) sendSecond(fanOut, { small: false });
  expect(onKeyFrameRequest).toHaveBeenCalledWith('main');
  slow.packets.splice(0);
  sendSecond(fanOut, { main: true, small: false });
  expect(slow.packets.some(({ payload }) => payload.length === 501)).toBe(false);
  expectContiguous(slow.packets);
  for (let i = 0; i < 12; i++) sendSecond(fanOut, { small: false });
  expect(onSmallNeeded.mock.calls).toEqual([[true], [false]]);
});

test('another codec than negotiated is refused', () => {
  const sink = Object.assign(new MemorySink(), { codec: 'H264' });
  expect(() => videoFanOut().add(sink)).toThrow(
    expect.objectContaining({ code: 'CODEC_MISMATCH' }),
  );
});

test('closing lets every viewer go', () => {
  const fanOut = videoFanOut();
  const sink = new MemorySink();
  fanOut.add(sink);
  fanOut.close();
  fanOut.close();
  expect(fanOut.size).toBe(0);
  expect(sink.listener).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
});

test('audio timestamps follow the lengths of packets, and jump where something was lost', () => {
  const fanOut = new AudioFanOut('OPUS');
  closing.push(fanOut);
  const sink = Object.assign(new MemorySink(), { codec: 'OPUS', payloadType: 111 });
  fanOut.add(sink);
  const startUs = pipelineClockUs();
  const data = Buffer.from([0xfc, 1, 2]);
  for (const ms of [0, 21, 38, 60, 100, 119]) {
    fanOut.send({ codec: 'OPUS', timestampUs: startUs + ms * 1000, data });
  }
  const steps = sink.packets.slice(1).map((p, i) => p.timestamp - sink.packets[i]!.timestamp);
  expect(steps).toEqual([960, 960, 960, expect.closeTo(1920, -2), 960]);
});
