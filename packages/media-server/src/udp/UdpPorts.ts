import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { PeerError } from '../webrtc/errors.js';
import { isRtcp } from '../rtp/packets/rtp.js';

/** Where packets go. */
export interface RtpAddress {
  readonly host: string;
  readonly port: number;
  /** The same as `port` where RTP and RTCP share one (RFC 5761). */
  readonly rtcpPort: number;
}

/** UDP ports, both ends included. */
export interface PortRange {
  readonly begin: number;
  readonly end: number;
}

export interface UdpPortsOptions {
  /** The local address to bind. */
  readonly bindAddress: string;
  /** Ports to choose from; any free ones by default. */
  readonly portRange?: PortRange;
}

const MAX_ATTEMPTS = 50;

/** The two UDP ports of one RTP session: an even one for RTP and the next one for RTCP (RFC 3550 section 11). */
export class UdpPorts {
  readonly #rtp: Socket;
  readonly #rtcp: Socket;
  #closed = false;

  private constructor(rtp: Socket, rtcp: Socket) {
    this.#rtp = rtp;
    this.#rtcp = rtcp;
    // Some far port cannot be reached: that passes, and silence is noticed elsewhere.
    for (const socket of [rtp, rtcp]) socket.on('error', () => {});
  }

  /** @throws PeerError PEER_TRANSPORT_FAILED when no pair of ports is free. */
  static async bind({ bindAddress, portRange }: UdpPortsOptions): Promise<UdpPorts> {
    const { begin, end } = portRange ?? { begin: 0, end: 2 * MAX_ATTEMPTS };
    for (let port = begin + (begin % 2); port < end; port += 2) {
      const rtp = await bindSocket(bindAddress, portRange ? port : 0);
      const chosen = rtp?.address().port ?? 1;
      const rtcp = chosen % 2 === 0 ? await bindSocket(bindAddress, chosen + 1) : undefined;
      if (rtp && rtcp) return new UdpPorts(rtp, rtcp);
      rtp?.close();
    }
    const message = `No two UDP ports can be bound: check the address ${bindAddress} and that ports are free.`;
    throw new PeerError('PEER_TRANSPORT_FAILED', message);
  }

  /** Of RTP. */
  get port(): number {
    return this.#rtp.address().port;
  }

  /** RTP and RTCP come over both ports: who shares one uses the first. */
  onPacket(listener: (packet: Buffer) => void): void {
    for (const socket of [this.#rtp, this.#rtcp]) {
      socket.on('message', (packet) => {
        if (!this.#closed) listener(packet);
      });
    }
  }

  /** The bytes must not change afterwards. */
  send(packet: Buffer, { host, port, rtcpPort }: RtpAddress): void {
    if (this.#closed) return;
    const isControl = isRtcp(packet);
    const socket = isControl && port !== rtcpPort ? this.#rtcp : this.#rtp;
    socket.send(packet, isControl ? rtcpPort : port, host, () => {});
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#rtp.close();
    this.#rtcp.close();
  }
}

/** Undefined when the port is taken. */
async function bindSocket(address: string, port: number): Promise<Socket | undefined> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  try {
    socket.bind({ address, port, exclusive: true });
    await once(socket, 'listening');
    return socket;
  } catch {
    socket.close();
    return undefined;
  }
}
