// Puts events into the log of `main` without end, and prints each one that a subscriber gets:
// "SEQUENCE PERCENTAGE CURSOR". For event-log.test.ts, which kills it.
//   node e2e/long/eventWriter.mjs FOLDER [CURSOR]
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import { decodeCursor } from '../../apps/server/dist/events/cursor.js';
import { EventLog } from '../../apps/server/dist/events/EventLog.js';
import { History } from '../../apps/server/dist/history/History.js';

const [folder, cursor] = process.argv.slice(2);
const retention = { days: 1, secondsDays: 1, maxEvents: 1e6 };
const history = await History.open(
  { dataDir: folder, databaseUrl: process.env.DATABASE_URL, retention },
  pino({ level: 'silent' }),
);
const log = await EventLog.open('main', history);

async function print() {
  const after =
    cursor === undefined ? { log: log.name.log, sequence: 0 } : decodeCursor('', cursor);
  for await (const message of log.stream({}, after)) {
    const { event } = message;
    process.stdout.write(`${event?.sequence} ${event?.percentage} ${message.cursor}\n`);
  }
}

void print();
for (;;) {
  for (let n = 0; n < 3; n += 1) {
    log.append({
      typeName: 'OccupancyEvent',
      regionId: 'all',
      at: new Date(),
      revision: 1,
      percentage: Math.random() * 100,
      level: 'MED',
      previousLevel: 'NONE',
    });
  }
  // Not faster than the disk, so that nothing is left out; and not in step with it.
  if (Math.random() < 0.1) await history.writer.idle();
  await nextTurn();
}
