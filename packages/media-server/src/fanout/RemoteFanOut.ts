import type { EncodedAudioFrame, EncodedVideoFrame } from '../frames.js';
import { LimitedRequest } from '../rtp/LimitedRequest.js';
import type { VideoFanOutOptions } from '../rtp/send/VideoFanOut.js';
import type { VideoSource } from '../rtp/send/VideoLadder.js';
import type { FanOutProcess, StreamListener } from './FanOutProcess.js';
import { FrameWindow } from './FrameWindow.js';
import type { RemoteId, RemoteStreamOptions } from './messages.js';
import type { RemoteSink } from './RemoteSink.js';

/** A stream's viewers in one process: as a fan-out here, but each frame goes over first, once for all. */
abstract class RemoteFanOut implements StreamListener {
  protected readonly process: FanOutProcess;
  protected readonly id: RemoteId;
  readonly #sinks = new Set<RemoteSink>();

  constructor(process: FanOutProcess, options: RemoteStreamOptions) {
    this.process = process;
    this.id = process.addStream(this);
    process.call('addStream', this.id, options);
  }

  /** Number of viewers. */
  get size(): number {
    return this.#sinks.size;
  }

  /** Serves a viewer of this process; twice is once. */
  add(sink: RemoteSink): void {
    if (this.#sinks.has(sink)) return;
    this.#sinks.add(sink);
    this.process.call('addViewer', this.id, sink.peer);
  }

  /** Serves it no longer; unknown ones are ignored. */
  remove(sink: RemoteSink): void {
    if (this.#sinks.delete(sink)) this.process.call('removeViewer', this.id, sink.peer);
  }

  /** Lets all viewers go; idempotent. */
  close(): void {
    this.#sinks.clear();
    this.process.removeStream(this.id);
  }

  abstract frameDone(source: VideoSource): void;

  keyFrameNeeded(_source: VideoSource): void {}

  smallNeeded(_isNeeded: boolean): void {}
}

/** Pictures to viewers in a process of theirs. */
export class RemoteVideoFanOut extends RemoteFanOut {
  readonly #options: VideoFanOutOptions;
  readonly #windows = { main: new FrameWindow(), small: new FrameWindow() };
  readonly #keyFrameRequests: Readonly<Record<VideoSource, LimitedRequest>>;

  constructor(process: FanOutProcess, options: VideoFanOutOptions) {
    super(process, { kind: 'video', codec: options.codec });
    this.#options = options;
    this.#keyFrameRequests = {
      main: new LimitedRequest(() => options.onKeyFrameRequest('main')),
      small: new LimitedRequest(() => options.onKeyFrameRequest('small')),
    };
  }

  /** A frame for all viewers; left out when the process is behind. */
  send(frame: EncodedVideoFrame, source: VideoSource = 'main'): void {
    const window = this.#windows[source];
    if (frame.key) this.#keyFrameRequests[source].fulfilled();
    if (window.admit(frame)) this.process.call('sendVideo', this.id, frame, source);
    else this.process.leaveOut();
  }

  /** As of `VideoFanOut`. */
  sourceChanged(source: VideoSource = 'main'): void {
    this.process.call('sourceChanged', this.id, source);
  }

  override close(): void {
    super.close();
    for (const request of Object.values(this.#keyFrameRequests)) request.close();
    this.#options.onSmallNeeded?.(false);
  }

  override frameDone(source: VideoSource): void {
    const window = this.#windows[source];
    window.done();
    if (window.needsKeyFrame) this.#keyFrameRequests[source].request();
  }

  override keyFrameNeeded(source: VideoSource): void {
    this.#keyFrameRequests[source].request();
  }

  override smallNeeded(isNeeded: boolean): void {
    this.#options.onSmallNeeded?.(isNeeded);
  }
}

/** Sound to viewers in a process of theirs. */
export class RemoteAudioFanOut extends RemoteFanOut {
  readonly #window = new FrameWindow();

  constructor(process: FanOutProcess, codec: EncodedAudioFrame['codec']) {
    super(process, { kind: 'audio', codec });
  }

  /** A packet for all viewers; left out when the process is behind. */
  send(frame: EncodedAudioFrame): void {
    if (this.#window.admit(frame)) this.process.call('sendAudio', this.id, frame);
    else this.process.leaveOut();
  }

  override frameDone(): void {
    this.#window.done();
  }
}
