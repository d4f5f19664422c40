import {
  AVERROR_EOF,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  AVSEEK_FLAG_BACKWARD,
  AV_DISPOSITION_ATTACHED_PIC,
  AV_NOPTS_VALUE,
} from 'node-av/constants';
import type { AVMediaType } from 'node-av/constants';
import { Dictionary, FormatContext, Packet } from 'node-av/lib';
import type { Rational, Stream } from 'node-av/lib';
import { PixelError } from '../errors.js';
import { check } from './check.js';
import type { CompressedData } from './CompressedData.js';

/** One packet of the file's best video or audio stream; times count from the file's beginning. */
export interface MediaPacket extends CompressedData {
  readonly kind: 'video' | 'audio';
  readonly key: boolean;
}

/**
 * Takes a file or a network stream apart.
 *
 * Reading is asynchronous (FFmpeg blocks in a thread of libuv's pool, not in ours), so that a
 * network that says nothing stops nobody else.
 */
export class Demuxer {
  readonly video: Stream | undefined;
  readonly audio: Stream | undefined;
  readonly #context: FormatContext;
  readonly #packet = new Packet();
  /** The call that is under way; the context must not be freed before it has come back. */
  #pending: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  private constructor(context: FormatContext) {
    this.#context = context;
    this.#packet.alloc();
    this.video = bestStream(context, AVMEDIA_TYPE_VIDEO);
    this.audio = bestStream(context, AVMEDIA_TYPE_AUDIO);
  }

  /**
   * @param url For FFmpeg: a path or a URL.
   * @param options FFmpeg's options for the protocol and the container.
   * @param signal Breaks the opening off.
   * @throws PixelError `CANNOT_OPEN`.
   */
  static async open(
    url: string,
    options: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<Demuxer> {
    const context = new FormatContext();
    context.allocContext();
    const interrupt = () => context.interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      signal?.throwIfAborted();
      const dictionary = Dictionary.fromObject({ ...options });
      check(await context.openInput(url, null, dictionary), `Opening ${url}`, 'CANNOT_OPEN');
      check(await context.findStreamInfo(), `Looking into ${url}`, 'CANNOT_OPEN');
      return new Demuxer(context);
    } catch (error) {
      await context.closeInput();
      throw error;
    } finally {
      signal?.removeEventListener('abort', interrupt);
    }
  }

  /** Microseconds; 0 when unknown. */
  get durationUs(): number {
    const { duration } = this.#context;
    return duration === AV_NOPTS_VALUE ? 0 : Math.max(0, Number(duration));
  }

  /** As far as one can know before trying. */
  get isSeekable(): boolean {
    return this.durationUs > 0;
  }

  /**
   * @returns The next packet; undefined at the end.
   * @throws PixelError `SOURCE_LOST`.
   */
  async read(): Promise<MediaPacket | undefined> {
    while (this.#closing === undefined) {
      const result = await this.#track(this.#context.readFrame(this.#packet));
      if (result === AVERROR_EOF || this.#closing !== undefined) return undefined;
      check(result, 'Reading the source', 'SOURCE_LOST');
      try {
        const packet = this.#mediaPacket();
        if (packet !== undefined) return packet;
      } finally {
        this.#packet.unref();
      }
    }
    return undefined;
  }

  /**
   * Goes to the last key frame that is not behind the position.
   * @throws PixelError `SOURCE_LOST`, also when it is closed before or meanwhile.
   */
  async seek(positionUs: number): Promise<void> {
    this.#mustBeOpen();
    const target = BigInt(Math.round(positionUs + this.#startUs()));
    const result = await this.#track(this.#context.seekFrame(-1, target, AVSEEK_FLAG_BACKWARD));
    this.#mustBeOpen();
    check(result, 'Seeking in the source', 'SOURCE_LOST');
  }

  /** Breaks a pending read off, waits for it and frees everything. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#context.interrupt();
    await this.#pending;
    await this.#context.closeInput();
    this.#packet.free();
  }

  #mustBeOpen(): void {
    if (this.#closing === undefined) return;
    throw new PixelError('SOURCE_LOST', 'The source was closed: open it anew');
  }

  #track<T>(call: Promise<T>): Promise<T> {
    this.#pending = call.catch(() => undefined);
    return call;
  }

  #mediaPacket(): MediaPacket | undefined {
    const { streamIndex, pts, dts, data, isKeyframe } = this.#packet;
    const kind = streamIndex === this.video?.index ? 'video' : 'audio';
    const stream = kind === 'video' ? this.video : this.audio;
    if (stream?.index !== streamIndex || data === null) return undefined;
    return {
      kind,
      key: isKeyframe,
      timestampUs: this.#position(pts, stream.timeBase),
      decodeTimestampUs: this.#position(dts, stream.timeBase),
      data: new Uint8Array(data),
    };
  }

  #position(ticks: bigint, { num, den }: Rational): number | undefined {
    if (ticks === AV_NOPTS_VALUE) return undefined;
    return Math.round((Number(ticks) * num * 1e6) / den) - this.#startUs();
  }

  #startUs(): number {
    const { startTime } = this.#context;
    return startTime === AV_NOPTS_VALUE ? 0 : Number(startTime);
  }
}

function bestStream(context: FormatContext, type: AVMediaType): Stream | undefined {
  const stream = context.streams[context.findBestStream(type)];
  // The cover of a record is no video.
  return stream?.hasDisposition(AV_DISPOSITION_ATTACHED_PIC) === true ? undefined : stream;
}
