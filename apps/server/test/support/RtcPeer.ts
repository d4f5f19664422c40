import { Audio, cleanup, PeerConnection, RtcpReceivingSession, Video } from 'node-datachannel';
import type { Track } from 'node-datachannel';
import type { TestServer } from './TestServer.js';

const PAYLOAD_TYPE = 96;
const SSRC = 4242;
const SOUND_PAYLOAD_TYPE = 111;
const SOUND_SSRC = 4243;
/** Of one packet of Opus: milliseconds, and ticks of its clock of 48 kHz (RFC 7587). */
const SOUND_MS = 20;
const SOUND_TICKS = 960;

const ADD_CANDIDATE = `mutation ($input: IceCandidateInput!) { addIceCandidate(input: $input) }`;
const CANDIDATES = `subscription ($id: ID!) {
  iceCandidate(sessionId: $id) { candidate sdpMid sdpMLineIndex }
}`;

interface SessionAnswer {
  readonly id: string;
  readonly sdpAnswer: string;
  readonly resumeSecret: string | null;
}

/** Kept to the end of the process: when native objects are collected, it may crash. */
const peers: RtcPeer[] = [];

/** A WebRTC peer outside a browser that talks to the API as a browser does. */
export class RtcPeer {
  readonly #server: TestServer;
  readonly #connection: PeerConnection;
  readonly #track: Track;
  readonly #candidates: { candidate: string; sdpMid: string }[] = [];
  readonly #reports = new RtcpReceivingSession();
  #session: SessionAnswer | undefined;
  #sound: Track | undefined;
  #speaking: NodeJS.Timeout | undefined;
  #closed = false;
  #onPacket: (packet: Buffer) => void = () => {};

  /** Watches a broadcast. */
  static async watch(server: TestServer, broadcastId = 'main'): Promise<RtcPeer> {
    const peer = new RtcPeer(server, 'RecvOnly');
    const { watch } = await server.get<{ watch: SessionAnswer }>(
      'mutation ($input: WatchInput!) { watch(input: $input) { id sdpAnswer resumeSecret } }',
      { input: { broadcastId, sdpOffer: await peer.#offer() } },
    );
    await peer.#connect(watch);
    return peer;
  }

  /**
   * Publishes what another peer receives.
   *
   * @param sound - an Opus frame, sent again and again
   */
  static async relay(
    server: TestServer,
    from: RtcPeer,
    { sound, ...options }: { broadcastId?: string; resume?: string | null; sound?: Buffer } = {},
  ): Promise<RtcPeer> {
    const peer = new RtcPeer(server, 'SendOnly');
    if (sound) peer.#addSound();
    const { publish } = await server.get<{ publish: SessionAnswer }>(
      'mutation ($input: PublishInput!) { publish(input: $input) { id sdpAnswer resumeSecret } }',
      { input: { ...options, sdpOffer: await peer.#offer() } },
    );
    await peer.#connect(publish);
    peer.#track.onMessage(() => from.#track.requestKeyframe());
    from.#onPacket = (packet) => peer.#send(packet);
    from.#track.requestKeyframe();
    if (sound) peer.#speak(sound);
    return peer;
  }

  private constructor(server: TestServer, direction: 'SendOnly' | 'RecvOnly') {
    this.#server = server;
    this.#connection = new PeerConnection(direction, {
      iceServers: [],
      bindAddress: '127.0.0.1',
      disableAutoNegotiation: true,
    });
    peers.push(this);
    const video = new Video('0', direction);
    video.addVP8Codec(PAYLOAD_TYPE);
    if (direction === 'SendOnly') video.addSSRC(SSRC, 'test', 'test', 'test');
    this.#track = this.#connection.addTrack(video);
    if (direction === 'RecvOnly') {
      // It answers with the receiver reports by which the server knows that somebody watches.
      this.#track.setMediaHandler(this.#reports);
      this.#track.onMessage((packet) => this.#onPacket(packet));
    }
  }

  get id(): string {
    return this.#session!.id;
  }

  get resumeSecret(): string | null {
    return this.#session!.resumeSecret;
  }

  /** Resolves with the next RTP packet. */
  nextPacket(): Promise<Buffer> {
    return new Promise((resolve) => (this.#onPacket = resolve));
  }

  /** Vanishes without a word to the API. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#speaking);
    this.#track.close();
    this.#sound?.close();
    this.#connection.close();
  }

  #offer(): Promise<string> {
    this.#connection.onLocalCandidate((candidate, sdpMid) =>
      this.#candidates.push({ candidate, sdpMid }),
    );
    return new Promise((resolve) => {
      this.#connection.onLocalDescription((sdp) => resolve(sdp));
      this.#connection.setLocalDescription('offer');
    });
  }

  async #connect(session: SessionAnswer): Promise<void> {
    this.#session = session;
    const connected = new Promise<void>((resolve, reject) => {
      this.#connection.onStateChange((state) => {
        if (state === 'connected') resolve();
        if (state === 'failed') reject(new Error('ICE failed'));
      });
    });
    this.#connection.setRemoteDescription(session.sdpAnswer, 'answer');
    for (const { candidate, sdpMid } of this.#candidates) {
      await this.#server.get(ADD_CANDIDATE, {
        input: { sessionId: session.id, candidate, sdpMid },
      });
    }
    const remote = this.#server.subscribe<{ iceCandidate: { candidate: string; sdpMid: string } }>(
      CANDIDATES,
      { id: session.id },
    );
    for await (const { data } of remote) {
      const { candidate, sdpMid } = data!.iceCandidate;
      this.#connection.addRemoteCandidate(candidate, sdpMid);
    }
    await connected;
  }

  #addSound(): void {
    const audio = new Audio('1', 'SendOnly');
    audio.addOpusCodec(SOUND_PAYLOAD_TYPE);
    audio.addSSRC(SOUND_SSRC, 'test', 'test', 'test');
    this.#sound = this.#connection.addTrack(audio);
  }

  #speak(sound: Buffer): void {
    let sent = 0;
    this.#speaking = setInterval(() => {
      // RTP (RFC 3550, 5.1).
      const packet = Buffer.concat([Buffer.alloc(12), sound]);
      packet[0] = 0x80;
      packet[1] = SOUND_PAYLOAD_TYPE;
      packet.writeUInt16BE(sent & 0xffff, 2);
      packet.writeUInt32BE(sent * SOUND_TICKS, 4);
      packet.writeUInt32BE(SOUND_SSRC, 8);
      if (this.#sound?.isOpen()) this.#sound.sendMessageBinary(packet);
      sent += 1;
    }, SOUND_MS);
  }

  #send(packet: Buffer): void {
    const copy = Buffer.from(packet);
    // RTP (RFC 3550, 5.1): the payload type is the low 7 bits of byte 1, the SSRC bytes 8 to 11.
    copy[1] = (copy[1]! & 0x80) | PAYLOAD_TYPE;
    copy.writeUInt32BE(SSRC, 8);
    if (this.#track.isOpen()) this.#track.sendMessageBinary(copy);
  }
}

/** Closes all peers of the process. */
export function closePeers(): void {
  peers.forEach((peer) => peer.close());
}

/** Without it the process would not end. */
export function cleanUpPeers(): void {
  closePeers();
  cleanup();
}
