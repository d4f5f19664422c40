import type { HistoryStore } from '../history/HistoryStore.js';
import type { MediaServers } from '../media/MediaServers.js';
import { within } from '../within.js';
import { mediaLoop } from './mediaLoop.js';

/** Whoever asks more often is told the same again: a proof costs about half a second of a core. */
const MAX_AGE_MS = 30_000;
const TIMEOUT_MS = 5000;

/** Whether the server can do its work, and which of its parts cannot. */
export interface ReadinessReport {
  readonly isReady: boolean;
  /** `ok`, or what is wrong, in words that may be told to anybody. */
  readonly parts: { readonly history: string; readonly media: string };
}

/** What {@link Readiness} looks at. */
export interface ReadinessOptions {
  readonly media: MediaServers;
  readonly store: Pick<HistoryStore, 'savedBroadcasts'>;
  /** How long each part may take, milliseconds; default 5 s. */
  readonly timeoutMs?: number;
}

const OK = 'ok';

/** Tries the parts of the server that it cannot do without, at most once in 30 s. */
export class Readiness {
  readonly #options: ReadinessOptions;
  #report: Promise<ReadinessReport> | undefined;
  #triedAtMs = Number.NEGATIVE_INFINITY;
  /** Media servers that there were then. */
  #availableThen = 0;

  constructor(options: ReadinessOptions) {
    this.#options = options;
  }

  /** What was found at most 30 s ago; not if a media server came or went since. */
  report(): Promise<ReadinessReport> {
    const nowMs = performance.now();
    const { availableCount } = this.#options.media;
    const isOld = nowMs - this.#triedAtMs > MAX_AGE_MS || availableCount !== this.#availableThen;
    if (isOld || this.#report === undefined) {
      this.#triedAtMs = nowMs;
      this.#availableThen = availableCount;
      this.#report = this.#try();
    }
    return this.#report;
  }

  async #try(): Promise<ReadinessReport> {
    const [history, media] = await Promise.all([this.#tryHistory(), this.#tryMedia()]);
    return { isReady: history === OK && media.isReady, parts: { history, media: media.said } };
  }

  async #tryHistory(): Promise<string> {
    const { store, timeoutMs = TIMEOUT_MS } = this.#options;
    const answered = store.savedBroadcasts().then(
      () => true,
      () => false,
    );
    return (await within(timeoutMs, answered, false)) ? OK : 'the database does not answer';
  }

  /** One media server that works is enough. */
  async #tryMedia(): Promise<{ isReady: boolean; said: string }> {
    const { media, timeoutMs = TIMEOUT_MS } = this.#options;
    const tried = media.all.map((server) =>
      mediaLoop(server, timeoutMs).then(
        () => true,
        () => false,
      ),
    );
    const works = await Promise.all(tried);
    const failed = works.filter((isWorking) => !isWorking).length;
    const said = `${failed} of ${works.length} media servers process no pictures`;
    return { isReady: failed < works.length, said: failed === 0 ? OK : said };
  }
}
