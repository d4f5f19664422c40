import { pipelineClockUs, type EncodedVideoFrame } from '../frames.js';
import { parseRtcp } from './packets/rtcp.js';
import { parseRtp, type RtpPacket } from './packets/rtp.js';
import { SenderClock } from './receive/SenderClock.js';
import { VideoReceiver } from './receive/VideoReceiver.js';
import {
  VIDEO_SSRC,
  type RtpPosition,
  type RtpSink,
  type RtpSinkListener,
} from './send/RtpSink.js';

/** A viewer in memory: keeps the packets it gets. */
export class MemorySink implements RtpSink {
  codec: RtpSink['codec'] = 'VP8';
  payloadType = 96;
  ssrc = VIDEO_SSRC;
  playoutDelayId: number | undefined;
  isOpen = true;
  listener: RtpSinkListener | undefined;
  position: RtpPosition | undefined;
  readonly packets: RtpPacket[] = [];
  /** The same as they came. */
  readonly raw: Buffer[] = [];
  readonly rtcp: Buffer[] = [];

  sendRtp(packet: Buffer): boolean {
    const copy = Buffer.from(packet);
    this.raw.push(copy);
    this.packets.push(parseRtp(copy));
    return true;
  }

  sendAgain(packet: Buffer): boolean {
    return this.sendRtp(packet);
  }

  sendRtcp(packet: Buffer): void {
    this.rtcp.push(packet);
  }
}

/** A viewer whose packets go through `deliver` (which may lose some) to a receiver whose feedback comes back. */
export class LinkedSink extends MemorySink {
  readonly receiver: VideoReceiver;
  readonly frames: EncodedVideoFrame[] = [];

  constructor(deliver: (packet: RtpPacket) => boolean) {
    super();
    this.receiver = new VideoReceiver({
      codec: 'VP8',
      payloadType: this.payloadType,
      localSsrc: 1,
      senderClock: new SenderClock(),
      feedback: { nack: true, pli: true, fir: false },
      sendRtcp: (data) => {
        for (const packet of parseRtcp(data)) this.listener?.onRtcp(packet);
      },
    });
    this.receiver.on('frame', (frame) => this.frames.push(frame));
    this.#deliver = deliver;
  }

  readonly #deliver: (packet: RtpPacket) => boolean;

  override sendRtp(data: Buffer): boolean {
    super.sendRtp(data);
    const packet = parseRtp(Buffer.from(data));
    if (this.#deliver(packet)) this.receiver.receive(packet, data.length);
    return true;
  }
}

export function vp8Frame(
  key: boolean,
  size: number,
  timestampUs = pipelineClockUs(),
): EncodedVideoFrame {
  const data = Buffer.alloc(size, size & 0xff);
  data[0] = key ? 0x10 : 0x11;
  return { codec: 'VP8', key, timestampUs, data };
}
