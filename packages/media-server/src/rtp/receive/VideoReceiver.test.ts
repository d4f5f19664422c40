import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RtpPacket } from '../packets/rtp.js';
import { VideoFanOut } from '../send/VideoFanOut.js';
import { LinkedSink, vp8Frame } from '../viewerLink.test.support.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const FRAME_MS = 40;

/** Streams frames of four packets each; `deliver` is the network. */
function stream(frames: number, deliver: (packet: RtpPacket, count: number) => boolean) {
  let count = 0;
  let keyFrameWanted = true;
  const onKeyFrameRequest = vi.fn<() => void>(() => (keyFrameWanted = true));
  const fanOut = new VideoFanOut({ codec: 'VP8', onKeyFrameRequest });
  const sink = new LinkedSink((packet) => deliver(packet, count++));
  fanOut.add(sink);
  for (let i = 0; i < frames; i++) {
    fanOut.send(vp8Frame(keyFrameWanted, 4000 + i));
    keyFrameWanted = false;
    vi.advanceTimersByTime(FRAME_MS);
  }
  fanOut.close();
  return { sink, onKeyFrameRequest };
}

test('what is lost is asked for and comes: no frame is missing', () => {
  const { sink, onKeyFrameRequest } = stream(50, (_, count) => count % 7 !== 3);
  expect(sink.frames.map(({ data }) => data.length)).toEqual(
    Array.from({ length: 50 }, (_, i) => 4000 + i),
  );
  expect(sink.receiver.counters()).toMatchObject({ packetsLost: 0, pliCount: 0 });
  expect(sink.receiver.counters().nackCount).toBeGreaterThan(20);
  expect(onKeyFrameRequest).toHaveBeenCalledTimes(1);
});

test('a retransmission that is lost too is asked for again', () => {
  const dropped: number[] = [];
  const { sink } = stream(10, ({ sequence }) => {
    const drop = sequence === 9 && dropped.length < 3;
    if (drop) dropped.push(sequence);
    return !drop;
  });
  expect(dropped).toHaveLength(3);
  expect(sink.frames).toHaveLength(10);
});

test('what never comes is given up: a key frame is asked for, and nothing undecodable comes out', () => {
  const { sink, onKeyFrameRequest } = stream(40, ({ sequence }) => sequence !== 9);
  const sizes = sink.frames.map(({ data }) => data.length);
  expect(sizes.slice(0, 2)).toEqual([4000, 4001]);
  expect(sink.frames[2]?.key).toBe(true);
  expect(sink.frames.length).toBeGreaterThan(25);
  expect(sink.receiver.counters().pliCount).toBe(1);
  expect(onKeyFrameRequest).toHaveBeenCalledTimes(2);
});

test('packets out of order are put in order without asking for a key frame', () => {
  const late: { packet?: RtpPacket } = {};
  const frames: number[] = [];
  const fanOut = new VideoFanOut({ codec: 'VP8', onKeyFrameRequest: () => {} });
  const sink = new LinkedSink((packet) => {
    if (packet.sequence !== 1) return true;
    if (late.packet) return false;
    late.packet = packet;
    return false;
  });
  sink.receiver.on('frame', ({ data }) => frames.push(data.length));
  fanOut.add(sink);
  fanOut.send(vp8Frame(true, 4000));
  fanOut.send(vp8Frame(false, 100));
  expect(frames).toEqual([]);
  sink.receiver.receive(late.packet!, 1200);
  expect(frames).toEqual([4000, 100]);
  fanOut.close();
});

test('a sender that starts again with another source goes on with its next key frame', () => {
  const first = new VideoFanOut({ codec: 'VP8', onKeyFrameRequest: () => {} });
  const second = new VideoFanOut({ codec: 'VP8', onKeyFrameRequest: () => {} });
  const sink = new LinkedSink(() => true);
  first.add(sink);
  first.send(vp8Frame(true, 1000));
  first.remove(sink);
  sink.ssrc++;
  sink.position = undefined;
  second.add(sink);
  second.send(vp8Frame(true, 1001));
  second.send(vp8Frame(false, 1002));
  expect(sink.frames.map(({ data }) => data.length)).toEqual([1000, 1001, 1002]);
  first.close();
  second.close();
});

test('malformed payloads are dropped, and the stream recovers with a key frame', () => {
  const sink = new LinkedSink(() => true);
  const packet = { marker: true, payloadType: 96, timestamp: 0, ssrc: 5 };
  const payloads = [[0x10, 0x10], [0x80], [0x10, 0x11], [0x10, 0x10, 1]];
  payloads.forEach((payload, sequence) =>
    sink.receiver.receive(
      { ...packet, sequence, timestamp: sequence, payload: Buffer.from(payload) },
      20,
    ),
  );
  expect(sink.frames.map(({ data }) => data.length)).toEqual([1, 2]);
});

test('nothing comes after close', () => {
  const sink = new LinkedSink(() => true);
  sink.receiver.close();
  sink.sendRtp(Buffer.from([0x80, 0xe0, ...Buffer.alloc(10), 0x10, 0x10]));
  expect(sink.frames).toEqual([]);
});
