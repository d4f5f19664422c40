import {
  postgresBinaries,
  startPostgres,
} from '../../apps/server/src/history/sql/temporaryPostgres.test.support.js';

/** PostgreSQL, by the names that the cluster's tests know. */
export const Postgres = { programs: postgresBinaries(), start: startPostgres };
