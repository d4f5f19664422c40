import { EventEmitter } from 'node:events';
import type { DataChannel, DataChannelInitConfig } from 'node-datachannel';
import { PeerError } from './errors.js';

/** One message, as text or as bytes. */
export type DataMessage = string | Buffer;

export interface DataChannelOptions extends Pick<
  DataChannelInitConfig,
  'unordered' | 'maxPacketLifeTime' | 'maxRetransmits' | 'protocol'
> {
  readonly label: string;
}

/** Of one channel. */
export interface DataChannelCounters {
  readonly id: number;
  readonly label: string;
  readonly protocol: string;
  readonly messagesSent: number;
  readonly bytesSent: number;
  readonly messagesReceived: number;
  readonly bytesReceived: number;
}

interface DataChannelEvents {
  opened: [id: number];
  closed: [id: number];
  message: [message: DataMessage];
}

type Guard = <Args extends unknown[]>(callback: (...args: Args) => void) => (...args: Args) => void;

interface Channel {
  readonly native: DataChannel;
  readonly counters: {
    messagesSent: number;
    bytesSent: number;
    messagesReceived: number;
    bytesReceived: number;
  };
}

const MAX_CHANNELS = 16;
/** Bytes that wait for a slow peer; more messages are left out. */
const MAX_BUFFERED = 1024 * 1024;

/** The data channels (RFC 8831) of one peer, whoever made them. */
export class DataChannels extends EventEmitter<DataChannelEvents> {
  readonly #guarded: Guard;
  readonly #channels = new Map<number, Channel>();
  /** Made, but without an id yet. Native objects fall silent when nobody holds them. */
  readonly #opening = new Set<DataChannel>();
  /** Ours, to be made when SCTP is up; together with the others at most {@link MAX_CHANNELS}. */
  readonly #waiting: (() => DataChannel)[] = [];
  #isReady = false;
  #opened = 0;
  #closed = 0;

  /** @param guarded Keeps errors of a callback away from native code. */
  constructor(guarded: Guard) {
    super();
    this.#guarded = guarded;
  }

  /** How many were ever opened and closed. */
  get totals(): { readonly opened: number; readonly closed: number } {
    return { opened: this.#opened, closed: this.#closed };
  }

  /** Makes a channel of ours, after {@link ready}. @throws PeerError DATA_CHANNELS_FULL */
  create(make: () => DataChannel): void {
    if (this.#isFull) {
      const message = `A connection has ${MAX_CHANNELS} data channels at most: close one first.`;
      throw new PeerError('DATA_CHANNELS_FULL', message);
    }
    if (this.#isReady) this.#hold(make());
    else this.#waiting.push(make);
  }

  /**
   * SCTP is up. Both peers begin it; when their beginnings cross, the native library closes a channel that was made
   * before.
   */
  ready(): void {
    this.#isReady = true;
    for (const make of this.#waiting.splice(0)) this.#hold(make());
  }

  /** Takes a channel of the peer over; one too many is closed, which the peer sees. */
  add(native: DataChannel): void {
    if (this.#isFull) native.close();
    else this.#hold(native);
  }

  /** Sends to all channels that are open and not too far behind. */
  send(message: DataMessage): void {
    for (const { native, counters } of this.#channels.values()) {
      if (!native.isOpen() || native.bufferedAmount() > MAX_BUFFERED) continue;
      const sent =
        typeof message === 'string'
          ? native.sendMessage(message)
          : native.sendMessageBinary(message);
      if (!sent) continue;
      counters.messagesSent++;
      counters.bytesSent += Buffer.byteLength(message);
    }
  }

  /** Returns whether there is a channel of that id. */
  close(id: number): boolean {
    const channel = this.#channels.get(id);
    channel?.native.close();
    return channel !== undefined;
  }

  counters(): DataChannelCounters[] {
    return Array.from(this.#channels, ([id, { native, counters }]) => ({
      id,
      label: native.getLabel(),
      protocol: native.getProtocol(),
      ...counters,
    }));
  }

  /** Each keeps the process alive until it is closed; no event comes afterwards. */
  closeAll(): void {
    this.removeAllListeners();
    for (const native of this.#opening) native.close();
    for (const { native } of this.#channels.values()) native.close();
    this.#waiting.length = 0;
    this.#opening.clear();
    this.#channels.clear();
  }

  get #isFull(): boolean {
    return this.#channels.size + this.#opening.size + this.#waiting.length >= MAX_CHANNELS;
  }

  #hold(native: DataChannel): void {
    this.#opening.add(native);
    native.onOpen(this.#guarded(() => this.#open(native)));
    if (native.isOpen()) this.#open(native);
  }

  #open(native: DataChannel): void {
    if (!this.#opening.delete(native)) return;
    const id = native.getId();
    const counters = { messagesSent: 0, bytesSent: 0, messagesReceived: 0, bytesReceived: 0 };
    this.#channels.set(id, { native, counters });
    this.#opened++;
    native.onClosed(this.#guarded(() => this.#forget(id)));
    this.emit('opened', id);
    native.onMessage(
      this.#guarded((data) => {
        const message = data instanceof ArrayBuffer ? Buffer.from(data) : data;
        counters.messagesReceived++;
        counters.bytesReceived += Buffer.byteLength(message);
        this.emit('message', message);
      }),
    );
  }

  #forget(id: number): void {
    if (!this.#channels.delete(id)) return;
    this.#closed++;
    this.emit('closed', id);
  }
}
