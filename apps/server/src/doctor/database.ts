import { inspectHistory } from '../history/inspectHistory.js';
import type { Check } from './Check.js';
import { failed, ok, reasonOf, warning } from './Finding.js';

/** Whether the history can be opened and written to, and whether its tables are the present ones. */
export const database: Check = {
  name: 'database',
  run: async (config) => {
    const isPostgres = config.databaseUrl !== undefined;
    const setting = isPostgres ? 'DATABASE_URL' : 'DATA_DIR';
    try {
      const { product, isNew, pendingMigrations } = await inspectHistory(config);
      const count = pendingMigrations.length;
      if (isNew) return [ok(`${product}: its tables will be made at the start.`)];
      if (count === 0)
        return [ok(`${product}: its tables are the present ones; it can be written to.`)];
      return [
        warning(
          `${product}: its tables are of an older version, ${count} changes behind.`,
          'The next start changes them, and there is no way back: copy the data first (docs/operations.md, Upgrades).',
        ),
      ];
    } catch (error) {
      return [
        failed(
          `The database of the history cannot be used: ${reasonOf(error)}.`,
          isPostgres
            ? `The server would not start. Is PostgreSQL running, and may this user make tables there? Correct ${setting}.`
            : `The server would not start. Put a copy of crowdlens.db back, or set ${setting} to another folder.`,
        ),
      ];
    }
  },
};
