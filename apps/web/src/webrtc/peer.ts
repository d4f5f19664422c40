import type { WebRtcPeer } from 'kurento-utils';

/** How a peer is set up. */
export interface PeerOptions {
  /** What we send; without it the peer only receives. */
  localStream?: MediaStream | undefined;
  iceServers: Promise<RTCIceServer[]>;
  /** A local ICE candidate was found and should be sent to the server. */
  onCandidate: (candidate: RTCIceCandidate) => void;
}

const CONNECT_WAIT_MS = 15_000;
const DISCONNECTED_WAIT_MS = 4_000;

/** One WebRTC connection to the server, made with kurento-utils, which is loaded when first needed. */
export class Peer {
  /** What the server sends; its tracks are there once the answer is accepted. */
  readonly remoteStream = new MediaStream();
  /** Fulfilled when media can flow; rejected when it cannot 15 s after the answer, or the peer is closed. */
  readonly connected: Promise<void>;
  /** Fulfilled when the connection is over, for whatever reason. */
  readonly ended: Promise<void>;
  readonly #peer: WebRtcPeer;
  #end: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  static async open(options: PeerOptions): Promise<Peer> {
    const { localStream, onCandidate } = options;
    const [{ WebRtcPeer }, iceServers] = await Promise.all([
      import('kurento-utils'),
      options.iceServers,
    ]);
    const { WebRtcPeerRecvonly, WebRtcPeerSendrecv } = WebRtcPeer;
    // Without a list of our own kurento-utils would use public STUN servers.
    const common = { configuration: { iceServers }, onicecandidate: onCandidate };
    const peer = await new Promise<WebRtcPeer>((resolve, reject) => {
      const made = localStream
        ? new WebRtcPeerSendrecv({ ...common, videoStream: localStream }, done)
        : new WebRtcPeerRecvonly(common, done);
      function done(error?: unknown): void {
        if (error) reject(asError(error));
        else resolve(made);
      }
    });
    return new Peer(peer);
  }

  private constructor(peer: WebRtcPeer) {
    this.#peer = peer;
    const connection = peer.peerConnection;
    connection.addEventListener('track', ({ track }) => this.remoteStream.addTrack(track));
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.connected = this.#watch(connection);
    this.connected.catch(() => undefined);
  }

  /** For looking at its statistics. */
  get connection(): RTCPeerConnection {
    return this.#peer.peerConnection;
  }

  createOffer(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#peer.generateOffer((error, sdpOffer) => {
        if (error) reject(asError(error));
        else resolve(sdpOffer);
      });
    });
  }

  async acceptAnswer(sdpAnswer: string): Promise<void> {
    this.#closeIn(CONNECT_WAIT_MS);
    await new Promise<void>((resolve, reject) => {
      this.#peer.processAnswer(sdpAnswer, (error) => {
        if (error) reject(asError(error));
        else resolve();
      });
    });
    await this.#keepResolution();
  }

  /** Candidates that come before the answer wait inside kurento-utils; one the browser refuses is left out. */
  addRemoteCandidate(candidate: RTCIceCandidateInit): void {
    this.#peer.addIceCandidate(candidate, () => undefined);
  }

  /** Sends another camera or microphone from now on, without a new negotiation. */
  async replaceTracks(stream: MediaStream): Promise<void> {
    for (const sender of this.#peer.peerConnection.getSenders()) {
      const track = stream.getTracks().find(({ kind }) => kind === sender.track?.kind);
      if (track) await sender.replaceTrack(track);
    }
  }

  close(): void {
    // Not kurento-utils' dispose(): it would also stop the camera, which the preview still shows.
    this.#peer.peerConnection.close();
    this.#end();
  }

  /** A picture that changes its size costs the detector what it has learnt; fewer pictures a second do not. */
  async #keepResolution(): Promise<void> {
    for (const sender of this.#peer.peerConnection.getSenders()) {
      if (sender.track?.kind !== 'video') continue;
      const parameters: RTCRtpSendParameters & { degradationPreference?: string } =
        sender.getParameters();
      parameters.degradationPreference = 'maintain-resolution';
      // A browser that cannot do it sends what it likes.
      await sender.setParameters(parameters).catch(() => undefined);
    }
  }

  #watch(connection: RTCPeerConnection): Promise<void> {
    return new Promise((resolve, reject) => {
      const changed = (): void => {
        clearTimeout(this.#timer);
        const state = connection.connectionState;
        if (state === 'connected') resolve();
        else if (state === 'failed' || state === 'closed') this.close();
        else this.#closeIn(state === 'disconnected' ? DISCONNECTED_WAIT_MS : CONNECT_WAIT_MS);
      };
      connection.addEventListener('connectionstatechange', changed);
      void this.ended.then(() => {
        clearTimeout(this.#timer);
        connection.removeEventListener('connectionstatechange', changed);
        reject(new Error('The WebRTC connection ended before media could flow.'));
      });
    });
  }

  #closeIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.close(), milliseconds);
  }
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}
