// The other side of bench/fanout.mjs: one publisher and many viewers in a process of their own.
// Viewers count packets and decode nothing; the publisher sends bytes that look like VP8, with
// the time of capture in each frame.
import { PeerConnection, RtcpReceivingSession, Video } from 'node-datachannel';
import { VideoFanOut } from '../packages/media-server/dist/rtp/send/VideoFanOut.js';
import { WebRtcPeer } from '../packages/media-server/dist/webrtc/WebRtcPeer.js';
import { pipelineClockUs } from '../packages/media-server/dist/frames.js';

const [kbps = 1000, fps = 25] = process.argv.slice(2).map(Number);
const FRAME_SIZE = Math.round((kbps * 1000) / 8 / fps);
const KEY_FRAME_SIZE = FRAME_SIZE * 5;
/** Behind RTP header and VP8 descriptor: the frame's first byte, then the time. */
const TIME_OFFSET = 12 + 1 + 1;

const connections = new Map();

class Viewer {
  constructor(id) {
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
    this.connection.onLocalDescription((offer) => process.send({ id, offer }));
    this.connection.onLocalCandidate((candidate) => process.send({ id, candidate }));
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
    const sequence = packet.readUInt16BE(2);
    if (this.last !== undefined) this.lost += ((sequence - this.last) & 0xffff) - 1;
    this.last = sequence;
    this.packets++;
    if (packet[1] & 0x80) this.frames++;
    const startsFrame = (packet[12] & 0x10) !== 0;
    if (startsFrame)
      this.latenciesMs.push((pipelineClockUs() - packet.readDoubleBE(TIME_OFFSET)) / 1000);
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
  constructor(id) {
    this.peer = WebRtcPeer.create({ bindAddress: '127.0.0.1', direction: 'sendonly' });
    this.fanOut = new VideoFanOut({
      codec: 'VP8',
      onKeyFrameRequest: () => (this.keyFrameWanted = true),
    });
    this.peer.on('candidate', ({ candidate }) => process.send({ id, candidate }));
    this.peer.on('connectionState', (state) => {
      if (state === 'connected') this.timer = setInterval(() => this.sendFrame(), 1000 / fps);
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
    const key = this.keyFrameWanted;
    this.keyFrameWanted = false;
    const data = Buffer.alloc(key ? KEY_FRAME_SIZE : FRAME_SIZE, key ? 0x10 : 0x11);
    const timestampUs = pipelineClockUs();
    data.writeDoubleBE(timestampUs, 1);
    this.fanOut.send({ codec: 'VP8', key, timestampUs, data });
  }

  close() {
    clearInterval(this.timer);
    this.fanOut.close();
    this.peer.close();
  }
}

/** What the viewers counted since the last call. */
function count() {
  const viewers = [...connections.values()].filter((client) => client instanceof Viewer);
  const latenciesMs = viewers.flatMap((viewer) => viewer.latenciesMs).sort((a, b) => a - b);
  const sum = (key) => viewers.reduce((total, viewer) => total + viewer[key], 0);
  const at = (share) => latenciesMs[Math.floor(latenciesMs.length * share)] ?? 0;
  const counted = {
    packets: sum('packets'),
    lost: sum('lost'),
    frames: sum('frames'),
    latencyMs: { p50: at(0.5), p99: at(0.99) },
  };
  for (const viewer of viewers) viewer.reset();
  return counted;
}

process.on('message', (message) => {
  if (message.connect === 'publisher') connections.set('publisher', new Publisher('publisher'));
  else if (message.connect) connections.set(message.connect, new Viewer(message.connect));
  else if (message.answer) connections.get(message.id).answer(message.answer);
  else if (message.candidate)
    connections.get(message.id).addCandidate(message.candidate, message.sdpMid);
  else if (message.count) process.send({ count: count() });
  else if (message.stop) stop();
});
process.on('disconnect', stop);

function stop() {
  for (const client of connections.values()) client.close();
  connections.clear();
  process.exit(0);
}
