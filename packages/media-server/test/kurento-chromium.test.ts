import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AV_CODEC_ID_OPUS, AV_CODEC_ID_VP8 } from 'node-av/constants';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Demuxer } from '../dist/pixels/codec/Demuxer.js';
import { launchChromium, type TestBrowser } from './support/chromium.js';
import { call, connect, type RemoteObject } from './support/kurentoClient.js';
import { wholePicture } from './support/regions.js';
import { startServer } from './support/server.js';

let browser: TestBrowser;
beforeAll(async () => void (browser = await launchChromium()), 30_000);
afterAll(() => browser.close());

/** A page that sends its camera and shows what comes back. */
const PAGE_SCRIPT = `
  const connection = new RTCPeerConnection();
  const player = Object.assign(document.body.appendChild(document.createElement('video')), { autoplay: true });
  connection.ontrack = ({ streams: [stream] }) => (player.srcObject = stream);
  connection.onicecandidate = ({ candidate }) => candidate && candidateToServer(candidate.toJSON());
  const early = [];
  function candidateToPage(candidate) {
    if (connection.remoteDescription) return connection.addIceCandidate(candidate);
    early.push(candidate);
  }
  async function call() {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 240 }, audio: true });
    for (const track of stream.getTracks()) connection.addTrack(track, stream);
    await connection.setLocalDescription();
    const sdp = await offerToServer(connection.localDescription.sdp);
    await connection.setRemoteDescription({ type: 'answer', sdp });
    for (const candidate of early.splice(0)) await connection.addIceCandidate(candidate);
  }
  async function untilItShows(frames) {
    for (let shown = 0; shown < frames; shown++) {
      await new Promise((resolve) => player.requestVideoFrameCallback(resolve));
    }
    return { width: player.videoWidth, height: player.videoHeight };
  }
`;

/** Connects a page's camera to an endpoint: offer, answer and candidates one by one in both directions. */
async function openCamera(endpoint: RemoteObject) {
  const page = await browser.openPage();
  onTestFinished(() => page.close());
  endpoint.on('IceCandidateFound', ({ candidate }: { candidate: object }) => {
    void page.evaluate(`candidateToPage(${JSON.stringify(candidate)})`);
  });
  await page.exposeFunction('candidateToServer', (candidate: object) =>
    call(endpoint, 'addIceCandidate', candidate),
  );
  await page.exposeFunction('offerToServer', async (sdp: string) => {
    const answer = await call(endpoint, 'processOffer', sdp);
    await call(endpoint, 'gatherCandidates');
    return answer;
  });
  await page.addScriptTag({ content: PAGE_SCRIPT });
  await page.evaluate('call()');
  return page;
}

function next(object: RemoteObject, event: string): Promise<Record<string, unknown>> {
  return new Promise((resolve) => object.on(event, resolve));
}

test('a camera comes back through the crowd filter, and is recorded with its sound', async () => {
  const mediaDir = await mkdtemp(join(tmpdir(), 'camera-'));
  onTestFinished(() => rm(mediaDir, { recursive: true }));
  const client = await connect((await startServer({ mediaDir })).url);
  onTestFinished(() => client.close());
  const pipeline = await call<RemoteObject>(client, 'create', 'MediaPipeline');
  const create = (type: string, params = {}) =>
    call<RemoteObject>(pipeline, 'create', type, params);
  const endpoint = await create('WebRtcEndpoint');
  const filter = await create('crowddetector.CrowdDetectorFilter', { rois: [wholePicture('all')] });
  const recorders = [
    await create('RecorderEndpoint', { uri: 'as-sent.webm' }),
    await create('RecorderEndpoint', { uri: 'processed.mkv', mediaProfile: 'MKV' }),
  ] as const;
  await call(endpoint, 'connect', filter);
  await call(filter, 'connect', endpoint);
  await call(endpoint, 'connect', recorders[0]);
  await call(filter, 'connect', recorders[1]);
  const recording = recorders.map((recorder) => next(recorder, 'Recording'));
  for (const recorder of recorders) await call(recorder, 'record');
  const page = await openCamera(endpoint);
  expect(await page.evaluate('untilItShows(30)')).toEqual({ width: 320, height: 240 });
  await Promise.all(recording);
  for (const recorder of recorders) await call(recorder, 'stopAndWait');
  for (const file of ['as-sent.webm', 'processed.mkv']) {
    const { codecs, packets } = await contents(join(mediaDir, file));
    expect(codecs, file).toEqual([AV_CODEC_ID_VP8, AV_CODEC_ID_OPUS]);
    expect(packets.video, file).toBeGreaterThan(10);
    expect(packets.audio, file).toBeGreaterThan(20);
  }
}, 60_000);

/** What another program finds in a file: the codecs of its picture and its sound, and how much there is of both. */
async function contents(path: string) {
  const demuxer = await Demuxer.open(path, {});
  const packets = { video: 0, audio: 0 };
  for (let packet = await demuxer.read(); packet; packet = await demuxer.read()) {
    packets[packet.kind]++;
  }
  const codecs = [demuxer.video, demuxer.audio].map((stream) => stream?.codecpar.codecId);
  await demuxer.close();
  return { codecs, packets };
}
