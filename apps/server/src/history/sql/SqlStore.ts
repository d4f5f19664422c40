import type { AlertRule, CrowdEvent, OverlayMode, ShareLink } from '@crowdlens/schema';
import type { Kysely, Transaction } from 'kysely';
import { FencedError } from '../HistoryStore.js';
import type { AlertConditions, AlertRange, StoredAlert } from '../AlertStore.js';
import type {
  EventConditions,
  EventRange,
  HistoryBatch,
  HistoryStore,
  LogName,
  LogState,
  RegionRevision,
  Retention,
  SeriesRange,
  SeriesRow,
} from '../HistoryStore.js';
import type {
  DeliveryConditions,
  DeliveryKey,
  DeliveryOutcome,
  NewWebhookMessage,
  StoredDelivery,
  StoredWebhook,
} from '../WebhookStore.js';
import { readAlert, readAlerts, readRules, writeAlert, writeRule } from './alertRows.js';
import type { StoredRecording } from '../RecordingStore.js';
import { eventOf, eventRow } from './eventRows.js';
import { migrate } from './migrations.js';
import { readEvents } from './readEvents.js';
import { readRecordings, writeRecording } from './recordingRows.js';
import { readShareLinks, writeShareLink } from './shareLinkRows.js';
import { addUpMinutes, readSeries, writeSeconds } from './seriesRows.js';
import type { Tables } from './tables.js';
import { trim } from './trim.js';
import {
  queueMessage,
  readDelivery,
  readDeliveries,
  readDue,
  readNextAttempt,
  readWebhooks,
  writeOutcome,
  writeWebhook,
} from './webhookRows.js';

/** Rows of one INSERT. SQLite takes 32,766 values at once. */
const CHUNK = 500;
const MINUTE = 60;
/** How late a second may be written and still be added to its minute. */
const LATEST_SECONDS = 5;

/** The history in an SQL database. */
export class SqlStore implements HistoryStore {
  readonly #db: Kysely<Tables>;
  /** Logs that have their row, or had it when they were last written. */
  readonly #knownLogs = new Set<number>();
  /** By log, the minute up to which seconds have been added up. */
  readonly #minutes = new Map<number, number>();
  /** Of the present lead; undefined: there is no other server. */
  #fence: number | undefined;

  /** Brings the database to the present tables first. */
  static async open(db: Kysely<Tables>): Promise<SqlStore> {
    try {
      await migrate(db);
      return new SqlStore(db);
    } catch (error) {
      await db.destroy();
      throw error;
    }
  }

  private constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async lead(): Promise<number> {
    const { fence } = await this.#db
      .updateTable('lead')
      .set((row) => ({ fence: row('fence', '+', 1) }))
      .returning('fence')
      .executeTakeFirstOrThrow();
    this.#fence = fence;
    return fence;
  }

  async findLog(broadcastId: string): Promise<LogState | undefined> {
    const found = await this.#db
      .selectFrom('broadcast')
      .select('log')
      .where('id', '=', broadcastId)
      .executeTakeFirst();
    if (!found) return undefined;
    const newest = await this.#db
      .selectFrom('crowd_event')
      .select(['sequence', 'at'])
      .where('log', '=', found.log)
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst();
    return { log: found.log, newest: newest?.sequence ?? 0, newestAt: newest?.at ?? 0 };
  }

  async write({ logs, events, seconds }: HistoryBatch): Promise<void> {
    await this.#writing(async (transaction) => {
      for (const name of logs) await this.#nameLog(transaction, name);
      for (const rows of chunks(events)) {
        await transaction
          .insertInto('crowd_event')
          .values(rows.map(eventRow))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      for (const rows of chunks(seconds)) await writeSeconds(transaction, rows);
      for (const { log, second } of seconds) await this.#addUp(transaction, log, second.start);
    });
    logs.forEach(({ log }) => this.#knownLogs.add(log));
  }

