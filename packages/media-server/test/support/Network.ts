import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** What happens to a packet of media: after how many milliseconds it goes on; undefined if it is lost. */
export type Impairment = (packet: Buffer) => number | undefined;

/** Loses every packet of that number. */
export function losingEvery(number: number): Impairment {
  let packets = 0;
  return () => (++packets % number === 0 ? undefined : 0);
}

/** A line of so many bits per second, whose queue holds what it takes in `queueMs` and loses the rest. */
export function narrow(bitsPerSecond: number, queueMs = 200): Impairment {
  let freeAtMs = 0;
  return ({ length }) => {
    const now = performance.now();
    const delay = Math.max(0, freeAtMs - now);
    if (delay > queueMs) return undefined;
    freeAtMs = now + delay + (length * 8000) / bitsPerSecond;
    return freeAtMs - now;
  };
}

/** A network in front of local UDP ports: what goes to a peer behind it, and what comes from it, may suffer. */
export class Network {
  readonly #sockets: Socket[] = [];
  readonly #inwards: Impairment;
  readonly #outwards: Impairment;

  /** `outwards`: from the port that it stands in front of. */
  constructor({ inwards, outwards }: { inwards?: Impairment; outwards?: Impairment }) {
    this.#inwards = inwards ?? (() => 0);
    this.#outwards = outwards ?? (() => 0);
  }

  /** The port that stands for `port`. */
  async inFrontOf(port: number): Promise<number> {
    const [outside, inside] = await Promise.all([this.#socket(), this.#socket()]);
    let client: RemoteInfo | undefined;
    outside.on('message', (packet, sender) => {
      client = sender;
      pass(packet, this.#inwards, () => inside.send(packet, port, '127.0.0.1'));
    });
    inside.on('message', (packet) =>
      pass(packet, this.#outwards, () => {
        if (client) outside.send(packet, client.port, client.address);
      }),
    );
    return outside.address().port;
  }

  /** The candidate with the port that stands for its own. */
  async hide<C extends { readonly candidate: string }>(candidate: C): Promise<C> {
    const parts = candidate.candidate.split(' ');
    const port = await this.inFrontOf(Number(parts[5]));
    return { ...candidate, candidate: parts.with(5, String(port)).join(' ') };
  }

  close(): void {
    for (const socket of this.#sockets.splice(0)) socket.close();
  }

  async #socket(): Promise<Socket> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    this.#sockets.push(socket);
    await once(socket, 'listening');
    return socket;
  }
}

/** Only media suffers: RTP and RTCP are told apart from STUN and DTLS by their first byte (RFC 7983). */
function pass(packet: Buffer, impair: Impairment, send: () => void): void {
  const first = packet[0] ?? 0;
  const delay = first >= 128 && first < 192 ? impair(packet) : 0;
  if (delay === 0) send();
  // The sockets may be closed by then.
  else if (delay !== undefined) setTimeout(() => trySend(send), delay);
}

function trySend(send: () => void): void {
  try {
    send();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SOCKET_DGRAM_NOT_RUNNING') throw error;
  }
}
