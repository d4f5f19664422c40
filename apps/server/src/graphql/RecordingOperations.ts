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
} from '@crowdlens/schema';
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

  constructor({ broadcasts, recordings, signedPaths }: RecordingOperationsParts) {
    this.#broadcasts = broadcasts;
    this.#recordings = recordings;
    this.#signedPaths = signedPaths;
  }

  page(query: RecordingPageQuery): Promise<RecordingConnection> {
    return this.#recordings.page(query);
  }

  find(id: string): Recording | null {
    return this.#recordings.find(id) ?? null;
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

  url({ id }: Recording): string {
    return this.#signedPaths.sign(`/recordings/${id}.webm`);
  }

  thumbnailUrl({ id }: Recording): string {
    return this.#signedPaths.sign(`/recordings/${id}.jpg`);
  }

  async events(
    { broadcastId, startedAt, endedAt }: Recording,
    query: RecordedEventsQuery,
  ): Promise<CrowdEventConnection> {
    const filter = { from: startedAt, to: endedAt };
    return this.#broadcasts.get(broadcastId).events.page({ broadcastId, filter, ...query });
  }

  momentOf({ broadcastId, at }: CrowdEvent): RecordingMoment | null {
    const recording = this.#recordings.at(broadcastId, at);
    if (!recording) return null;
    return { recording, offsetMs: at.getTime() - recording.startedAt.getTime() };
  }
}
