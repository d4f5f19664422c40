import { MediaElement } from './MediaElement.js';

/** One connection of the media server by RTP with feedback (RFC 4585), encrypted with keys in the SDP (RFC 4568). */
export class RtpEndpoint extends MediaElement {
  generateOffer(): Promise<string> {
    return this.invoke('generateOffer');
  }

  /** @throws KurentoError 402xx when the offer cannot be used */
  processOffer(offer: string): Promise<string> {
    return this.invoke('processOffer', { offer });
  }

  processAnswer(answer: string): Promise<void> {
    return this.invoke('processAnswer', { answer });
  }
}
