// The other side of bench/fanout.mjs and bench/soak.mjs: publisher and viewers in a process of their own.
// Viewers count packets and decode nothing; the publisher sends VP8 with the time of capture
// behind each frame, where decoders do not look.
import { DemoCrowd } from '@crowdlens/demo-crowd';
import { PeerConnection, RtcpReceivingSession, Video } from 'node-datachannel';
import { pipelineClockUs } from '../packages/media-server/dist/frames.js';
import { Picture } from '../packages/media-server/dist/pixels/codec/Picture.js';
import { VideoEncoder } from '../packages/media-server/dist/pixels/codec/VideoEncoder.js';
import { VideoFanOut } from '../packages/media-server/dist/rtp/send/VideoFanOut.js';
import { WebRtcPeer } from '../packages/media-server/dist/webrtc/WebRtcPeer.js';

const [kbps = 1000, fps = 25] = process.argv.slice(2).map(Number);
/** Says that a time follows: no encoder ends a frame so. */
const MARK = 0x4d41524b54494d45n;
const TRAILER_SIZE = 16;
const CLIP_FRAMES = 250;

const connections = new Map();

class Viewer {
  constructor(id) {
    this.id = id;
    this.reset();
    this.connection = new PeerConnection(id, {
      iceServers: [],
      bindAddress: '127.0.0.1',
    });
    const video = new Video('video', 'RecvOnly');
    video.addVP8Codec(96);
    this.track = this.connection.addTrack(video);
    this.session = new RtcpReceivingSession();
    this.track.setMediaHandler(this.session);
    this.track.onMessage((packet) => this.receive(packet));
    this.connection.onStateChange((state) => {
      if (state === 'connected') process.send({ id, connected: true });
    });
    this.connection.onLocalDescription((offer) => process.send({ id, offer }));
    this.connection.onLocalCandidate((candidate, mid) => process.send({ id, candidate, mid }));
    this.connection.setLocalDescription();
  }

  reset() {
    this.packets = 0;
    this.lost = 0;
    this.frames = 0;
    this.latenciesMs = [];
  }

  receive(packet) {
    const type = packet[1] & 0x7f;
    if (type >= 64 && type <= 95) return;
    if (this.last === undefined) process.send({ id: this.id, flowing: true });
    const sequence = packet.readUInt16BE(2);
    if (this.last !== undefined) this.lost += ((sequence - this.last) & 0xffff) - 1;
    this.last = sequence;
    this.packets++;
    const endsFrame = (packet[1] & 0x80) !== 0;
    if (!endsFrame) return;
    this.frames++;
    const trailer = packet.length - TRAILER_SIZE;
    if (packet.readBigUInt64BE(trailer) !== MARK) return;
    this.latenciesMs.push((pipelineClockUs() - packet.readDoubleBE(trailer + 8)) / 1000);
  }

  answer(sdp) {
    this.connection.setRemoteDescription(sdp, 'answer');
  }

  addCandidate(candidate, mid) {
    this.connection.addRemoteCandidate(candidate, mid);
  }

  close() {
    this.track.close();
    this.connection.close();
  }
}

class Publisher {
  #next = 0;

  constructor(id) {
    this.clip = encodeClip();
    this.peer = WebRtcPeer.create({ bindAddress: '127.0.0.1', direction: 'sendonly' });
    this.fanOut = new VideoFanOut({ codec: 'VP8', onKeyFrameRequest: () => (this.#next = 0) });
    this.peer.on('candidate', ({ candidate, sdpMid: mid }) => process.send({ id, candidate, mid }));
    this.peer.on('connectionState', (state) => {
      if (state !== 'connected') return;
      this.timer = setInterval(() => this.sendFrame(), 1000 / fps);
      process.send({ id, flowing: true });
    });
    void this.offer(id);
  }

  async offer(id) {
    process.send({ id, offer: await this.peer.generateOffer(['video']) });
    this.peer.gatherCandidates();
  }

  async answer(sdp) {
    await this.peer.processAnswer(sdp);
    this.fanOut.add(this.peer.senders.video);
  }

  addCandidate(candidate) {
    this.peer.addIceCandidate({ candidate });
  }

  sendFrame() {
    const frame = this.clip[this.#next];
    this.#next = (this.#next + 1) % this.clip.length;
    const timestampUs = pipelineClockUs();
    const trailer = Buffer.alloc(TRAILER_SIZE);
    trailer.writeBigUInt64BE(MARK);
    trailer.writeDoubleBE(timestampUs, 8);
    this.fanOut.send({ ...frame, timestampUs, data: Buffer.concat([frame.data, trailer]) });
  }

  close() {
    clearInterval(this.timer);
    this.fanOut.close();
    this.peer.close();
  }
}

/** The demo crowd at the rate that was asked for; as of a camera, no frame can be left out. */
function encodeClip() {
  const size = { width: 640, height: 480 };
  const crowd = new DemoCrowd({ ...size, frameRate: fps, seed: 1 });
  const encoder = new VideoEncoder({ codec: 'VP8', ...size, bitrate: kbps * 1000, frameRate: fps });
  const frames = Array.from({ length: CLIP_FRAMES }, (_, index) => {
    const picture = Picture.allocate(size.width, size.height, Math.round((index * 1e6) / fps));
    crowd.next(picture.planes());
    const { codec, key, data } = encoder.encode(picture, false);
    picture.close();
    return { codec, key, data };
  });
  encoder.close();
  return frames;
}

/** What the viewers counted since the last call. */
function count() {
  const viewers = [...connections.values()].filter((client) => client instanceof Viewer);
  const latenciesMs = viewers.flatMap((viewer) => viewer.latenciesMs).sort((a, b) => a - b);
  const sum = (key) => viewers.reduce((total, viewer) => total + viewer[key], 0);
  const at = (share) => latenciesMs[Math.floor(latenciesMs.length * share)] ?? null;
  const counted = {
    packets: sum('packets'),
    lost: sum('lost'),
    frames: sum('frames'),
    latencyMs: { p50: at(0.5), p99: at(0.99) },
  };
  for (const viewer of viewers) viewer.reset();
  return counted;
}

process.on('message', ({ id, ...message }) => {
  const client = connections.get(id);
  if (message.connect === 'publisher') connections.set(id, new Publisher(id));
  else if (message.connect) connections.set(id, new Viewer(id));
  else if (message.answer) void answer(id, message.answer);
  else if (message.candidate) client.addCandidate(message.candidate, message.mid);
  else if (message.count) process.send({ count: count() });
  else if (message.close) close(id);
  else if (message.closeAll) closeAll();
});
process.on('disconnect', () => {
  closeAll();
  process.exit(0);
});

async function answer(id, sdp) {
  await connections.get(id).answer(sdp);
  process.send({ id, answered: true });
}

function close(id) {
  connections.get(id)?.close();
  connections.delete(id);
}

function closeAll() {
  for (const id of connections.keys()) close(id);
}
