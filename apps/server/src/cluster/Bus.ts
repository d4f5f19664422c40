import { createClient } from '@redis/client';
import type { Logger } from 'pino';
import { ConfigError } from '../config.js';
import { decode, encode } from './wire.js';

const LONGEST_PAUSE_MS = 1000;
/** Commands that wait for a connection; more are refused. */
const MAX_WAITING = 10_000;

/** What the servers of a cluster say to each other, and what only one of them can have: in a Redis. */
export class Bus {
  readonly #commands: ReturnType<typeof newClient>;
  readonly #subscriptions: ReturnType<typeof newClient>;
  readonly #prefix: string;
  /** Both clients have been connected once; what comes later is a return. */
  #hasConnected = false;
  #cameBackMs = Number.NEGATIVE_INFINITY;

  /**
   * @param url - `redis://` or `rediss://`, as REDIS_URL
   * @param prefix - of all keys and channels: clusters that share a Redis have different ones
   * @throws ConfigError when there is no Redis
   */
  static async open(url: string, prefix: string, log: Logger): Promise<Bus> {
    const bus = new Bus(url, prefix, log);
    try {
      await bus.#commands.connect();
      await bus.#subscriptions.connect();
      bus.#hasConnected = true;
      return bus;
    } catch (cause) {
      bus.close();
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ConfigError(`REDIS_URL cannot be used. ${reason}`, { cause });
    }
  }

  private constructor(url: string, prefix: string, log: Logger) {
    this.#prefix = prefix;
    const client = () => {
      const made = newClient(url, () => this.#hasConnected);
      made.on('ready', () => {
        if (this.#hasConnected) this.#cameBackMs = performance.now();
      });
      made.on('error', (error) => log.warn({ err: error }, 'Redis is away'));
      return made;
    };
    this.#commands = client();
    this.#subscriptions = client();
  }

  /** How long ago the Redis came back after it was away, milliseconds; infinite when it never was. */
  get sinceReturnMs(): number {
    return performance.now() - this.#cameBackMs;
  }

  /** @returns how many servers get it. Rejects when there is no Redis at this moment. */
  publish(channel: string, message: object): Promise<number> {
    return this.#commands.publish(this.#prefix + channel, encode(message));
  }

  /** Calls with each message from now on, also after Redis was away; what came meanwhile is lost. */
  async subscribe(channel: string, listener: (message: unknown) => void): Promise<void> {
    await this.#subscriptions.subscribe(this.#prefix + channel, (text) => listener(decode(text)));
  }

  async unsubscribe(channel: string): Promise<void> {
    if (this.#subscriptions.isReady) {
      await this.#subscriptions.unsubscribe(this.#prefix + channel);
    }
  }

  /** How many servers listen to a channel. */
  async listeners(channel: string): Promise<number> {
    const name = this.#prefix + channel;
    return (await this.#commands.pubSubNumSub([name]))[name] ?? 0;
  }

  /**
   * Takes a key for a while, or keeps it.
   *
   * @returns false when another owner has it
   */
  async hold(key: string, owner: string, forMs: number): Promise<boolean> {
    const answer = await this.#commands.eval(HOLD, {
      keys: [this.#prefix + key],
      arguments: [owner, String(forMs)],
    });
    return answer === 1;
  }

  /** Gives a key up that {@link hold} has taken. */
  async release(key: string, owner: string): Promise<void> {
    await this.#commands.eval(RELEASE, { keys: [this.#prefix + key], arguments: [owner] });
  }

  /** Keeps a value for a while. */
  async keep(key: string, value: object, forMs: number): Promise<void> {
    const expiration = { type: 'PX', value: forMs } as const;
    await this.#commands.set(this.#prefix + key, encode(value), { expiration });
  }

  /** What {@link keep} keeps; undefined when there is nothing. */
  async kept(key: string): Promise<unknown> {
    const text = await this.#commands.get(this.#prefix + key);
    return text === null ? undefined : decode(text);
  }

  close(): void {
    this.#commands.destroy();
    this.#subscriptions.destroy();
  }
}

/** One step in Redis, so that nobody else takes the key between looking and taking. */
const HOLD = `
  local owner = redis.call('GET', KEYS[1])
  if owner and owner ~= ARGV[1] then return 0 end
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1`;

const RELEASE = `
  if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
  return 0`;

function newClient(url: string, mayRetry: () => boolean) {
  return createClient({
    url,
    commandsQueueMaxLength: MAX_WAITING,
    // What waits for a Redis that is away is old when it comes back.
    disableOfflineQueue: true,
    socket: {
      // A wrong setting is told at the start; later it is waited for.
      reconnectStrategy: (attempt) =>
        mayRetry() ? Math.min(50 * 2 ** attempt, LONGEST_PAUSE_MS) : false,
    },
  });
}
