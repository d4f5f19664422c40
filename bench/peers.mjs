// Synthetic peers: viewers that count packets and decode nothing, and a publisher that sends VP8 with the time
// of capture behind each frame, where decoders do not look. They emit `offer`, `candidate` (text, mid),
// `connected`, `flowing` (the first packet), `gone` (ICE or DTLS has failed).
import { EventEmitter } from 'node:events';
import { DemoCrowd } from '@crowdlens/demo-crowd';
import { PeerConnection, RtcpReceivingSession, Video } from 'node-datachannel';
import { pipelineClockUs } from '../packages/media-server/dist/frames.js';
import { Picture } from '../packages/media-server/dist/pixels/codec/Picture.js';
import { VideoEncoder } from '../packages/media-server/dist/pixels/codec/VideoEncoder.js';
import { VideoFanOut } from '../packages/media-server/dist/rtp/send/VideoFanOut.js';
import { WebRtcPeer } from '../packages/media-server/dist/webrtc/WebRtcPeer.js';

/** Says that a time follows: no encoder ends a frame so. */
const MARK = 0x4d41524b54494d45n;
const TRAILER_SIZE = 16;
const CLIP_FRAMES = 250;

/** Watches. */
export class Viewer extends EventEmitter {
  /** @param bindAddress - local address for media */
  constructor(bindAddress = '127.0.0.1') {
    super();
    this.reset();
    this.connection = new PeerConnection('viewer', { iceServers: [], bindAddress });
    const video = new Video('video', 'RecvOnly');
    video.addVP8Codec(96);
    this.track = this.connection.addTrack(video);
    this.session = new RtcpReceivingSession();
    this.track.setMediaHandler(this.session);
    this.track.onMessage((packet) => this.receive(packet));
    this.connection.onStateChange((state) => {
      if (state === 'connected') this.emit('connected');
      if (state === 'failed' || state === 'closed') this.emit('gone');
    });
    this.connection.onLocalDescription((offer) => this.emit('offer', offer));
    this.connection.onLocalCandidate((candidate, mid) => this.emit('candidate', candidate, mid));
    this.connection.setLocalDescription();
  }

  reset() {
    this.packets = 0;
    this.bytes = 0;
    this.lost = 0;
    this.frames = 0;
    this.latenciesMs = [];
  }

  receive(packet) {
    const type = packet[1] & 0x7f;
    if (type >= 64 && type <= 95) return;
    if (this.last === undefined) this.emit('flowing');
    const sequence = packet.readUInt16BE(2);
    if (this.last !== undefined) this.lost += ((sequence - this.last) & 0xffff) - 1;
    this.last = sequence;
    this.packets++;
    this.bytes += packet.length;
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

/** Sends the demo crowd. */
export class Publisher extends EventEmitter {
  #next = 0;

  /** @param clip - what {@link encodeClip} made */
  constructor({ frames, fps }, bindAddress = '127.0.0.1') {
    super();
    this.clip = frames;
    this.fps = fps;
    this.peer = WebRtcPeer.create({ bindAddress, direction: 'sendonly' });
    this.fanOut = new VideoFanOut({ codec: 'VP8', onKeyFrameRequest: () => (this.#next = 0) });
    this.peer.on('candidate', ({ candidate, sdpMid }) => this.emit('candidate', candidate, sdpMid));
    this.peer.on('connectionState', (state) => {
      if (state === 'failed' || state === 'closed') this.emit('gone');
      if (state !== 'connected') return;
      this.timer = setInterval(() => this.sendFrame(), 1000 / this.fps);
      this.emit('flowing');
    });
    void this.offer();
  }

  async offer() {
    this.emit('offer', await this.peer.generateOffer(['video']));
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
export function encodeClip({ kbps, fps }) {
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
  return { frames, fps };
}
