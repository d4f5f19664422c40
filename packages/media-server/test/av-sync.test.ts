import { setInterval } from 'node:timers/promises';
import { afterAll, onTestFinished, test } from 'vitest';
import { Picture } from '../dist/pixels/codec/Picture.js';
import { VideoDecoder } from '../dist/pixels/codec/VideoDecoder.js';
import { VideoEncoder } from '../dist/pixels/codec/VideoEncoder.js';
import { pipelineClockUs } from '../src/frames.js';
import { AudioFanOut } from '../src/rtp/send/AudioFanOut.js';
import { VideoFanOut } from '../src/rtp/send/VideoFanOut.js';
import { shutdownWebRtc } from '../src/webrtc/Transport.js';
import type { WebRtcPeer } from '../src/webrtc/WebRtcPeer.js';
import { join } from './support/peers.js';
import { wholePicture } from './support/regions.js';
import { startClient } from './support/server.js';

afterAll(shutdownWebRtc);

const SIZE = { width: 320, height: 240 };
/** Moments that can be told apart: by the brightness of a picture, by a byte of a sound. */
const MOMENTS = 60;
const DARKEST = 50;
const STEP = 3;
const MOMENT_MS = 40;
/** How many moments longer a camera takes than a microphone. */
const PICTURES_LATE = 3;
/** Opus, one frame of 20 ms. */
const OPUS_20_MS = 0xf8;
/** What goes unnoticed, with room to spare (ITU-R BT.1359: 45 to 125 ms). */
const TOLERANCE_MS = 40;
const KINDS: ('audio' | 'video')[] = ['audio', 'video'];

/** Sends sound and pictures of the same moments, the pictures later. */
async function present({ senders }: WebRtcPeer, signal: AbortSignal): Promise<void> {
  const encoder = new VideoEncoder({ ...SIZE, codec: 'VP8', bitrate: 500_000, frameRate: 25 });
  let isKeyWanted = true;
  const video = new VideoFanOut({ codec: 'VP8', onKeyFrameRequest: () => (isKeyWanted = true) });
  const audio = new AudioFanOut('OPUS');
  video.add(senders.video!);
  audio.add(senders.audio!);
  const moments: { number: number; us: number }[] = [];
  let count = 0;
  // What a camera and a microphone go by.
  for await (const _ of setInterval(MOMENT_MS)) {
    if (signal.aborted) break;
    const number = count++ % MOMENTS;
    const us = pipelineClockUs();
    for (const place of [0, 1]) {
      const data = Uint8Array.of(OPUS_20_MS, number, place);
      audio.send({ codec: 'OPUS', timestampUs: us + place * 20_000, data });
    }
    moments.push({ number, us });
    if (moments.length > PICTURES_LATE) {
      const moment = moments.shift()!;
      const picture = Picture.allocate(SIZE.width, SIZE.height, moment.us);
      const { y, u, v } = picture.planes();
      y.fill(DARKEST + STEP * moment.number);
      u.fill(128);
      v.fill(128);
      video.send(encoder.encode(picture, isKeyWanted));
      isKeyWanted = false;
      picture.close();
    }
  }
  video.close();
  audio.close();
  encoder.close();
}

/** Calls back for each picture with how much later than the sound of its moment it is to be shown, ms. */
function compare({ receivers }: WebRtcPeer, onSkew: (milliseconds: number) => void): void {
  const heardUs = new Map<number, number>();
  receivers.audio!.on('frame', ({ data, timestampUs }) => {
    const [, number, place] = data;
    if (place === 0) heardUs.set(number!, timestampUs);
  });
  const decoder = VideoDecoder.live('VP8');
  onTestFinished(() => decoder.close());
  let isDecoding = false;
  receivers.video!.on('frame', (frame) => {
    isDecoding ||= frame.key;
    for (const picture of isDecoding ? decoder.decode(frame) : []) {
      const { y, strideY, width, height } = picture.planes();
      const number = Math.round((y[(strideY * height + width) >> 1]! - DARKEST) / STEP);
      const soundUs = heardUs.get(number);
      if (soundUs !== undefined) onSkew((frame.timestampUs - soundUs) / 1000);
      picture.close();
    }
  });
}

test('sound and pictures come in step through the crowd filter, though pictures took longer', async () => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const camera = await client.create('WebRtcEndpoint', { mediaPipeline });
  const filter = await client.create('crowddetector.CrowdDetectorFilter', {
    mediaPipeline,
    rois: [wholePicture('all')],
  });
  await client.invoke(filter, 'setOverlayMode', { overlayMode: 'NONE' });
  const viewer = await client.create('WebRtcEndpoint', { mediaPipeline });
  await client.invoke(camera, 'connect', { sink: filter });
  await client.invoke(filter, 'connect', { sink: viewer });

  const presenting = new AbortController();
  const presenter = await join(client, camera, { direction: 'sendonly', kinds: KINDS });
  const presented = present(presenter, presenting.signal);
  const peer = await join(client, viewer, { direction: 'recvonly', kinds: KINDS });
  // By the times of their arrival alone they would be 120 ms apart for ever.
  let inStep = 0;
  await new Promise<void>((resolve) =>
    compare(peer, (skew) => {
      inStep = Math.abs(skew) < TOLERANCE_MS ? inStep + 1 : 0;
      if (inStep === 25) resolve();
    }),
  );
  presenting.abort();
  await presented;
}, 20_000);
