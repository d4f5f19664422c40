import { CrowdEventKind, CrowdLevel } from '@crowdlens/schema';
import type { Alert, CreateAlertRuleInput } from '@crowdlens/schema';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { openBroadcasts } from '../broadcast/broadcasts.test.support.js';
import type { IdleBroadcasts } from '../broadcast/broadcasts.test.support.js';
import { HistoryError } from '../history/HistoryStore.js';
import { openSqlite } from '../history/sql/sqlite.js';
import type { Plain } from '../plain.js';
import { Alerts } from './Alerts.js';
import { alertId } from './WatchedRule.js';

let parts: IdleBroadcasts;
let databaseIsAway = false;

beforeEach(async () => {
  databaseIsAway = false;
  parts = await openBroadcasts(async (file) => {
    // A real database that is away now and then.
    const store = await openSqlite(file);
    const save = store.saveAlert.bind(store);
    store.saveAlert = async (...args) => {
      if (databaseIsAway) throw new HistoryError('away');
      await save(...args);
    };
    return store;
  });
});
afterEach(() => parts.close());

/** As a server that has just been started. */
async function openAlerts(interruptedMs: number, patienceMs = 5000): Promise<Alerts> {
  const { broadcasts, history, log } = parts;
  const alerts = await Alerts.open({
    broadcasts,
    store: history.store,
    log,
    interruptedMs,
    patienceMs,
  });
  onTestFinished(() => alerts.close());
  return alerts;
}

const RULE: CreateAlertRuleInput = {
  broadcastId: 'main',
  regionId: 'all',
  name: 'crowded',
  kind: CrowdEventKind.OCCUPANCY,
  minLevel: CrowdLevel.MIN,
  forSeconds: 5,
  cooldownSeconds: 0,
  enabled: true,
};

const NUMBER = Date.now() - 60_000;

/** What an earlier server left: an alert that was raised a minute ago, of a new rule. */
async function leaveAlert(endedAt: Date | null = null): Promise<Plain<Alert>> {
  const earlier = await openAlerts(1000);
  const rule = await earlier.createRule(RULE);
  await earlier.close();
  const at = new Date(NUMBER);
  const alert: Plain<Alert> = {
    id: alertId(NUMBER),
    ruleId: rule.id,
    ruleName: rule.name,
    broadcastId: 'main',
    regionId: 'all',
    kind: rule.kind,
    beganAt: at,
    raisedAt: at,
    lastSeenAt: at,
    endedAt,
    ending: null,
    peak: 40,
    peakLevel: CrowdLevel.MED,
    peakAt: at,
    compass: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
  };
  const { name } = parts.broadcasts.get('main').events;
  await parts.history.store.saveAlert(name, { number: NUMBER, changed: NUMBER, alert });
  return alert;
}

/** The next change of the alerts, or first what is open. */
async function nextChange(alerts: Alerts, after?: string): Promise<Plain<Alert>> {
  for await (const { alert } of alerts.changes('main', after)) return alert;
  throw new Error('The alerts ended.');
}

test('two changes of a rule at once are both kept', async () => {
  const alerts = await openAlerts(1000);
  const { id } = await alerts.createRule(RULE);
  await Promise.all([
    alerts.updateRule({ id, forSeconds: 30 }),
    alerts.updateRule({ id, cooldownSeconds: 60 }),
    alerts.updateRule({ id, name: 'full' }),
  ]);
  const changed = { id, forSeconds: 30, cooldownSeconds: 60, name: 'full' };
  expect(await alerts.rules('main')).toMatchObject([changed]);
  expect(await (await openAlerts(1000)).rules('main')).toMatchObject([changed]);
});

test('a rule that is deleted while it is changed stays deleted', async () => {
  const alerts = await openAlerts(1000);
  const { id } = await alerts.createRule(RULE);
  const [, change] = await Promise.allSettled([
    alerts.deleteRule(id),
    alerts.updateRule({ id, forSeconds: 30 }),
  ]);
  expect(change).toMatchObject({ status: 'rejected', reason: { code: 'ALERT_RULE_NOT_FOUND' } });
  expect(await (await openAlerts(1000)).rules('main')).toEqual([]);
});

test('there are 64 rules at most, also when they are made at once', async () => {
  const alerts = await openAlerts(1000);
  for (let round = 0; round < 2; round += 1) {
    await Promise.all(Array.from({ length: 31 }, () => alerts.createRule(RULE)));
  }
  const last = await Promise.allSettled([1, 2, 3].map(() => alerts.createRule(RULE)));
  expect(last.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(last[2]).toMatchObject({ reason: { code: 'LIMIT_EXCEEDED' } });
});

test('an open alert waits for its broadcast when the server is back, then ends', async () => {
  const left = await leaveAlert();
  expect(await nextChange(await openAlerts(60_000))).toEqual(left);
  const alerts = await openAlerts(1);
  const changes = alerts.changes('main')[Symbol.asyncIterator]();
  let change = await changes.next();
  if (change.value.alert.endedAt === null) change = await changes.next();
  expect(change.value.alert).toEqual({ ...left, ending: 'OFF_AIR', endedAt: left.lastSeenAt });
  await changes.return?.();
});

test.each([
  ['an open alert', null],
  ['one that has ended', new Date(NUMBER + 1000)],
])('%s is acknowledged when the database is back; who waits is told so', async (_, endedAt) => {
  const { id } = await leaveAlert(endedAt);
  const alerts = await openAlerts(60_000, 50);
  databaseIsAway = true;
  await expect(alerts.acknowledge(id, 'ana')).rejects.toThrow('will be acknowledged if it comes');
  expect(await alerts.find(id)).toMatchObject({ acknowledgedBy: null });
  databaseIsAway = false;
  await alerts.journal.idle();
  expect(await alerts.find(id)).toMatchObject({ acknowledgedBy: 'ana' });
  // Who acknowledges it again is not the one who did.
  expect(await alerts.acknowledge(id, 'ben')).toMatchObject({ acknowledgedBy: 'ana' });
});
