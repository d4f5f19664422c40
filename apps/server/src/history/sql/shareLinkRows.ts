import type { ShareLink } from '@crowdlens/schema';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.js';

/** In the order of their making. */
export async function readShareLinks(db: Kysely<Tables>): Promise<ShareLink[]> {
  const rows = await db
    .selectFrom('share_link')
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    role: row.role,
    broadcastId: row.broadcast_id,
    createdAt: new Date(row.created_at),
    createdBy: row.created_by,
    expiresAt: new Date(row.expires_at),
  }));
}

export async function writeShareLink(db: Kysely<Tables>, link: ShareLink): Promise<void> {
  await db
    .insertInto('share_link')
    .values({
      id: link.id,
      name: link.name,
      role: link.role,
      broadcast_id: link.broadcastId,
      created_at: link.createdAt.getTime(),
      created_by: link.createdBy,
      expires_at: link.expiresAt.getTime(),
    })
    .execute();
}
