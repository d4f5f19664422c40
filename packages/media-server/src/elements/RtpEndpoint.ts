import { KurentoError } from '../protocol/errors.js';
import { BaseRtpEndpoint } from './BaseRtpEndpoint.js';
import type { ElementContext } from './context.js';
import type { RtpPeer } from './media.js';
import type { ElementParams } from './MediaElement.js';
import type { MediaType, OfferOptions, Stats } from './types.js';

/** Constructor parameters. */
export interface RtpEndpointParams extends ElementParams {
  /** Without a suite packets are encrypted only if the other side offers it. */
  readonly crypto: { readonly crypto?: string; readonly key?: string; readonly keyBase64?: string };
}

/** How our side encrypts (SDES, RFC 4568). */
export interface RtpCrypto {
  readonly suite: 'AES_CM_128_HMAC_SHA1_80' | 'AES_CM_128_HMAC_SHA1_32';
  /** Key and salt, 30 bytes; a new one unless given. */
  readonly master: Buffer | undefined;
}

/** Kurento's names of the suites that we have. */
const SUITES: Readonly<Record<string, RtpCrypto['suite']>> = {
  AES_128_CM_HMAC_SHA1_80: 'AES_CM_128_HMAC_SHA1_80',
  AES_128_CM_HMAC_SHA1_32: 'AES_CM_128_HMAC_SHA1_32',
};
const MASTER_BYTES = 30;

/** Sends and receives by plain RTP or SRTP with keys in the SDP, to whatever is no browser. */
export class RtpEndpoint extends BaseRtpEndpoint {
  static override readonly qualifiedType = 'kurento.RtpEndpoint';

  readonly crypto: RtpCrypto | undefined;
  #peer: RtpPeer | undefined;

  private constructor(context: ElementContext, { mediaPipeline, crypto }: RtpEndpointParams) {
    const checked = cryptoOf(crypto);
    super(context, mediaPipeline);
    this.crypto = checked;
  }

  /** Throws MEDIA_OBJECT_ILLEGAL_PARAM_ERROR for a key of another length and for suites of AES-256. */
  static async create(context: ElementContext, params: RtpEndpointParams): Promise<RtpEndpoint> {
    const endpoint = new RtpEndpoint(context, params);
    endpoint.#peer = await endpoint.opening(() =>
      params.mediaPipeline.media.createRtpPeer(endpoint, {
        connectionState: (state) => endpoint.setConnectionState(state),
        mediaState: (state) => endpoint.setMediaState(state),
        failed: (reason) => endpoint.connectionFailed(reason),
      }),
    );
    return endpoint;
  }

  /** Asks the other side for a key frame. */
  requestKeyframe(): void {
    this.#open.requestKeyFrame();
  }

  protected override countedStats(mediaType?: MediaType): Promise<Record<string, Stats>> {
    return this.#open.getStats(mediaType);
  }

  protected override answer(offer: string): Promise<string> {
    return this.#open.processOffer(offer);
  }

  protected override offer(options: OfferOptions): Promise<string> {
    return this.#open.generateOffer(options);
  }

  protected override accept(answer: string): Promise<void> {
    return this.#open.processAnswer(answer);
  }

  protected override async onRelease(): Promise<void> {
    await super.onRelease();
    await this.#peer?.close();
  }

  get #open(): RtpPeer {
    if (!this.#peer) throw new Error('The endpoint has no peer yet: make it with create()');
    return this.#peer;
  }
}

function cryptoOf(sdes: RtpEndpointParams['crypto']): RtpCrypto | undefined {
  if (sdes.crypto === undefined) return undefined;
  const suite = SUITES[sdes.crypto];
  const { key, keyBase64 } = sdes;
  const master =
    keyBase64 === undefined ? key && Buffer.from(key) : Buffer.from(keyBase64, 'base64');
  if (suite === undefined || (master && master.length !== MASTER_BYTES)) {
    const message = `SDES needs AES_128_CM_HMAC_SHA1_80 or _32 and a key of ${MASTER_BYTES} bytes`;
    throw new KurentoError('MEDIA_OBJECT_ILLEGAL_PARAM_ERROR', message);
  }
  return { suite, master: master || undefined };
}
