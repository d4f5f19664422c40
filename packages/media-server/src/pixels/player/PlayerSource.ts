import type { FileFrame } from '../codec/FrameTrack.js';
import type { Picture } from '../codec/Picture.js';
import type { PlayerInfo } from '../types.js';

/** A raw picture, an undecoded one, or an Opus packet, and its place on the source's own time line (microseconds from 0). */
export type PlayerItem =
  | { readonly kind: 'picture'; readonly positionUs: number; readonly picture: Picture }
  | { readonly kind: 'frame'; readonly positionUs: number; readonly frame: FileFrame }
  | { readonly kind: 'audio'; readonly positionUs: number; readonly data: Uint8Array };

/** Something that a player plays. */
export interface PlayerSource {
  readonly info: PlayerInfo;
  /** Whether items come as they happen, so that there is nothing to wait for once they are here. */
  readonly isLive: boolean;
  /** The next item, in the order of positions; the caller owns it. Undefined at the end. */
  read(): Promise<PlayerItem | undefined>;
  seek(positionUs: number): Promise<void>;
  /** Ends a pending {@link read}, too. */
  close(): Promise<void>;
}
