import {
  AV_CODEC_FLAG_QSCALE,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUVJ420P,
  FF_ENCODER_MJPEG,
  FF_QP2LAMBDA,
  SWS_BILINEAR,
} from 'node-av/constants';
import { Codec, CodecContext, Frame, Packet, Rational, SoftwareScaleContext } from 'node-av/lib';
import { check, present } from './check.js';
import type { Picture } from './Picture.js';

/** Quantiser, 2 (best) to 31: a crowd at 960 pixels comes to about 60 kB. */
const QUANTISER = 6;

/**
 * One picture as a JPEG file, scaled down to `maxWidth` pixels if it is wider.
 *
 * @param picture - stays the caller's
 * @throws PixelError `CODEC_FAILED`
 */
export function encodeJpeg(picture: Picture, maxWidth: number): Uint8Array {
  const scale = Math.min(1, maxWidth / picture.width);
  const frame = fullRange(picture, even(picture.width * scale), even(picture.height * scale));
  try {
    return encode(frame);
  } finally {
    frame.free();
  }
}

function even(length: number): number {
  return Math.max(2, Math.round(length / 2) * 2);
}

/** JPEG's luma goes from 0 to 255, a video's from 16 to 235. */
function fullRange(picture: Picture, width: number, height: number): Frame {
  const scaler = new SoftwareScaleContext();
  const frame = new Frame();
  frame.alloc();
  try {
    frame.format = AV_PIX_FMT_YUVJ420P;
    frame.width = width;
    frame.height = height;
    check(frame.getBuffer(), `Memory for a picture of ${width}x${height}`);
    const { width: fromWidth, height: fromHeight } = picture;
    const [from, to] = [AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P];
    scaler.getContext(fromWidth, fromHeight, from, width, height, to, SWS_BILINEAR);
    check(scaler.scaleFrameSync(frame, picture.frame), 'Scaling a picture');
    return frame;
  } catch (error) {
    frame.free();
    throw error;
  } finally {
    scaler.freeContext();
  }
}

function encode(frame: Frame): Uint8Array {
  const codec = present(Codec.findEncoderByName(FF_ENCODER_MJPEG), 'The JPEG encoder');
  const context = new CodecContext();
  const packet = new Packet();
  context.allocContext3(codec);
  packet.alloc();
  try {
    context.width = frame.width;
    context.height = frame.height;
    context.pixelFormat = AV_PIX_FMT_YUVJ420P;
    context.timeBase = new Rational(1, 25);
    context.threadCount = 1;
    context.setFlags(AV_CODEC_FLAG_QSCALE);
    context.globalQuality = QUANTISER * FF_QP2LAMBDA;
    check(context.open2Sync(codec, null), 'Opening the JPEG encoder');
    frame.quality = QUANTISER * FF_QP2LAMBDA;
    frame.pts = 0n;
    check(context.sendFrameSync(frame), 'Encoding a JPEG');
    check(context.receivePacketSync(packet), 'Encoding a JPEG');
    return new Uint8Array(present(packet.data, 'A JPEG'));
  } finally {
    packet.free();
    context.freeContext();
  }
}
