import type { EncodedVideoFrame, VideoCodecName } from '../../frames.js';
import type { Backlog } from '../Backlog.js';
import type { Picture } from '../codec/Picture.js';
import { VideoDecoder } from '../codec/VideoDecoder.js';
import { PixelError } from '../errors.js';
import { PixelNode } from './PixelNode.js';
import type { NodeContext } from './PixelNode.js';
import type { NodeId } from '../types.js';

/** With more frames waiting than this, every other picture is decoded (the next ones need it) but goes no further. */
const LATE_BACKLOG = 2;
/** With more than this none goes further: to catch up matters more than to be smooth. */
const LOST_BACKLOG = 8;

/** Makes pictures of the frames that come from the network. */
export class DecoderNode extends PixelNode {
  readonly #decoder: VideoDecoder;
  readonly #waiting: Backlog;
  #needsKeyFrame = true;
  #droppedLast = false;

  /** @param waiting Frames on their way to this decoder. */
  constructor(id: NodeId, context: NodeContext, codec: VideoCodecName, waiting: Backlog) {
    super(id, 'decoder', context);
    this.#decoder = VideoDecoder.live(codec);
    this.#waiting = waiting;
  }

  decode(frame: EncodedVideoFrame): void {
    this.#waiting.leave();
    this.countIn();
    if (frame.key) this.#needsKeyFrame = false;
    if (this.#needsKeyFrame) {
      this.countDropped('no_key_frame');
      this.context.report('keyFrameNeeded', this.id);
      return;
    }
    for (const picture of this.#pictures(frame)) this.#pass(picture);
  }

  override async close(): Promise<void> {
    await super.close();
    this.#decoder.close();
  }

  protected process(): never {
    throw new PixelError('BAD_CONNECTION', `The decoder ${this.id} takes no pictures`);
  }

  #pictures(frame: EncodedVideoFrame): Picture[] {
    try {
      return this.stopwatch.time(() => this.#decoder.decode(frame));
    } catch (error) {
      if (!(error instanceof PixelError && error.code === 'BAD_DATA')) throw error;
      this.countDropped('damaged');
      this.#needsKeyFrame = true;
      this.context.report('keyFrameNeeded', this.id);
      return [];
    }
  }

  #pass(picture: Picture): void {
    const behind = this.#waiting.size;
    this.#droppedLast = behind > LOST_BACKLOG || (behind > LATE_BACKLOG && !this.#droppedLast);
    if (this.#droppedLast) {
      this.countDropped('late');
      picture.close();
    } else {
      this.deliver(picture);
    }
  }
}
