import type { OverlayMode, RecordingEnding, Role } from '@crowdlens/schema';
import type { SeriesRow } from '../HistoryStore.js';

/** The tables of the history; `migrations.ts` makes them. Times of events are milliseconds since 1970. */
export interface Tables {
  broadcast: BroadcastTable;
  crowd_event: CrowdEventTable;
  recording: RecordingTable;
  region_revision: RegionRevisionTable;
  share_link: ShareLinkTable;
  series_second: SeriesTable;
  series_minute: SeriesTable;
  alert_rule: AlertRuleTable;
  alert: AlertTable;
  webhook: WebhookTable;
  webhook_delivery: WebhookDeliveryTable;
  lead: LeadTable;
}

/** One row: how often a server has begun to lead those that share the database. */
interface LeadTable {
  fence: number;
}

/** Which log a broadcast writes into, and what it is besides. */
interface BroadcastTable {
  log: number;
  /** Null when nobody has said so. */
  overlay: OverlayMode | null;
  /** Null for a removed broadcast, until everything of its log has been deleted. */
  id: string | null;
}

/** One row for each event. */
export interface CrowdEventTable {
  log: number;
  sequence: number;
  at: number;
  region_id: string;
  /** Index into CrowdEventKind. */
  kind: number;
  /** Index into CrowdLevel; 0 for a direction, so that each event has a place in the indexes. */
  level: number;
  previous_level: number | null;
  /** Index into CompassPoint. */
  compass: number | null;
  /** Percentage or angle. */
  value: number;
  revision: number;
}

/** One row for each recording; its pictures are in a file. Times are milliseconds since 1970. */
export interface RecordingTable {
  id: string;
  broadcast_id: string;
  started_at: number;
  started_by: string;
  ended_at: number | null;
  ending: RecordingEnding | null;
  bytes: number;
  length_ms: number | null;
}

/** One row for each share link that was not taken back. Times are milliseconds since 1970. */
interface ShareLinkTable {
  id: string;
  name: string | null;
  role: Role;
  broadcast_id: string | null;
  created_at: number;
  created_by: string;
  expires_at: number;
}

interface RegionRevisionTable {
  log: number;
  revision: number;
  at: number;
  actor: string;
  /** JSON. */
  settings: string;
}

interface AlertRuleTable {
  id: string;
  /** In the order in which they were made. */
  number: number;
  log: number;
  /** JSON. */
  rule: string;
}

/** One row for each alert. */
export interface AlertTable {
  number: number;
  log: number;
  region_id: string;
  changed: number;
  /** 1 while it has not ended. */
  open: number;
  /** 1 when somebody knows of it. */
  acknowledged: number;
  /** The alert, JSON. */
  facts: string;
}

interface WebhookTable {
  id: string;
  url: string;
  secret: string;
  broadcast_id: string | null;
  /** 1 or 0. */
  enabled: number;
  created_at: number;
}

/** One row for each message of each webhook. */
export interface WebhookDeliveryTable {
  number: number;
  webhook_id: string;
  type: string;
  /** JSON. */
  body: string;
  created_at: number;
  /** 0 waiting, 1 delivered, 2 dead. */
  state: number;
  attempts: number;
  tried_at: number | null;
  /** Null unless it is waiting. */
  next_at: number | null;
  status: number | null;
  problem: string | null;
}

/** A {@link SeriesRow}: the start is that of the second or minute, in seconds since 1970. */
export type SeriesTable = { log: number; region_id: string } & Record<SeriesColumn, number> &
  Record<NullableSeriesColumn, number | null>;

type Snake<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${Snake<Tail>}`
  : '';
type NullableSeriesColumn = 'fluidity_min' | 'fluidity_max';
type SeriesColumn = Exclude<Snake<Exclude<keyof SeriesRow, 'regionId'>>, NullableSeriesColumn>;
