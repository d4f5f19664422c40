import { Demuxer } from '../codec/Demuxer.js';
import type { MediaPacket } from '../codec/Demuxer.js';
import { openFrames } from '../codec/FrameTrack.js';
import type { FrameTrack } from '../codec/FrameTrack.js';
import { openSound } from '../codec/SoundTrack.js';
import type { SoundTrack } from '../codec/SoundTrack.js';
import { VideoDecoder } from '../codec/VideoDecoder.js';
import type { Picture } from '../codec/Picture.js';
import { PixelError } from '../errors.js';
import type { Stopwatch } from '../Stopwatch.js';
import type { PlayerInfo, PlayerOptions } from '../types.js';
import { inputOptions } from './inputOptions.js';
import { PlayoutQueue } from './PlayoutQueue.js';
import type { PlayerItem, PlayerSource } from './PlayerSource.js';

/** So many undecodable packets in a row, and there is no hope. */
const MAX_BAD_PACKETS = 100;

/** A file or a network stream. */
export class MediaSource implements PlayerSource {
  readonly info: PlayerInfo;
  readonly isLive: boolean;
  readonly #demuxer: Demuxer;
  /** Undefined where pictures are decoded. */
  readonly #frames: FrameTrack | undefined;
  readonly #video: VideoDecoder | undefined;
  readonly #sound: SoundTrack | undefined;
  readonly #queue: PlayoutQueue;
  #ended = false;
  #badPackets = 0;
  /** After a seek, what lies between the key frame and the position is decoded, but not played. */
  #skipBeforeUs = 0;
  #closing: Promise<void> | undefined;

  private constructor(
    demuxer: Demuxer,
    options: PlayerOptions,
    isLive: boolean,
    private readonly stopwatch: Stopwatch,
  ) {
    this.#demuxer = demuxer;
    this.isLive = isLive;
    const video = demuxer.video?.codecpar;
    this.#frames = video && options.useEncodedMedia ? openFrames(video) : undefined;
    this.#video = video && !this.#frames ? VideoDecoder.stream(video) : undefined;
    this.#sound = demuxer.audio && openSound(demuxer.audio.codecpar);
    this.info = {
      seekable: demuxer.isSeekable,
      durationMs: Math.round(demuxer.durationUs / 1000),
      hasVideo: video !== undefined,
      ...(this.#frames && { videoCodec: this.#frames.codec }),
      hasAudio: this.#sound !== undefined,
    };
    this.#queue = new PlayoutQueue({ pictures: this.info.hasVideo, audio: this.info.hasAudio });
  }

  /**
   * @param uri An absolute path, http(s) or rtsp.
   * @param options Whether pictures are left undecoded.
   * @param stopwatch Counts the decoding.
   * @param signal Breaks the opening off.
   * @throws PixelError `CANNOT_OPEN`.
   */
  static async open(
    uri: string,
    options: PlayerOptions,
    stopwatch: Stopwatch,
    signal?: AbortSignal,
  ): Promise<MediaSource> {
    const demuxer = await Demuxer.open(uri, inputOptions(uri), signal);
    try {
      if (demuxer.video === undefined && demuxer.audio === undefined) {
        throw new PixelError('CANNOT_OPEN', `${uri} holds neither video nor sound`);
      }
      return new MediaSource(demuxer, options, uri.startsWith('rtsp'), stopwatch);
    } catch (error) {
      await demuxer.close();
      throw error;
    }
  }

  async read(): Promise<PlayerItem | undefined> {
    for (;;) {
      const item = this.#queue.shift(this.#ended || this.isLive);
      if (item !== undefined || this.#ended) return item;
      const packet = await this.#demuxer.read();
      if (this.#closing !== undefined) return undefined;
      if (packet === undefined) this.#drain();
      else this.stopwatch.time(() => this.#take(packet));
    }
  }

  async seek(positionUs: number): Promise<void> {
    await this.#demuxer.seek(positionUs);
    this.#video?.reset();
    this.#sound?.reset();
    this.#queue.clear();
    this.#ended = false;
    this.#skipBeforeUs = positionUs;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#demuxer.close();
    this.#queue.clear();
    this.#video?.close();
    this.#frames?.close();
    this.#sound?.close();
  }

  #take(packet: MediaPacket): void {
    if (packet.kind === 'video' && this.#frames) {
      this.#pushFrame(packet, this.#frames);
      return;
    }
    if (packet.kind === 'video') {
      for (const picture of this.#decode(packet)) this.#pushPicture(picture);
      return;
    }
    for (const { data, timestampUs } of this.#sound?.take(packet) ?? []) {
      if (timestampUs >= this.#skipBeforeUs) {
        this.#queue.push({ kind: 'audio', positionUs: timestampUs, data });
      }
    }
  }

  #decode(packet: MediaPacket): Picture[] {
    return this.#tolerate(() => this.#video?.decode(packet)) ?? [];
  }

  /** What lies between the key frame and the position of a seek is played, for the next ones need it. */
  #pushFrame(packet: MediaPacket, frames: FrameTrack): void {
    const positionUs = packet.timestampUs ?? packet.decodeTimestampUs;
    const frame = this.#tolerate(() => frames.take(packet));
    if (positionUs !== undefined && frame) this.#queue.push({ kind: 'frame', positionUs, frame });
  }

  #tolerate<T>(work: () => T): T | undefined {
    try {
      const result = work();
      this.#badPackets = 0;
      return result;
    } catch (error) {
      const isBadData = error instanceof PixelError && error.code === 'BAD_DATA';
      if (!isBadData || ++this.#badPackets > MAX_BAD_PACKETS) throw error;
      return undefined;
    }
  }

  #drain(): void {
    this.#ended = true;
    for (const picture of this.#video?.drain() ?? []) this.#pushPicture(picture);
  }

  #pushPicture(picture: Picture): void {
    const { timestampUs: positionUs } = picture;
    if (positionUs < this.#skipBeforeUs) picture.close();
    else this.#queue.push({ kind: 'picture', positionUs, picture });
  }
}
