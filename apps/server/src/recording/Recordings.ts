import { RecordingEnding } from '@crowdlens/schema';
import type { Recording, RecordingConnection, RecordingPageQuery } from '@crowdlens/schema';
import type { Logger } from 'pino';
import { badInput } from '../errors.js';
import { connectionPage } from '../events/connection.js';
import type { RecordingStore, StoredRecording } from '../history/RecordingStore.js';
import { ActiveRecording } from './ActiveRecording.js';
import type { Recordable } from './ActiveRecording.js';
import { finishFile } from './finishFile.js';
import { RecordingCatalog } from './RecordingCatalog.js';
import { RecordingFolder } from './RecordingFolder.js';
import type { RecordingLimits } from './RecordingLimits.js';
import { surplusOf } from './surplus.js';

/** What {@link Recordings} works with. */
export interface RecordingsOptions {
  /** Absolute path of their folder. */
  readonly dir: string;
  readonly limits: RecordingLimits;
  readonly store: RecordingStore;
  readonly log: Logger;
}

/** What somebody wants recorded. */
export interface RecordingWish {
  readonly broadcastId: string;
  /** Who wants it, for the history. */
  readonly actor: string;
  /** At most as long as the limits say, which is also the default. */
  readonly maxSeconds?: number | null | undefined;
}

/** A recording that its broadcast holds. */
export interface RunningRecording {
  /** As the API shows it. */
  readonly view: () => Recording;
  /** Resolves when its file is complete, whoever or whatever ended it. */
  readonly finished: Promise<void>;
  /** Ends it; resolves when the file is complete and everything about it is kept. The first reason counts. */
  end(ending: RecordingEnding): Promise<void>;
}

/** How often too old and too many recordings are looked for. */
const TRIM_MS = 60_000;

/** All recordings: makes them, knows them, and deletes what is too old or too much. */
export class Recordings {
  readonly folder: RecordingFolder;
  readonly #catalog: RecordingCatalog;
  readonly #options: RecordingsOptions;
  readonly #active = new Map<string, ActiveRecording>();
  /** By recording, when it will be complete. */
  readonly #finishing = new Map<string, Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  readonly #closed = new AbortController();

  /** Finds what was recorded, and completes what a killed server left unfinished. */
  static async open(options: RecordingsOptions): Promise<Recordings> {
    const folder = await RecordingFolder.open(options.dir);
    const stored = await options.store.recordings();
    const catalog = new RecordingCatalog(stored, options.limits.days);
    const recordings = new Recordings(options, folder, catalog);
    for (const recording of stored) {
      if (recording.lengthMs === null) await recordings.#takeUp(recording);
    }
    return recordings;
  }

  private constructor(
    options: RecordingsOptions,
    folder: RecordingFolder,
    catalog: RecordingCatalog,
  ) {
    this.#options = options;
    this.folder = folder;
    this.#catalog = catalog;
    this.#timer = setInterval(() => void this.#trim(), TRIM_MS);
  }

