import { errorCodes, KurentoError, type ErrorType } from '../protocol/errors.js';
import { MediaElement } from './MediaElement.js';
import type { OfferOptions } from './types.js';

/** `answered`: the remote offer was; `negotiated`: our own offer was answered. */
type NegotiationState = 'new' | 'answered' | 'offered' | 'negotiated';

const defaultOptions: OfferOptions = { offerToReceiveAudio: true, offerToReceiveVideo: true };

/**
 * An endpoint that negotiates with SDP (RFC 3264), once: either `processOffer`, or
 * `generateOffer` and then `processAnswer`. Subclasses do the work behind each step.
 */
export abstract class SdpEndpoint extends MediaElement {
  override readonly isEndpoint = true;
  /** Kilobits per second; 0 is unlimited. */
  maxAudioRecvBandwidth = 0;
  maxVideoRecvBandwidth = 0;
  #state: NegotiationState = 'new';
  #local: string | undefined;
  #remote: string | undefined;

  protected abstract answer(offer: string): Promise<string>;
  protected abstract offer(options: OfferOptions): Promise<string>;
  protected abstract accept(answer: string): Promise<void>;

  /** Returns the answer. A refused offer leaves the endpoint as it was. */
  async processOffer(offer: string): Promise<string> {
    this.#requireNew();
    if (offer === '') throw new KurentoError('SDP_PARSE_ERROR', 'Empty offer not valid');
    await this.#step('answered', 'SDP_END_POINT_PROCESS_OFFER_ERROR', async () => {
      this.#local = await this.answer(offer);
      this.#remote = offer;
    });
    this.emit('MediaSessionStarted', {});
    return this.getLocalSessionDescriptor();
  }

  async generateOffer(options = defaultOptions): Promise<string> {
    this.#requireNew();
    await this.#step('offered', 'SDP_END_POINT_GENERATE_OFFER_ERROR', async () => {
      this.#local = await this.offer(options);
    });
    return this.getLocalSessionDescriptor();
  }

  /** Returns the local description, as Kurento does. A refused answer may be followed by another. */
  async processAnswer(answer: string): Promise<string> {
    if (this.#state === 'negotiated') {
      throw new KurentoError(
        'SDP_END_POINT_ANSWER_ALREADY_PROCCESED',
        'Sdp Answer already processed',
      );
    }
    // While the offer is still being made there is nothing to answer.
    if (this.#state !== 'offered' || this.#local === undefined) {
      throw new KurentoError(
        'SDP_END_POINT_NOT_OFFER_GENERATED',
        'Offer not generated. It is not possible to process an answer.',
      );
    }
    if (answer === '') throw new KurentoError('SDP_PARSE_ERROR', 'Empty answer not valid');
    await this.#step('negotiated', 'SDP_END_POINT_PROCESS_ANSWER_ERROR', async () => {
      await this.accept(answer);
      this.#remote = answer;
    });
    this.emit('MediaSessionStarted', {});
    return this.getLocalSessionDescriptor();
  }

  getLocalSessionDescriptor(): string {
    if (this.#local !== undefined) return this.#local;
    throw new KurentoError('SDP_END_POINT_NO_LOCAL_SDP_ERROR', 'No local SDP');
  }

  getRemoteSessionDescriptor(): string {
    if (this.#remote !== undefined) return this.#remote;
    throw new KurentoError('SDP_END_POINT_NO_REMOTE_SDP_ERROR', 'No remote SDP');
  }

  #requireNew(): void {
    if (this.#state !== 'new') {
      throw new KurentoError('SDP_END_POINT_ALREADY_NEGOTIATED', 'Endpoint already negotiated');
    }
  }

  /** Enters the next state at once, so that a second call meanwhile is refused; back on failure. */
  async #step(
    next: NegotiationState,
    fallback: ErrorType,
    work: () => Promise<void>,
  ): Promise<void> {
    const previous = this.#state;
    this.#state = next;
    try {
      await work();
    } catch (error) {
      this.#state = previous;
      throw toKurentoError(error, fallback);
    }
  }
}

/** Errors from below name one of Kurento's in their `code`, or become the step's own. */
function toKurentoError(error: unknown, fallback: ErrorType): KurentoError {
  if (error instanceof KurentoError) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  const type = Object.hasOwn(errorCodes, String(code)) ? (code as ErrorType) : fallback;
  const reason = String(message ?? error);
  return type === 'SDP_PARSE_ERROR'
    ? new KurentoError(type, 'Invalid SDP', { cause: error, reason })
    : new KurentoError(type, reason, { cause: error });
}
