import { pino } from 'pino';
import type { RaisedEvent } from '../protocol/ControlPlane.js';
import { ObjectRegistry } from '../protocol/objects.js';
import type { ElementContext } from './context.js';
import type { KurentoEvents } from './events.js';
import type {
  CrowdDetectorEvents,
  Latency,
  MediaEngine,
  PeerEvents,
  PlayerEvents,
  RecorderEvents,
  RtpPeerEvents,
} from './media.js';
import { MediaPipeline } from './MediaPipeline.js';

/** The far side of the seam: notes what it is asked, and lets a test speak for the media. */
export class TestMedia implements MediaEngine {
  readonly calls: string[] = [];
  peer!: PeerEvents;
  rtpPeer!: RtpPeerEvents;
  player!: PlayerEvents;
  recorder!: RecorderEvents;
  crowd!: CrowdDetectorEvents;
  latency: Latency = { input: undefined, endToEnd: undefined };
  /** What a player waits for. */
  opening: Promise<boolean> | undefined;
  failure: Error | undefined;
  candidateFailure: Error | undefined;

  samples(): ReturnType<MediaEngine['samples']> {
    return [{ name: 'peers', labels: {}, value: 0 }];
  }

  async usage(): ReturnType<MediaEngine['usage']> {
    return { cpuUs: 0, memoryBytes: 0 };
  }

  openPipeline(): ReturnType<MediaEngine['openPipeline']> {
    return {
      createPeer: (_endpoint, events) => {
        this.peer = events;
        if (this.failure) throw this.failure;
        return {
          processOffer: (offer) => this.#work(`answer to ${offer}`),
          generateOffer: () => this.#work('offer'),
          processAnswer: (answer) => this.#work(`accepted ${answer}`).then(() => undefined),
          gatherCandidates: () => this.#note('gatherCandidates'),
          createDataChannel: () => this.#note('createDataChannel'),
          closeDataChannel: () => false,
          addIceCandidate: ({ candidate }) => {
            if (this.candidateFailure) throw this.candidateFailure;
            this.#note(candidate);
          },
          requestKeyFrame: () => this.#note('requestKeyFrame'),
          getStats: () => Promise.resolve({}),
          close: () => this.#note('close peer'),
        };
      },
      createRtpPeer: (_endpoint, events) => {
        this.rtpPeer = events;
        return {
          processOffer: (offer) => this.#work(`answer to ${offer}`),
          generateOffer: () => this.#work('offer'),
          processAnswer: (answer) => this.#work(`accepted ${answer}`).then(() => undefined),
          requestKeyFrame: () => this.#note('requestKeyFrame'),
          getStats: () => Promise.resolve({}),
          close: () => this.#note('close peer'),
        };
      },
      createPlayer: (_endpoint, events) => {
        this.player = events;
        return {
          info: { isSeekable: true, seekableInit: 0, seekableEnd: 9, duration: 9 },
          position: 5,
          play: (uri) => this.opening ?? this.#work(`play ${uri}`).then(() => true),
          pause: () => this.#note('pause'),
          stop: () => this.#note('stop'),
          seek: (ms) => this.#note(`seek ${ms}`),
          close: () => this.#note('close player'),
        };
      },
      createRecorder: (_endpoint, events) => {
        this.recorder = events;
        return {
          record: (file) => this.#work(`record ${file}`).then(() => undefined),
          pause: () => this.#note('pause'),
          stop: () => this.#work('stop').then(() => undefined),
          close: () => this.#note('close recorder'),
        };
      },
      createCrowdDetector: (_filter, events) => {
        this.crowd = events;
        return {
          setProcessingWidth: (width) => this.#note(`width ${width}`),
          setOverlay: (mode) => this.#note(`overlay ${mode}`),
          takeSnapshot: () => this.#work('snapshot').then((words) => Buffer.from(words)),
          close: () => this.#note('close detector'),
        };
      },
      topologyChanged: () => this.#note('topologyChanged'),
      latency: () => this.latency,
      describe: () => [],
      close: () => this.#note('close pipeline'),
    };
  }

  close(): void {
    this.#note('close engine');
  }

  #note(call: string): void {
    this.calls.push(call);
  }

  async #work(result: string): Promise<string> {
    await Promise.resolve();
    if (this.failure) throw this.failure;
    this.#note(result);
    return result;
  }
}

/** A pipeline without server and media: what it raises and asks for is kept. */
export async function startPipeline(): Promise<{
  media: TestMedia;
  context: ElementContext;
  mediaPipeline: MediaPipeline;
  /** Every event so far. */
  events: RaisedEvent[];
  /** The own fields of the events of one type. */
  raised: (type: keyof KurentoEvents) => RaisedEvent['data'][];
}> {
  const media = new TestMedia();
  const events: RaisedEvent[] = [];
  const context: ElementContext = {
    objects: new ObjectRegistry(),
    raise: (event) => void events.push(event),
    engine: media,
    mediaDir: undefined,
    recordingsDir: undefined,
    log: pino({ level: 'silent' }),
  };
  const mediaPipeline = await MediaPipeline.create(context);
  const raised = (type: string): RaisedEvent['data'][] =>
    events.filter((event) => event.type === type).map(({ data }) => data);
  return { media, context, mediaPipeline, events, raised };
}
