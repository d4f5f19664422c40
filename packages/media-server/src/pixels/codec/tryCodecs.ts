import type { VideoCodecName } from '../../frames.js';
import { AudioTranscoder } from './AudioTranscoder.js';
import { rtpParameters } from './audioCodecs.js';
import { Picture } from './Picture.js';
import { VideoDecoder } from './VideoDecoder.js';
import { VideoEncoder } from './VideoEncoder.js';

/** What became of trying a codec. */
export interface CodecTrial {
  readonly codec: string;
  /** One sentence; undefined when it works. */
  readonly problem?: string;
}

const WIDTH = 320;
const HEIGHT = 240;
const GREY = 100;
/** A plain picture comes back as it was, but for rounding. */
const TOLERANCE = 4;
/** 20 ms of silence in G.711. */
const SILENCE = new Uint8Array(160).fill(0xff);
const SILENCE_US = 20_000;
/** The first packets may stay inside filters and codecs. */
const PACKETS = 10;

/** Encodes and decodes a picture or some sound with each codec that broadcasts use. */
export function tryCodecs(): CodecTrial[] {
  return [
    trial('VP8', () => tryVideo('VP8')),
    trial('H264', () => tryVideo('H264')),
    trial('Opus', tryOpus),
  ];
}

function trial(codec: string, attempt: () => void): CodecTrial {
  try {
    attempt();
    return { codec };
  } catch (error) {
    return { codec, problem: error instanceof Error ? error.message : String(error) };
  }
}

function tryVideo(codec: VideoCodecName): void {
  const encoder = new VideoEncoder({
    codec,
    width: WIDTH,
    height: HEIGHT,
    bitrate: 500_000,
    frameRate: 25,
  });
  const decoder = VideoDecoder.live(codec);
  const painted = Picture.allocate(WIDTH, HEIGHT, 0);
  try {
    const { y, u, v } = painted.planes();
    y.fill(GREY);
    u.fill(128);
    v.fill(128);
    const pictures = decoder.decode(encoder.encode(painted, true));
    const luma = pictures[0]?.planes().y[0];
    for (const picture of pictures) picture.close();
    if (luma === undefined) throw new Error('no picture came back');
    if (Math.abs(luma - GREY) > TOLERANCE) throw new Error('another picture came back');
  } finally {
    painted.close();
    decoder.close();
    encoder.close();
  }
}

/** Silence from G.711 to Opus and back. */
function tryOpus(): void {
  const toOpus = new AudioTranscoder(rtpParameters('PCMU'), 'OPUS');
  const back = new AudioTranscoder(rtpParameters('OPUS'), 'PCMU');
  try {
    const heard = Array.from({ length: PACKETS }, (_, index) => index * SILENCE_US)
      .flatMap((timestampUs) => toOpus.take({ data: SILENCE, timestampUs }))
      .flatMap((packet) => back.take(packet));
    if (heard.length === 0) throw new Error('no sound came back');
  } finally {
    toOpus.close();
    back.close();
  }
}
