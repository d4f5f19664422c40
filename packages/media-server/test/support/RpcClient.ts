import { EventEmitter, once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';

/** A reply as it came, or an event: tests look into them freely. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Message = any;

/** A bare client of the protocol: sends what it is told, keeps all that comes. */
export class RpcClient extends EventEmitter<{ message: [Message]; close: [number, string] }> {
  /** Every event so far, unwrapped to `{ object, type, data }`. */
  readonly events: Message[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #replies = new Map<unknown, (reply: Message) => void>();
  #lastId = 0;

  private constructor(readonly socket: WebSocket) {
    super();
    this.setMaxListeners(0);
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    socket.on('error', () => {});
    socket.on('message', (data, isBinary) => {
      if (isBinary) throw new Error('The server must send text');
      const message: Message = JSON.parse((data as Buffer).toString());
      if (message.method === 'onEvent') this.events.push(message.params.value);
      this.#replies.get(message.id)?.(message);
      this.#replies.delete(message.id);
      this.emit('message', message);
    });
  }

  /** Rejects with an Error that tells the HTTP status when the server refuses. */
  static async open(url: string, options: ClientOptions = {}): Promise<RpcClient> {
    const socket = new WebSocket(url, { perMessageDeflate: false, ...options });
    const client = new RpcClient(socket);
    await once(socket, 'open');
    return client;
  }

  /** Sends a request with a fresh id and resolves to the whole reply. */
  async request(method: string, params?: object): Promise<Message> {
    const id = ++this.#lastId;
    this.send({ jsonrpc: '2.0', id, method, ...(params && { params }) });
    return new Promise((resolve) => this.#replies.set(id, resolve));
  }

  /** As `request`, but resolves to the result's value and fails the test on an error. */
  async value(method: string, params?: object): Promise<Message> {
    const reply = await this.request(method, params);
    if (reply.error) throw new Error(`${method}: ${JSON.stringify(reply.error)}`);
    return reply.result.value;
  }

  async create(type: string, constructorParams?: object): Promise<string> {
    return (await this.value('create', { type, constructorParams })) as string;
  }

  async invoke(object: string, operation: string, operationParams?: object): Promise<Message> {
    return this.value('invoke', { object, operation, operationParams });
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The next message that fits. */
  async next(fits: (message: Message) => boolean = () => true): Promise<Message> {
    return new Promise((resolve) => {
      const listener = (message: Message): void => {
        if (!fits(message)) return;
        this.off('message', listener);
        resolve(message);
      };
      this.on('message', listener);
    });
  }

  /** The next event of a type, or one that has come already. */
  async event(type: string): Promise<Message> {
    const known = this.events.find((event) => event.type === type);
    if (known) return known;
    const message = await this.next(({ params }) => params?.value?.type === type);
    return message.params.value;
  }

  /** Ends the connection without a closing handshake, as a lost network does. */
  async drop(): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }
}
