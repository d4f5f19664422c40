import { resolve } from 'node:path';
import { CrowdDetector, DEFAULT_CONFIG, RegionError } from '@crowdlens/crowd-detector';
import type {
  CrowdMask,
  RegionOfInterest,
  RegionOfInterestConfig,
} from '@crowdlens/crowd-detector';
import type { OverlayMode } from '../overlayMode.js';
import { Demuxer } from '../pixels/codec/Demuxer.js';
import { detectorFrameOf } from '../pixels/codec/Picture.js';
import type { Picture } from '../pixels/codec/Picture.js';
import { VideoDecoder } from '../pixels/codec/VideoDecoder.js';
import { PixelError } from '../pixels/errors.js';
import type { CrowdReport } from '../pixels/types.js';
import { OverlayVideo } from './OverlayVideo.js';

/** A region whose parameters are Kurento's defaults unless given. */
export interface AnalyzedRegion extends Pick<RegionOfInterest, 'id' | 'points'> {
  readonly config?: Partial<RegionOfInterestConfig>;
}

/** What is known of a recording before its first picture. */
export interface RecordingInfo {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Pictures per second, as the file says. */
  readonly frameRate: number;
  /** Milliseconds; 0 when unknown. */
  readonly durationMs: number;
}

export interface AnalyzeOptions {
  /** The recording, in any format that FFmpeg reads. */
  readonly path: string;
  readonly regions: readonly AnalyzedRegion[];
  /** Width at which the detector works, 160..1280 pixels; 320 unless given. */
  readonly processingWidth?: number;
  /** Measures every n-th picture only; 1 unless given. */
  readonly every?: number;
  /**
   * Writes the recording, without its sound, with the overlay drawn on all pictures; between two that are
   * measured the last verdict stays.
   */
  readonly overlay?: {
    /** Ends in `.mp4` (H264) or `.webm` (VP8). A file that is there already is replaced. */
    readonly path: string;
    /** `FULL` unless given. */
    readonly mode?: OverlayMode;
  };
  readonly onOpen?: (info: RecordingInfo) => void;
  /** `frame`: the picture's number, from 0. */
  readonly onFrame?: (frame: number, report: CrowdReport) => void;
  /** The part that is done, 0..1; not called for a recording of unknown length. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

export interface AnalyzeSummary {
  readonly framesRead: number;
  readonly framesAnalyzed: number;
  /** Mean CPU time of the detector alone (without reading and decoding), milliseconds per analysed frame. */
  readonly cpuMeanMs: number;
}

/**
 * Measures the crowd in a recording, as fast as the machine can.
 * @throws PixelError `CANNOT_OPEN`, `CANNOT_WRITE`, `SOURCE_LOST`, `CODEC_FAILED`; RegionError for a region that cannot be
 * measured; the signal's reason when aborted.
 */
export async function analyzeFile(options: AnalyzeOptions): Promise<AnalyzeSummary> {
  const demuxer = await Demuxer.open(options.path, { protocol_whitelist: 'file' }, options.signal);
  try {
    return await analyze(demuxer, options);
  } finally {
    await demuxer.close();
  }
}

async function analyze(demuxer: Demuxer, options: AnalyzeOptions): Promise<AnalyzeSummary> {
  const { path, onOpen, onProgress, signal } = options;
  if (demuxer.video === undefined) throw new PixelError('CANNOT_OPEN', `${path} holds no video`);
  const { codecpar, avgFrameRate } = demuxer.video;
  const info: RecordingInfo = {
    width: codecpar.width,
    height: codecpar.height,
    frameRate: avgFrameRate.den === 0 ? 0 : avgFrameRate.num / avgFrameRate.den,
    durationMs: Math.round(demuxer.durationUs / 1000),
  };
  const analysis = new Analysis(options, info);
  const decoder = VideoDecoder.stream(codecpar);
  try {
    onOpen?.(info);
    for (;;) {
      signal?.throwIfAborted();
      const packet = await demuxer.read();
      if (packet === undefined) break;
      if (packet.kind !== 'video') continue;
      await analysis.take(decodeOrSkip(decoder, packet));
      if (demuxer.durationUs > 0) onProgress?.(analysis.positionUs / demuxer.durationUs);
    }
    await analysis.take(decoder.drain());
    if (demuxer.durationUs > 0) onProgress?.(1);
    return await analysis.complete();
  } finally {
    decoder.close();
    await analysis.close();
  }
}

