import { MediaElement } from './MediaElement.js';

/** Kurento's IceCandidate. */
export interface KurentoIceCandidate {
  readonly candidate: string;
  readonly sdpMid: string;
  readonly sdpMLineIndex: number;
}

/** One WebRTC connection of the media server to a browser. */
export class WebRtcEndpoint extends MediaElement {
  generateOffer(): Promise<string> {
    return this.invoke('generateOffer');
  }

  processAnswer(answer: string): Promise<void> {
    return this.invoke('processAnswer', { answer });
  }

  /** @throws KurentoError 402xx when the offer cannot be used */
  processOffer(offer: string): Promise<string> {
    return this.invoke('processOffer', { offer });
  }

  gatherCandidates(): Promise<void> {
    return this.invoke('gatherCandidates');
  }

  addIceCandidate(candidate: KurentoIceCandidate): Promise<void> {
    return this.invoke('addIceCandidate', { candidate });
  }

  /** Candidates of the media server; undefined is the last. */
  async onCandidate(listener: (candidate: KurentoIceCandidate | undefined) => void): Promise<void> {
    await this.on('IceCandidateFound', ({ candidate }: { candidate: KurentoIceCandidate }) =>
      listener(candidate),
    );
    await this.on('IceGatheringDone', () => listener(undefined));
  }

  /** Says that nothing has been heard of the peer for some seconds. */
  async onSilence(listener: () => void): Promise<void> {
    await this.on('MediaStateChanged', ({ newState }: { newState: string }) => {
      if (newState === 'DISCONNECTED') listener();
    });
  }

  /** Whether the peer is there now. */
  async isConnected(): Promise<boolean> {
    return (await this.invoke('getConnectionState')) === 'CONNECTED';
  }

  /** Says when the peer is there, and when it is gone for good. */
  async onConnection(listener: (connected: boolean) => void): Promise<void> {
    await this.on('ConnectionStateChanged', ({ newState }: { newState: string }) =>
      listener(newState === 'CONNECTED'),
    );
    await this.on('IceComponentStateChanged', ({ state }: { state: string }) => {
      if (state === 'FAILED') listener(false);
    });
    await this.on('DtlsConnectionStateChange', ({ state }: { state: string }) => {
      if (state === 'FAILED' || state === 'CLOSED') listener(false);
    });
  }
}