  async events(name: LogName, wanted: EventConditions, range: EventRange): Promise<CrowdEvent[]> {
    const rows = await readEvents(this.#db, name.log, wanted, range);
    return rows.map((row) => eventOf(name, row));
  }

  async oldestEvent(log: number): Promise<number | undefined> {
    const oldest = await this.#db
      .selectFrom('crowd_event')
      .select('sequence')
      .where('log', '=', log)
      .orderBy('sequence')
      .limit(1)
      .executeTakeFirst();
    return oldest?.sequence;
  }

  series(log: number, range: SeriesRange, bucketSeconds: number): Promise<SeriesRow[]> {
    return readSeries(this.#db, { log, bucketSeconds, ...range });
  }

  busiest(
    log: number,
    range: Omit<SeriesRange, 'regionId'> & { readonly regionId: string | null },
    bucketSeconds: number,
    limit: number,
  ): Promise<SeriesRow[]> {
    return readSeries(this.#db, { log, bucketSeconds, ...range }, limit);
  }

  async savedBroadcasts(): Promise<string[]> {
    const rows = await this.#db
      .selectFrom('broadcast')
      .select('id')
      .where('id', 'is not', null)
      .where((row) =>
        row.or([
          row('log', 'in', row.selectFrom('region_revision').select('log')),
          row('log', 'in', row.selectFrom('alert_rule').select('log')),
        ]),
      )
      .orderBy('id')
      .execute();
    return rows.map(({ id }) => id!);
  }

  async saveRevisions(name: LogName, revisions: readonly RegionRevision[]): Promise<void> {
    await this.#writing(async (transaction) => {
      await this.#nameLog(transaction, name);
      await transaction
        .insertInto('region_revision')
        .values(
          revisions.map(({ revision, at, actor, ...settings }) => ({
            log: name.log,
            revision,
            at: at.getTime(),
            actor,
            settings: JSON.stringify(settings),
          })),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
    this.#knownLogs.add(name.log);
  }

  async revisions(log: number, limit: number, before?: number): Promise<RegionRevision[]> {
    let query = this.#db.selectFrom('region_revision').selectAll().where('log', '=', log);
    if (before !== undefined) query = query.where('revision', '<', before);
    const rows = await query.orderBy('revision', 'desc').limit(limit).execute();
    return rows.map(({ revision, at, actor, settings }) => {
      const { regions, processingWidth } = JSON.parse(settings) as RegionRevision;
      return { revision, at: new Date(at), actor, regions, processingWidth };
    });
  }

  async overlay(log: number): Promise<OverlayMode | undefined> {
    const found = await this.#db
      .selectFrom('broadcast')
      .select('overlay')
      .where('log', '=', log)
      .executeTakeFirst();
    return found?.overlay ?? undefined;
  }

  async saveOverlay(name: LogName, overlay: OverlayMode): Promise<void> {
    await this.#writing(async (transaction) => {
      await transaction
        .insertInto('broadcast')
        .values({ log: name.log, id: name.broadcastId, overlay })
        .onConflict((conflict) => conflict.column('log').doUpdateSet({ overlay }))
        .execute();
    });
    this.#knownLogs.add(name.log);
  }

  alertRules(log: number): Promise<AlertRule[]> {
    return readRules(this.#db, log);
  }

  async saveAlertRule(name: LogName, rule: AlertRule): Promise<void> {
    await this.#writing(async (transaction) => {
      await this.#nameLog(transaction, name);
      await writeRule(transaction, name.log, rule);
    });
    this.#knownLogs.add(name.log);
  }

  async removeAlertRule(id: string): Promise<void> {
    await this.#db.deleteFrom('alert_rule').where('id', '=', id).execute();
  }

  alerts(wanted: AlertConditions, range: AlertRange): Promise<StoredAlert[]> {
    return readAlerts(this.#db, wanted, range);
  }

  alert(number: number): Promise<StoredAlert | undefined> {
    return readAlert(this.#db, number);
  }

  async newestAlertChange(): Promise<number> {
    const found = await this.#db
      .selectFrom('alert')
      .select('changed')
      .orderBy('changed', 'desc')
      .limit(1)
      .executeTakeFirst();
    return found?.changed ?? 0;
  }

  async saveAlert(name: LogName, alert: StoredAlert, message?: NewWebhookMessage): Promise<void> {
    await this.#writing(async (transaction) => {
      await this.#nameLog(transaction, name);
      await writeAlert(transaction, name.log, alert);
      if (message) await queueMessage(transaction, message);
    });
    this.#knownLogs.add(name.log);
  }

  webhooks(): Promise<StoredWebhook[]> {
    return readWebhooks(this.#db);
  }

  saveWebhook(webhook: StoredWebhook): Promise<void> {
    return writeWebhook(this.#db, webhook);
  }

  async removeWebhook(id: string): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('webhook_delivery').where('webhook_id', '=', id).execute();
      await transaction.deleteFrom('webhook').where('id', '=', id).execute();
    });
  }

