import type { VideoCodecName } from '../frames.js';
import type { PixelErrorCode } from './errors.js';
import type { TranscoderOptions } from './LiveTranscoder.js';
import type { RecordingOptions } from './recorder/Recording.js';
import type { NodeEvents, NodeId, PixelGraph, PixelStats } from './types.js';

/** What the main thread can ask of the worker: {@link PixelGraph} as it crosses the thread boundary. */
export interface WorkerCalls extends Omit<
  PixelGraph,
  'addDecoder' | 'addTranscoder' | 'addRecording' | 'stats'
> {
  /** `waiting`: memory of the backlog of frames on their way to this decoder. */
  addDecoder(id: NodeId, codec: VideoCodecName, waiting: SharedArrayBuffer): void;
  /** `waiting`: memory of the backlog of frames on their way to this transcoder. */
  addTranscoder(id: NodeId, options: TranscoderOptions, waiting: SharedArrayBuffer): void;
  /** `waiting`: memory of the backlog of frames on their way to this recording. */
  addRecording(id: NodeId, options: RecordingOptions, waiting: SharedArrayBuffer): void;
  stats(): PixelStats;
}

/** Main thread to worker. `reply` numbers the calls whose result is awaited. */
export type CallMessage = {
  [M in keyof WorkerCalls]: {
    readonly method: M;
    readonly args: Parameters<WorkerCalls[M]>;
    readonly reply?: number;
  };
}[keyof WorkerCalls];

/** A {@link PixelError} as it crosses the thread boundary, which would strip it of its code. */
export interface ErrorMessage {
  readonly code: PixelErrorCode;
  readonly message: string;
}

/** Worker to main thread: an answer, or what a node has to tell. */
export type WorkerMessage =
  | { readonly kind: 'result'; readonly reply: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly reply: number; readonly error: ErrorMessage }
  | { readonly kind: 'failed'; readonly node: NodeId; readonly error: ErrorMessage }
  | EventMessage;

export type EventMessage = {
  [E in keyof NodeEvents]: {
    readonly kind: 'event';
    readonly event: E;
    readonly args: NodeEvents[E];
  };
}[keyof NodeEvents];

/** Events whose number is bounded by the backlog towards the main thread; the others are rare. */
export const COUNTED_EVENTS: ReadonlySet<keyof NodeEvents> = new Set(['encoded', 'audio', 'crowd']);

/** What the worker is started with. */
export interface WorkerSetup {
  /** Memory of the backlog of events on their way to the main thread. */
  readonly outbound: SharedArrayBuffer;
}
