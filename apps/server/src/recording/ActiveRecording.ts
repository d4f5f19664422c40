import { setTimeout as delay } from 'node:timers/promises';
import { RecordingEnding } from '@crowdlens/schema';
import { ApiError } from '../errors.js';
import type { MediaElement } from '../media/MediaElement.js';
import type { MediaPipeline } from '../media/MediaPipeline.js';
import type { RecorderEndpoint } from '../media/RecorderEndpoint.js';
import type { RecordingFolder } from './RecordingFolder.js';
import type { RecordingLimits } from './RecordingLimits.js';

/** What can be recorded: the stage of a broadcast. */
export interface Recordable {
  readonly pipeline: MediaPipeline;
  connect(sink: MediaElement): Promise<void>;
}

/** How much one recording may become. */
export type ActiveLimits = Pick<RecordingLimits, 'maxSeconds' | 'maxBytes' | 'minFreeBytes'>;

/** How long the first picture may take. */
const FIRST_PICTURE_MS = 5000;
/** How often size and disk are looked at. */
const LOOK_MS = 2000;

/** A recording that is being made, until it is stopped or comes to one of its limits. */
export class ActiveRecording {
  readonly id: string;
  /** When its first picture was taken. */
  readonly startedAt: Date;
  /** Resolves with the reason when nothing is added to the file any more. */
  readonly ended: Promise<RecordingEnding>;
  readonly #endpoint: RecorderEndpoint;
  readonly #length: NodeJS.Timeout;
  readonly #look: NodeJS.Timeout;
  #bytes = 0;
  #ending: RecordingEnding | undefined;
  #settle: (ending: RecordingEnding) => void = () => {};

  /**
   * Begins the file of this id, and resolves when its first picture is there.
   *
   * @throws ApiError MEDIA_SERVER_UNAVAILABLE when none comes; NotSupportedError, KurentoError, MediaServerUnavailableError
   */
  static async start(
    id: string,
    source: Recordable,
    folder: RecordingFolder,
    limits: ActiveLimits,
  ): Promise<ActiveRecording> {
    const endpoint = await source.pipeline.createRecorderEndpoint(
      folder.uri(id, source.pipeline.recordingsDir),
    );
    try {
      const failed = await next<string>((listener) => endpoint.onFailure(listener));
      const begun = await next<Date>((listener) => endpoint.onRecording(listener));
      await source.connect(endpoint);
      await endpoint.record();
      const startedAt = await firstPicture(begun.event, failed.event);
      const recording = new ActiveRecording(id, startedAt, endpoint, folder, limits);
      void failed.event.then(() => recording.#fail(folder, limits));
      return recording;
    } catch (error) {
      await endpoint.release();
      // Of what has perhaps been begun nobody knows.
      await folder.remove(id);
      throw error;
    }
  }

  private constructor(
    id: string,
    startedAt: Date,
    endpoint: RecorderEndpoint,
    folder: RecordingFolder,
    limits: ActiveLimits,
  ) {
    this.id = id;
    this.startedAt = startedAt;
    this.#endpoint = endpoint;
    this.ended = new Promise((resolve) => (this.#settle = resolve));
    const atLength = () => void this.end(RecordingEnding.MAX_LENGTH);
    this.#length = setTimeout(atLength, limits.maxSeconds * 1000);
    this.#look = setInterval(() => void this.#check(folder, limits), LOOK_MS);
  }

  /** Of the file, as it was seen last. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Ends the file; resolves when it is complete, or as complete as it gets. Only the first reason counts.
   */
  async end(ending: RecordingEnding): Promise<void> {
    if (this.#ending === undefined) {
      this.#ending = ending;
      clearTimeout(this.#length);
      clearInterval(this.#look);
      // A media server that is gone has taken what was not written along.
      await this.#endpoint.stopAndWait().catch(() => undefined);
      void this.#endpoint.release();
      this.#settle(this.#ending);
    }
    await this.ended;
  }

  async #check(folder: RecordingFolder, limits: ActiveLimits): Promise<void> {
    this.#bytes = await folder.size(this.id);
    if (this.#bytes >= limits.maxBytes) await this.end(RecordingEnding.MAX_SIZE);
    else if (!(await folder.hasRoom(limits.minFreeBytes))) {
      await this.end(RecordingEnding.DISK_FULL);
    }
  }

  async #fail(folder: RecordingFolder, { minFreeBytes }: ActiveLimits): Promise<void> {
    const isFull = !(await folder.hasRoom(Math.max(minFreeBytes, 1)));
    await this.end(isFull ? RecordingEnding.DISK_FULL : RecordingEnding.FAILED);
  }
}

/** Subscribes, and resolves with what will be the first event. */
async function next<Event>(
  subscribe: (listener: (event: Event) => void) => Promise<void>,
): Promise<{ readonly event: Promise<Event> }> {
  let tell: (event: Event) => void = () => {};
  const event = new Promise<Event>((resolve) => (tell = resolve));
  await subscribe(tell);
  return { event };
}

/** @throws ApiError MEDIA_SERVER_UNAVAILABLE */
async function firstPicture(begun: Promise<Date>, failed: Promise<string>): Promise<Date> {
  const patience = new AbortController();
  const noPicture = () => 'no picture comes. Try again.';
  const late = delay(FIRST_PICTURE_MS, undefined, patience).then(noPicture, noPicture);
  try {
    const first = await Promise.race([begun, failed, late]);
    if (first instanceof Date) return first;
    const message = `The media server cannot record: ${first}`;
    throw new ApiError('MEDIA_SERVER_UNAVAILABLE', message);
  } finally {
    patience.abort();
  }
}