  dueDeliveries(now: number): Promise<StoredDelivery[]> {
    return readDue(this.#db, now);
  }

  nextAttemptAt(): Promise<number | undefined> {
    return readNextAttempt(this.#db);
  }

  deliveries(
    wanted: DeliveryConditions,
    limit: number,
    before?: DeliveryKey,
  ): Promise<StoredDelivery[]> {
    return readDeliveries(this.#db, wanted, limit, before);
  }

  delivery(key: DeliveryKey): Promise<StoredDelivery | undefined> {
    return readDelivery(this.#db, key);
  }

  saveOutcome(key: DeliveryKey, outcome: DeliveryOutcome): Promise<void> {
    return writeOutcome(this.#db, key, outcome);
  }

  recordings(): Promise<StoredRecording[]> {
    return readRecordings(this.#db);
  }

  saveRecording(recording: StoredRecording): Promise<void> {
    return writeRecording(this.#db, recording);
  }

  async removeRecording(id: string): Promise<void> {
    await this.#db.deleteFrom('recording').where('id', '=', id).execute();
  }

  shareLinks(): Promise<ShareLink[]> {
    return readShareLinks(this.#db);
  }

  addShareLink(link: ShareLink): Promise<void> {
    return writeShareLink(this.#db, link);
  }

  async removeShareLink(id: string): Promise<void> {
    await this.#db.deleteFrom('share_link').where('id', '=', id).execute();
  }

  async remove(broadcastId: string): Promise<void> {
    await this.#db
      .updateTable('broadcast')
      .set({ id: null })
      .where('id', '=', broadcastId)
      .execute();
  }

  trim(retention: Retention, now: number): Promise<boolean> {
    return trim(this.#db, retention, now);
  }

  async close(): Promise<void> {
    await this.#db.destroy();
  }

  /** All or nothing, and nothing when another server leads. */
  async #writing(write: (transaction: Transaction<Tables>) => Promise<void>): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      await this.#checkFence(transaction);
      await write(transaction);
    });
  }

  /** Until the transaction ends, nobody else begins to lead. */
  async #checkFence(transaction: Transaction<Tables>): Promise<void> {
    if (this.#fence === undefined) return;
    const { fence } = await transaction
      .selectFrom('lead')
      .select('fence')
      .forShare()
      .executeTakeFirstOrThrow();
    if (fence !== this.#fence) throw new FencedError();
  }

  async #nameLog(transaction: Transaction<Tables>, name: LogName): Promise<void> {
    if (this.#knownLogs.has(name.log)) return;
    await transaction
      .insertInto('broadcast')
      .values({ log: name.log, id: name.broadcastId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async #addUp(transaction: Transaction<Tables>, log: number, second: number): Promise<void> {
    const settled = second - LATEST_SECONDS;
    const minute = settled - (settled % MINUTE);
    if (minute <= (this.#minutes.get(log) ?? 0)) return;
    await addUpMinutes(transaction, log, minute);
    this.#minutes.set(log, minute);
  }
}

function* chunks<T>(rows: readonly T[]): Iterable<readonly T[]> {
  for (let first = 0; first < rows.length; first += CHUNK) yield rows.slice(first, first + CHUNK);
}
