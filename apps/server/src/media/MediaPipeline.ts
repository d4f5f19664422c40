import { randomBytes } from 'node:crypto';
import kurento from 'kurento-client';
import type { KurentoObject } from 'kurento-client';
import { inKurentoCall } from '../tracing/spans.js';
import { CrowdDetectorFilter } from './CrowdDetectorFilter.js';
import type { CrowdSettings } from './CrowdDetectorFilter.js';
import { MediaElement } from './MediaElement.js';
import type { MediaLink } from './MediaLink.js';
import { PlayerEndpoint } from './PlayerEndpoint.js';
import { RecorderEndpoint } from './RecorderEndpoint.js';
import { RemoteObject } from './RemoteObject.js';
import type { Tags } from './RemoteObject.js';
import { RtpEndpoint } from './RtpEndpoint.js';
import { WebRtcEndpoint } from './WebRtcEndpoint.js';

/** Key and salt (RFC 4568, 6.2). */
const SDES_KEY_BYTES = 30;

/** What a pipeline has of its media server. */
export interface PipelineProperties {
  /** Whether the media server is Crowdlens' own, or an original Kurento. */
  readonly isOurs: boolean;
  /** The folder of recordings as the media server sees it; undefined when it does not. */
  readonly recordingsDir: string | undefined;
  /** Finds an object that somebody has made before. */
  readonly find: <Found>(id: string, wrap: (object: KurentoObject) => Found) => Promise<Found>;
}

/** An element that somebody has made before. */
export interface FoundElement {
  readonly id: string;
  readonly tags: Tags;
}

/** What a media server makes all elements of one broadcast in. Releasing it releases them. */
export class MediaPipeline extends RemoteObject implements PipelineProperties {
  readonly isOurs: boolean;
  readonly recordingsDir: string | undefined;
  readonly find: PipelineProperties['find'];
  readonly #released = new AbortController();

  constructor(
    object: KurentoObject,
    link: MediaLink,
    { isOurs, recordingsDir, find }: PipelineProperties,
  ) {
    super(object, link);
    this.isOurs = isOurs;
    this.recordingsDir = recordingsDir;
    this.find = find;
  }

  /** Calls when the media server is lost, and the pipeline with it; not after the release, nor when it is left to another server. */
  onLost(listener: () => void): void {
    const { link } = this;
    link.lost.addEventListener('abort', () => void (link.isLeft || listener()), {
      once: true,
      signal: this.#released.signal,
    });
  }

  override release(): Promise<void> {
    this.#released.abort();
    return super.release();
  }

  createWebRtcEndpoint(): Promise<WebRtcEndpoint> {
    return this.#create('WebRtcEndpoint', {}, (object) => new WebRtcEndpoint(object, this.link));
  }

  /** Its packets are encrypted: they may cross networks that others see. */
  createRtpEndpoint(): Promise<RtpEndpoint> {
    const crypto = kurento.getComplexType('SDES')({
      crypto: 'AES_128_CM_HMAC_SHA1_80',
      keyBase64: randomBytes(SDES_KEY_BYTES).toString('base64'),
    });
    return this.#create('RtpEndpoint', { crypto }, (object) => new RtpEndpoint(object, this.link));
  }

  /** @param uri - what Kurento's PlayerEndpoint takes: file:///…, http(s)://…, rtsp://…; ours also demo:crowd */
  createPlayerEndpoint(uri: string): Promise<PlayerEndpoint> {
    return this.#create(
      'PlayerEndpoint',
      { uri },
      (object) => new PlayerEndpoint(object, this.link),
    );
  }

  /** @param uri - of the file as the media server sees it: file:///… */
  createRecorderEndpoint(uri: string): Promise<RecorderEndpoint> {
    return this.#create(
      'RecorderEndpoint',
      { uri, mediaProfile: 'WEBM' },
      (object) => new RecorderEndpoint(object, this.link),
    );
  }

  createPassThrough(): Promise<MediaElement> {
    return this.#create('PassThrough', {}, (object) => new MediaElement(object, this.link));
  }

  async createCrowdDetectorFilter(settings: CrowdSettings): Promise<CrowdDetectorFilter> {
    const filter = await this.#create(
      'CrowdDetectorFilter',
      { rois: settings.regions.map(regionOfInterest) },
      (object) => new CrowdDetectorFilter(object, this.link, settings, this.isOurs),
    );
    try {
      await filter.setProcessingWidth(settings.processingWidth);
      await filter.setOverlay(settings.overlay);
    } catch (error) {
      void filter.release();
      throw error;
    }
    return filter;
  }

  /** What is in it, whoever has made it. */
  async elements(): Promise<FoundElement[]> {
    const ids = await this.invoke<string[]>('getChildren');
    return Promise.all(
      ids.map(async (id) => {
        const element = await this.find(id, (object) => new RemoteObject(object, this.link));
        return { id, tags: await element.tags() };
      }),
    );
  }

  /** An element that somebody has made before; as it is, a PassThrough. */
  element(id: string): Promise<MediaElement> {
    return this.find(id, (object) => new MediaElement(object, this.link));
  }

  webRtcEndpoint(id: string): Promise<WebRtcEndpoint> {
    return this.find(id, (object) => new WebRtcEndpoint(object, this.link));
  }

  playerEndpoint(id: string): Promise<PlayerEndpoint> {
    return this.find(id, (object) => new PlayerEndpoint(object, this.link));
  }

  /** @param settings - that it was made with */
  crowdDetectorFilter(id: string, settings: CrowdSettings): Promise<CrowdDetectorFilter> {
    return this.find(
      id,
      (object) => new CrowdDetectorFilter(object, this.link, settings, this.isOurs),
    );
  }

  #create<Element>(
    type: string,
    params: object,
    wrap: (object: KurentoObject) => Element,
  ): Promise<Element> {
    return inKurentoCall({ method: 'create', type }, () =>
      this.link.call((callback) => this.object.create(type, params, callback), wrap),
    );
  }
}

function regionOfInterest({ id, points, config }: CrowdSettings['regions'][number]): object {
  const make = (type: string, fields: object) =>
    kurento.getComplexType(`crowddetector.${type}`)(fields);
  return make('RegionOfInterest', {
    id,
    points: points.map(({ x, y }) => make('RelativePoint', { x, y })),
    regionOfInterestConfig: make('RegionOfInterestConfig', config),
  });
}
