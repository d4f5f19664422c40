import type { Kysely } from 'kysely';
import type { StoredRecording } from '../RecordingStore.js';
import type { RecordingTable, Tables } from './tables.js';

/** The oldest first. */
export async function readRecordings(db: Kysely<Tables>): Promise<StoredRecording[]> {
  const rows = await db.selectFrom('recording').selectAll().orderBy('started_at').execute();
  return rows.map((row) => ({
    id: row.id,
    broadcastId: row.broadcast_id,
    startedAt: new Date(row.started_at),
    startedBy: row.started_by,
    endedAt: row.ended_at === null ? null : new Date(row.ended_at),
    ending: row.ending,
    bytes: row.bytes,
    lengthMs: row.length_ms,
  }));
}

export async function writeRecording(
  db: Kysely<Tables>,
  recording: StoredRecording,
): Promise<void> {
  const row: RecordingTable = {
    id: recording.id,
    broadcast_id: recording.broadcastId,
    started_at: recording.startedAt.getTime(),
    started_by: recording.startedBy,
    ended_at: recording.endedAt?.getTime() ?? null,
    ending: recording.ending,
    bytes: recording.bytes,
    length_ms: recording.lengthMs,
  };
  await db
    .insertInto('recording')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}
