import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { EncodedVideoFrame } from '../../dist/frames.js';
import { OutgoingPacket } from '../../dist/rtp/packets/OutgoingPacket.js';
import { packetize } from '../../dist/rtp/payload/payloadFormat.js';

const SDP = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=camera',
  't=0 0',
  'm=video 0 RTP/AVP 96',
  'a=rtpmap:96 VP8/90000',
  'a=control:track1',
  '',
].join('\r\n');

/**
 * A camera that is asked by RTSP (RFC 2326) and sends over the same TCP connection (section 10.12):
 * these frames again and again, 25 a second, each round from a key frame on.
 */
export class RtspCamera {
  readonly #frames: readonly EncodedVideoFrame[];
  readonly #server = createServer((socket) => this.#serve(socket));
  readonly #sockets = new Set<Socket>();
  /** Methods in the order in which they were asked for. */
  readonly methods: string[] = [];

  private constructor(frames: readonly EncodedVideoFrame[]) {
    this.#frames = frames;
  }

  /** Closed when the test is over. */
  static async start(frames: readonly EncodedVideoFrame[]): Promise<RtspCamera> {
    const camera = new RtspCamera(frames);
    camera.#server.listen(0, '127.0.0.1');
    onTestFinished(() => camera.close());
    await once(camera.#server, 'listening');
    return camera;
  }

  get url(): string {
    return `rtsp://127.0.0.1:${(this.#server.address() as AddressInfo).port}/live`;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #serve(socket: Socket): void {
    let sending: NodeJS.Timeout | undefined;
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => clearInterval(sending));
    socket.on('data', (data) => {
      const [, method, sequence] = /^(\w+) [^]*?CSeq: (\d+)/i.exec(data.toString('latin1')) ?? [];
      if (method === undefined) return;
      this.methods.push(method);
      socket.write(reply(method, sequence ?? ''));
      if (method === 'PLAY') sending ??= this.#send(socket);
    });
  }

  #send(socket: Socket): NodeJS.Timeout {
    let sequence = 0;
    let count = 0;
    return setInterval(() => {
      const packets = packetize('VP8', this.#frames[count % this.#frames.length]!.data);
      for (const [index, storage] of packets.entries()) {
        const header = { payloadType: 96, sequence: sequence++, timestamp: count * 3600, ssrc: 7 };
        const packet = new OutgoingPacket(storage, index === packets.length - 1).write(header);
        const head = Buffer.from([0x24, 0, packet.length >> 8, packet.length & 0xff]);
        socket.write(Buffer.concat([head, packet]));
      }
      count++;
    }, 40);
  }
}

function reply(method: string, sequence: string): string {
  const headers: Record<string, string[]> = {
    OPTIONS: ['Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN'],
    DESCRIBE: ['Content-Type: application/sdp', `Content-Length: ${SDP.length}`],
    SETUP: ['Transport: RTP/AVP/TCP;unicast;interleaved=0-1', 'Session: 1'],
    PLAY: ['Session: 1'],
  };
  const lines = ['RTSP/1.0 200 OK', `CSeq: ${sequence}`, ...(headers[method] ?? []), '', ''];
  return lines.join('\r\n') + (method === 'DESCRIBE' ? SDP : '');
}