function withDefaults({ id, points, config = {} }: AnalyzedRegion): RegionOfInterest {
  const unknown = Object.keys(config).find((name) => !(name in DEFAULT_CONFIG));
  if (unknown === undefined) return { id, points, config: { ...DEFAULT_CONFIG, ...config } };
  const known = Object.keys(DEFAULT_CONFIG).join(', ');
  const problem = `its config has no parameter ${unknown}; there are ${known}.`;
  throw new RegionError('REGION_CONFIG_INVALID', id, problem);
}

/** A damaged part of a recording is passed over. */
function decodeOrSkip(
  decoder: VideoDecoder,
  packet: Parameters<VideoDecoder['decode']>[0],
): Picture[] {
  try {
    return decoder.decode(packet);
  } catch (error) {
    if (error instanceof PixelError && error.code === 'BAD_DATA') return [];
    throw error;
  }
}

/** Measures the pictures that it is given one after the other, draws on them, and counts. */
class Analysis {
  readonly #detector: CrowdDetector;
  readonly #overlay: OverlayVideo | undefined;
  readonly #every: number;
  readonly #onFrame: AnalyzeOptions['onFrame'];
  #framesRead = 0;
  #framesAnalyzed = 0;
  #cpuUs = 0;
  #positionUs = 0;
  /** The detector's last verdict. */
  #mask: CrowdMask | undefined;

  constructor(options: AnalyzeOptions, info: RecordingInfo) {
    const regions = options.regions.map(withDefaults);
    this.#every = options.every ?? 1;
    this.#onFrame = options.onFrame;
    this.#overlay = overlayVideo(options, regions, info);
    this.#detector = new CrowdDetector({
      regions,
      processingWidth: options.processingWidth ?? 320,
    });
  }

  get positionUs(): number {
    return this.#positionUs;
  }

  async take(pictures: readonly Picture[]): Promise<void> {
    try {
      for (const picture of pictures) await this.#process(picture);
    } finally {
      for (const picture of pictures) picture.close();
    }
  }

  /** All has been taken. */
  async complete(): Promise<AnalyzeSummary> {
    await this.#overlay?.complete();
    return {
      framesRead: this.#framesRead,
      framesAnalyzed: this.#framesAnalyzed,
      cpuMeanMs: this.#framesAnalyzed === 0 ? 0 : this.#cpuUs / 1000 / this.#framesAnalyzed,
    };
  }

  async close(): Promise<void> {
    this.#detector.close();
    await this.#overlay?.close();
  }

  async #process(picture: Picture): Promise<void> {
    this.#positionUs = picture.timestampUs;
    if (this.#framesRead % this.#every === 0) this.#mask = this.#measure(picture);
    this.#framesRead++;
    if (this.#mask !== undefined) await this.#overlay?.add(picture, this.#mask);
  }

  #measure(picture: Picture): CrowdMask {
    const frame = detectorFrameOf(picture);
    // Nothing else works meanwhile: the next packet is read when this one is done.
    const start = process.cpuUsage();
    const { timestampMs, regions, events, mask } = this.#detector.process(frame);
    const { user, system } = process.cpuUsage(start);
    this.#cpuUs += user + system;
    this.#framesAnalyzed++;
    this.#onFrame?.(this.#framesRead, { timestampMs, regions, events });
    return mask;
  }
}

function overlayVideo(
  { path, overlay }: AnalyzeOptions,
  regions: readonly RegionOfInterest[],
  { frameRate }: RecordingInfo,
): OverlayVideo | undefined {
  if (overlay === undefined) return undefined;
  if (resolve(overlay.path) === resolve(path)) {
    throw new PixelError('CANNOT_OPEN', `Writing ${overlay.path}: it is the recording itself`);
  }
  return new OverlayVideo({
    path: overlay.path,
    mode: overlay.mode ?? 'FULL',
    regions,
    frameRate: Math.min(120, Math.max(1, frameRate || 25)),
  });
}
