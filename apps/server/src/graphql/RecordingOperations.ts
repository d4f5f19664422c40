import type {
  CrowdEvent,
  CrowdEventConnection,
  Recording,
  RecordedEventsQuery,
  RecordingConnection,
  RecordingMoment,
  RecordingPageQuery,
  RecordingsApi,
  StartRecordingInput,
  Validity,
} from '@crowdlens/schema';
import { requireBroadcast } from '../access/Caller.js';
import type { SignedPaths } from '../access/SignedPaths.js';
import type { Broadcasts } from '../broadcast/Broadcasts.js';
import type { Recordings } from '../recording/Recordings.js';

/** What {@link RecordingOperations} asks. */
export interface RecordingOperationsParts {
  readonly broadcasts: Broadcasts;
  readonly recordings: Recordings;
  readonly signedPaths: SignedPaths;
}

/** Answers what the schema asks about recordings. */
export class RecordingOperations implements RecordingsApi {
  readonly #broadcasts: Broadcasts;
  readonly #recordings: Recordings;
  readonly #signedPaths: SignedPaths;
  readonly #parts: RecordingOperationsParts;
  readonly #only: string | undefined;

  /** @param only - the only broadcast that the caller may use; undefined for all */
  constructor(parts: RecordingOperationsParts, only?: string) {
    this.#parts = parts;
    this.#broadcasts = parts.broadcasts;
    this.#recordings = parts.recordings;
    this.#signedPaths = parts.signedPaths;
    this.#only = only;
  }

  /** The same for a caller who may use this broadcast only. */
  within(broadcastId: string): RecordingOperations {
    return new RecordingOperations(this.#parts, broadcastId);
  }

  async page({ broadcastId, ...query }: RecordingPageQuery): Promise<RecordingConnection> {
    const wanted = broadcastId ?? this.#only ?? null;
    if (wanted !== null) requireBroadcast({ broadcastId: this.#only }, wanted);
    return this.#recordings.page({ broadcastId: wanted, ...query });
  }

  async find(id: string): Promise<Recording | null> {
    const found = this.#recordings.find(id);
    const isReachable = this.#only === undefined || found?.broadcastId === this.#only;
    return (isReachable && found) || null;
  }

  async start({ broadcastId, maxSeconds }: StartRecordingInput, actor: string): Promise<Recording> {
    return this.#broadcasts.get(broadcastId).record({ actor, maxSeconds });
  }

  async stop(broadcastId: string): Promise<Recording | null> {
    return this.#broadcasts.get(broadcastId).stopRecording();
  }

  delete(id: string): Promise<boolean> {
    return this.#recordings.delete(id);
  }

  url(recording: Recording, validity?: Validity): string {
    return recordingPaths(this.#signedPaths).url(recording, validity);
  }

  thumbnailUrl(recording: Recording, validity?: Validity): string {
    return recordingPaths(this.#signedPaths).thumbnailUrl(recording, validity);
  }

  async events(
    { broadcastId, startedAt, endedAt }: Recording,
    query: RecordedEventsQuery,
  ): Promise<CrowdEventConnection> {
    const filter = { from: startedAt, to: endedAt };
    return this.#broadcasts.get(broadcastId).events.page({ broadcastId, filter, ...query });
  }

  async momentOf({ broadcastId, at }: CrowdEvent): Promise<RecordingMoment | null> {
    const recording = this.#recordings.at(broadcastId, at);
    if (!recording) return null;
    return { recording, offsetMs: at.getTime() - recording.startedAt.getTime() };
  }
}

/** Where the files of recordings are, for whoever may see them now. */
export function recordingPaths(
  signedPaths: SignedPaths,
): Pick<RecordingsApi, 'url' | 'thumbnailUrl'> {
  return {
    url: ({ id }, validity) => signedPaths.sign(`/recordings/${id}.webm`, validity),
    thumbnailUrl: ({ id }, validity) => signedPaths.sign(`/recordings/${id}.jpg`, validity),
  };
}
