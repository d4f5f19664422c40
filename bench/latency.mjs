// From the picture that a page draws to the picture that a viewer sees: a canvas with the time on it
// goes through a media server and back into the same page, in a real Chromium, over loopback.
//   node bench/latency.mjs [--filter=crowd|none] [--seconds=15]
// Prints one JSON object. The time of capture is read from the viewer's pixels when they are shown.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { findChromium } from '../scripts/chromium.mjs';
import { startMediaServer } from './mediaServer.mjs';

const { values } = parseArgs({
  options: {
    filter: { type: 'string', default: 'crowd' },
    seconds: { type: 'string', default: '15' },
  },
});
/** Away from the time code, which the filter would paint over. */
const REGION = [
  { x: 0.1, y: 0.4 },
  { x: 0.9, y: 0.4 },
  { x: 0.9, y: 0.9 },
  { x: 0.1, y: 0.9 },
];

const { client, close } = await startMediaServer();
const site = createServer((_, response) => response.end('<!doctype html><title>latency</title>'));
await once(site.listen(0, '127.0.0.1'), 'listening');
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'],
});
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${site.address().port}/`);
await page.evaluate(prepare);

const pipeline = await client.create('MediaPipeline');
const presenter = await connect('presenter');
let source = presenter;
if (values.filter === 'crowd') {
  source = await client.create('crowddetector.CrowdDetectorFilter', {
    mediaPipeline: pipeline,
    rois: [{ id: 'crowd', points: REGION, regionOfInterestConfig: {} }],
  });
  await client.invoke(presenter, 'connect', { sink: source });
}
const viewer = await connect('viewer');
await client.invoke(source, 'connect', { sink: viewer });
const latencies = await page.evaluate(
  (ms) => globalThis.measure(ms),
  Number(values.seconds) * 1000,
);
latencies.sort((a, b) => a - b);
const at = (share) => Number(latencies[Math.floor(latencies.length * share)]?.toFixed(1));
console.log(
  JSON.stringify({
    benchmark: 'latency',
    filter: values.filter,
    pictures: latencies.length,
    glassToGlassMs: { p50: at(0.5), p95: at(0.95), p99: at(0.99) },
    node: process.version,
    browser: browser.version(),
  }),
);
await browser.close();
site.close();
await close();

/** Joins a peer connection of the page to an endpoint of its own. */
async function connect(name) {
  const endpoint = await client.create('WebRtcEndpoint', { mediaPipeline: pipeline });
  await client.on(endpoint, 'IceCandidateFound', ({ candidate }) =>
    page.evaluate(
      ([id, found]) => globalThis.peers[id].addIceCandidate(found),
      [name, { candidate: candidate.candidate, sdpMid: candidate.sdpMid }],
    ),
  );
  const offer = await page.evaluate((id) => globalThis.offer(id), name);
  const sdp = await client.invoke(endpoint, 'processOffer', { offer });
  await page.evaluate(
    ([id, answer]) => globalThis.peers[id].setRemoteDescription({ type: 'answer', sdp: answer }),
    [name, sdp],
  );
  await client.invoke(endpoint, 'gatherCandidates');
  return endpoint;
}

/** Runs in the page. */
function prepare() {
  const WIDTH = 640;
  const HEIGHT = 480;
  /** The time in milliseconds, one block of pixels for each bit, black or white. */
  const BITS = 20;
  const BLOCK = 32;
  const WARM_UP_MS = 3000;
  const peers = (globalThis.peers = {
    presenter: new RTCPeerConnection(),
    viewer: new RTCPeerConnection(),
  });

  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
  const drawing = canvas.getContext('2d');
  setInterval(() => {
    const now = Math.round(performance.now());
    drawing.fillStyle = '#446';
    drawing.fillRect(0, 0, WIDTH, HEIGHT);
    drawing.fillStyle = '#8a6';
    drawing.fillRect((now / 10) % WIDTH, 250, 80, 160);
    for (let bit = 0; bit < BITS; bit++) {
      drawing.fillStyle = (now >> bit) & 1 ? '#fff' : '#000';
      drawing.fillRect(bit * BLOCK, 0, BLOCK, BLOCK);
    }
  }, 40);

  globalThis.offer = async (name) => {
    const peer = peers[name];
    if (name === 'viewer') peer.addTransceiver('video', { direction: 'recvonly' });
    else peer.addTrack(canvas.captureStream(25).getVideoTracks()[0]);
    await peer.setLocalDescription();
    return peer.localDescription.sdp;
  };

  const video = Object.assign(document.createElement('video'), { autoplay: true, muted: true });
  document.body.append(video);
  peers.viewer.ontrack = ({ track }) => (video.srcObject = new MediaStream([track]));
  const reader = Object.assign(document.createElement('canvas'), { width: BITS, height: 1 });
  const pixels = reader.getContext('2d', { willReadFrequently: true });

  /** The time that stands on the picture which is shown now. */
  const read = () => {
    for (let bit = 0; bit < BITS; bit++) {
      const scale = video.videoWidth / WIDTH;
      const middle = (BLOCK / 2 - 1) * scale;
      pixels.drawImage(
        video,
        bit * BLOCK * scale + middle,
        middle,
        2 * scale,
        2 * scale,
        bit,
        0,
        1,
        1,
      );
    }
    const { data } = pixels.getImageData(0, 0, BITS, 1);
    return Array.from({ length: BITS }, (_, bit) => (data[bit * 4] > 127 ? 1 << bit : 0)).reduce(
      (a, b) => a | b,
    );
  };

  /** Milliseconds that each picture took, once the connection has settled. */
  globalThis.measure = (durationMs) =>
    new Promise((resolve) => {
      const latencies = [];
      let beginMs;
      const shown = () => {
        const now = performance.now();
        beginMs ??= now + WARM_UP_MS;
        if (now > beginMs) latencies.push(now - read());
        if (now > beginMs + durationMs) resolve(latencies);
        else video.requestVideoFrameCallback(shown);
      };
      video.requestVideoFrameCallback(shown);
    });
}
