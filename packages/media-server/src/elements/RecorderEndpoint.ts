import { KurentoError } from '../protocol/errors.js';
import type { Container } from '../frames.js';
import type { ElementContext } from './context.js';
import type { Recorder } from './media.js';
import type { ElementParams } from './MediaElement.js';
import { resolveRecordingUri } from './mediaUri.js';
import { UriEndpoint } from './UriEndpoint.js';

/** Constructor parameters. */
export interface RecorderEndpointParams extends ElementParams {
  readonly uri: string;
  /** A `MediaProfileSpecType`. */
  readonly mediaProfile: string;
  readonly stopOnEndOfStream: boolean;
}

/** What a recording holds. */
export interface RecordedTracks {
  readonly container: Container;
  readonly video: boolean;
  readonly audio: boolean;
}

/** Records into a file below the directory for recordings: VP8, H264 and Opus as they come where the container holds them. */
export class RecorderEndpoint extends UriEndpoint {
  static override readonly qualifiedType = 'kurento.RecorderEndpoint';

  readonly tracks: RecordedTracks;
  readonly #stopOnEndOfStream: boolean;
  #recorder: Recorder | undefined;

  private constructor(context: ElementContext, params: RecorderEndpointParams) {
    const tracks = tracksOf(params.mediaProfile);
    super(context, params.mediaPipeline, params.uri);
    this.tracks = tracks;
    this.#stopOnEndOfStream = params.stopOnEndOfStream;
  }

  /** Throws MEDIA_OBJECT_NOT_AVAILABLE for a profile that is not recorded here. */
  static async create(
    context: ElementContext,
    params: RecorderEndpointParams,
  ): Promise<RecorderEndpoint> {
    const endpoint = new RecorderEndpoint(context, params);
    endpoint.#recorder = await endpoint.opening(() =>
      params.mediaPipeline.media.createRecorder(endpoint, {
        started: () => endpoint.#enterRecording(),
        failed: (reason) => endpoint.#fail(reason),
        endOfStream: () => void (endpoint.#stopOnEndOfStream && endpoint.stopAndWait()),
      }),
    );
    return endpoint;
  }

  /**
   * Begins the file, which an earlier one of that name gives way to, or goes on after a pause. A
   * file that cannot be written is an Error event, as in Kurento, and no error of the call.
   */
  async record(): Promise<void> {
    try {
      const resumes = this.state === 'PAUSE';
      await this.#open.record(await resolveRecordingUri(this.uri, this.context.recordingsDir));
      if (resumes) this.#enterRecording();
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** What comes until the next `record` is left out; the file's time goes on without a gap. */
  override pause(): void {
    this.#open.pause();
    if (this.state !== 'START') return;
    this.setState('PAUSE');
    this.emit('Paused', {});
  }

  /** Answers at once; `Stopped` is raised when the file is complete. */
  override stop(): void {
    void this.stopAndWait();
  }

  async stopAndWait(): Promise<void> {
    await this.#open.stop();
    if (this.state === 'STOP') return;
    this.emit('Stopped', {});
    this.setState('STOP');
  }

  protected override async onRelease(): Promise<void> {
    await super.onRelease();
    await this.#recorder?.close();
  }

  get #open(): Recorder {
    if (!this.#recorder) throw new Error('The endpoint has no recorder yet: make it with create()');
    return this.#recorder;
  }

  #enterRecording(): void {
    this.setState('START');
    this.emit('Recording', {});
  }

  #fail(description: string): void {
    this.setState('STOP');
    this.emit('Error', { description, errorCode: 0, type: 'RESOURCE_ERROR' });
  }
}

function tracksOf(mediaProfile: string): RecordedTracks {
  const [, container, only] = /^(WEBM|MKV|MP4)(?:_(VIDEO|AUDIO)_ONLY)?$/.exec(mediaProfile) ?? [];
  if (container === undefined) {
    const message = `Recording as ${mediaProfile} is not available: choose WEBM, MKV or MP4`;
    throw new KurentoError('MEDIA_OBJECT_NOT_AVAILABLE', message);
  }
  return { container: container as Container, video: only !== 'AUDIO', audio: only !== 'VIDEO' };
}
