import { AV_CODEC_ID_H264, AV_CODEC_ID_VP8 } from 'node-av/constants';
import { BitStreamFilter, BitStreamFilterContext, Packet } from 'node-av/lib';
import type { CodecParameters } from 'node-av/lib';
import type { EncodedVideoFrame, VideoCodecName } from '../../frames.js';
import { check, present } from './check.js';

/** A picture as it stands in a file. */
export type FileFrame = Pick<EncodedVideoFrame, 'codec' | 'key' | 'data'>;

/** Pictures on their way from a file to the network, undecoded. */
export interface FrameTrack {
  readonly codec: VideoCodecName;
  /** @throws PixelError `CODEC_FAILED`, `BAD_DATA`. */
  take(packet: { readonly data: Uint8Array; readonly key: boolean }): FileFrame;
  close(): void;
}

/** Undefined for what must be decoded: other codecs, and pictures that are not shown in the order of the file. */
export function openFrames(parameters: CodecParameters): FrameTrack | undefined {
  if (parameters.codecId === AV_CODEC_ID_VP8) return new Vp8Track();
  const isH264 = parameters.codecId === AV_CODEC_ID_H264 && parameters.videoDelay === 0;
  return isH264 ? new H264Track(parameters) : undefined;
}

class Vp8Track implements FrameTrack {
  readonly codec = 'VP8';

  take({ data, key }: { data: Uint8Array; key: boolean }): FileFrame {
    return { codec: 'VP8', key, data };
  }

  close(): void {}
}

/** MP4 has lengths in place of start codes; and parameter sets often stand at the head of a file alone. */
class H264Track implements FrameTrack {
  readonly codec = 'H264';
  readonly #filters: BitStreamFilterContext[] = [];
  readonly #packet = new Packet();
  #closed = false;

  constructor(parameters: CodecParameters) {
    this.#packet.alloc();
    try {
      const annexB = this.#add('h264_mp4toannexb', parameters);
      const described = present(annexB.outputCodecParameters, 'A description of H264');
      // Without parameter sets at all there is nothing to repeat.
      if (described.extradataSize > 0) this.#add('dump_extra', described);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  take({ data, key }: { data: Uint8Array; key: boolean }): FileFrame {
    this.#packet.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    this.#packet.isKeyframe = key;
    try {
      for (const filter of this.#filters) {
        check(filter.sendPacketSync(this.#packet), 'Damaged H264', 'BAD_DATA');
        check(filter.receivePacketSync(this.#packet), 'Damaged H264', 'BAD_DATA');
      }
      return { codec: 'H264', key, data: new Uint8Array(present(this.#packet.data, 'H264')) };
    } finally {
      this.#packet.unref();
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const filter of this.#filters) filter.free();
    this.#packet.free();
  }

  #add(name: string, parameters: CodecParameters): BitStreamFilterContext {
    const filter = new BitStreamFilterContext();
    check(filter.alloc(present(BitStreamFilter.getByName(name), name)), name);
    this.#filters.push(filter);
    check(parameters.copy(present(filter.inputCodecParameters, name)), name);
    check(filter.init(), name);
    return filter;
  }
}
