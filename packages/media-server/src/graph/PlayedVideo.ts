import { EventEmitter } from 'node:events';
import type { EncodedVideoFrame, VideoCodecName } from '../frames.js';
import type { IncomingVideo } from './parts.js';

/** What a player leaves undecoded: as from a camera, but one that makes key frames when it likes. */
export class PlayedVideo
  extends EventEmitter<{ frame: [EncodedVideoFrame] }>
  implements IncomingVideo
{
  /** Unknown. */
  readonly bitrate = 0;

  constructor(readonly codec: VideoCodecName) {
    super();
  }

  /** Whoever waits for one waits till it comes. */
  requestKeyFrame(): void {}
}
