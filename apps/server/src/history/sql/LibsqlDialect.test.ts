import { Kysely, sql } from 'kysely';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LibsqlDialect } from './LibsqlDialect.js';

let db: Kysely<{ note: { text: string } }>;

beforeEach(async () => {
  db = new Kysely({ dialect: new LibsqlDialect(new Database(':memory:')) });
  await db.schema.createTable('note').addColumn('text', 'text').execute();
  await sql`PRAGMA max_page_count = 3`.execute(db);
});
afterEach(() => db.destroy());

const write = (length: number) =>
  db.transaction().execute((transaction) =>
    transaction
      .insertInto('note')
      .values({ text: 'x'.repeat(length) })
      .execute(),
  );

test('where there is no room left, that is what is said', async () => {
  await expect(write(20_000)).rejects.toThrow('database or disk is full');
  await write(1);
  expect(await db.selectFrom('note').selectAll().execute()).toEqual([{ text: 'x' }]);
});

test('what goes wrong in a transaction undoes it', async () => {
  const failing = db.transaction().execute(async (transaction) => {
    await transaction.insertInto('note').values({ text: 'x' }).execute();
    throw new Error('for another reason');
  });
  await expect(failing).rejects.toThrow('for another reason');
  expect(await db.selectFrom('note').selectAll().execute()).toEqual([]);
});