  /**
   * Begins to record; resolves when the first picture is there.
   *
   * @throws ApiError BAD_USER_INPUT, DISK_FULL, MEDIA_SERVER_UNAVAILABLE; NotSupportedError, HistoryError
   */
  async start(source: Recordable, wish: RecordingWish): Promise<RunningRecording> {
    const { limits, store, log } = this.#options;
    const { broadcastId, actor: startedBy } = wish;
    const maxSeconds = wish.maxSeconds ?? limits.maxSeconds;
    if (maxSeconds < 1 || maxSeconds > limits.maxSeconds) {
      throw badInput(`maxSeconds: must be from 1 to ${limits.maxSeconds}, not ${maxSeconds}.`);
    }
    await this.folder.checkRoom(limits.minFreeBytes);
    const id = idOf(broadcastId, new Date());
    const active = await ActiveRecording.start(id, source, this.folder, { ...limits, maxSeconds });
    const recording: StoredRecording = {
      id,
      broadcastId,
      startedAt: this.#catalog.freeStart(active.startedAt),
      startedBy,
      endedAt: null,
      ending: null,
      bytes: 0,
      lengthMs: null,
    };
    // At once, so that no other one takes the same start.
    this.#catalog.set(recording);
    try {
      await store.saveRecording(recording);
    } catch (error) {
      this.#catalog.delete(id);
      await active.end(RecordingEnding.FAILED);
      await this.folder.remove(id);
      throw error;
    }
    log.info({ recording: id, actor: startedBy }, 'recording');
    this.#active.set(id, active);
    const finished = active.ended.then((ending) => this.#finish(recording, ending));
    this.#finishing.set(id, finished);
    return {
      view: () => this.#view(recording),
      finished,
      end: async (ending) => {
        await active.end(ending);
        await finished;
      },
    };
  }

  /** A recording as the API shows it; undefined when there is none. */
  find(id: string): Recording | undefined {
    const found = this.#catalog.get(id);
    return found && this.#view(found);
  }

  /** The recording that was made of a broadcast at this time; undefined when there is none. */
  at(broadcastId: string, time: Date): Recording | undefined {
    const found = this.#catalog.at(broadcastId, time);
    return found && this.#view(found);
  }

  /** @throws ApiError BAD_USER_INPUT */
  async page({ broadcastId, ...query }: RecordingPageQuery): Promise<RecordingConnection> {
    const { edges, pageInfo } = await connectionPage(query, this.#catalog.list(broadcastId));
    return {
      edges: edges.map(({ cursor, node }) => ({ cursor, node: this.#view(node) })),
      pageInfo,
    };
  }

  /**
   * Deletes a recording that has ended. @returns false when there is none
   *
   * @throws ApiError BAD_USER_INPUT; HistoryError
   */
  async delete(id: string): Promise<boolean> {
    const recording = this.#catalog.get(id);
    if (!recording) return false;
    if (!recording.endedAt) throw badInput('id: is being recorded; stop it first (stopRecording).');
    await this.#remove(recording);
    return true;
  }

  /** Deletes all recordings of a broadcast that has ended. */
  async deleteOf(broadcastId: string): Promise<void> {
    for (const recording of this.#catalog.all) {
      if (recording.broadcastId !== broadcastId) continue;
      await this.#finishing.get(recording.id);
      await this.#remove(recording);
    }
  }

  /** Resolves when everything is kept; whoever records has ended it before. */
  async close(): Promise<void> {
    this.#closed.abort();
    clearInterval(this.#timer);
    await Promise.all(this.#finishing.values());
  }

  #view(recording: StoredRecording): Recording {
    const known = this.#catalog.get(recording.id) ?? recording;
    const bytes = this.#active.get(recording.id)?.bytes ?? known.bytes;
    return this.#catalog.view({ ...known, bytes });
  }

  /** What was being recorded when the server was killed. */
  async #takeUp(recording: StoredRecording): Promise<void> {
    // The time of its last byte is as near as one can come to its end.
    const endedAt = recording.endedAt ?? (await this.folder.writtenAt(recording.id));
    const ending = recording.ending ?? RecordingEnding.SERVER_LOST;
    await this.#finish({ ...recording, endedAt: endedAt ?? new Date() }, ending);
  }

  async #finish(recording: StoredRecording, ending: RecordingEnding): Promise<void> {
    const { store, log } = this.#options;
    const { id } = recording;
    const endedAt = recording.endedAt ?? new Date();
    // From here on it has ended for all who ask; its length is known a little later.
    this.#catalog.set({ ...recording, endedAt, ending });
    this.#active.delete(id);
    try {
      const isLost = ending === RecordingEnding.MEDIA_SERVER_LOST;
      const file = await finishFile(this.folder, id, isLost ? this.#closed.signal : undefined);
      if (file.bytes === 0) {
        await this.#remove(recording);
        return;
      }
      const ended: StoredRecording = { ...recording, endedAt, ending, ...file };
      this.#catalog.set(ended);
      await store.saveRecording(ended);
      log.info({ recording: id, ending, bytes: file.bytes }, 'recording ended');
    } catch (error) {
      log.error({ err: error, recording: id }, 'a recording could not be completed');
    } finally {
      this.#finishing.delete(id);
    }
    await this.#trim();
  }

  async #trim(): Promise<void> {
    const surplus = surplusOf(this.#catalog, this.#options.limits, Date.now());
    try {
      for (const recording of surplus) await this.#remove(recording);
    } catch (error) {
      this.#options.log.warn({ err: error }, 'recordings that are too old could not be deleted');
    }
  }

  async #remove({ id }: StoredRecording): Promise<void> {
    await this.folder.remove(id);
    await this.#options.store.removeRecording(id);
    this.#catalog.delete(id);
    this.#options.log.info({ recording: id }, 'recording deleted');
  }
}

/** For people, too, who look into the folder: `main-20261124T093000123Z`. */
function idOf(broadcastId: string, now: Date): string {
  return `${broadcastId}-${now.toISOString().replaceAll(/[-:.]/g, '')}`;
}
