import { CrowdEventKind, CrowdLevel, WebhookDeliveryState } from '@crowdlens/schema';
import type { Alert, AlertRule, Webhook } from '@crowdlens/schema';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AlertConditions, AlertRange, StoredAlert } from '../AlertStore.js';
import type { HistoryStore } from '../HistoryStore.js';
import { DATABASES } from './databases.test.support.js';
import type { Database } from './databases.test.support.js';

const { WAITING, DELIVERED, DEAD } = WebhookDeliveryState;
const DAY_MS = 24 * 3600 * 1000;
const ALL: AlertRange = { by: 'number', after: 0, limit: 100 };

const rule = (id: string, change: Partial<AlertRule> = {}): AlertRule => ({
  id,
  broadcastId: 'main',
  regionId: 'all',
  name: id,
  kind: CrowdEventKind.OCCUPANCY,
  minLevel: CrowdLevel.MED,
  directions: null,
  forSeconds: 5,
  cooldownSeconds: 0,
  activeHours: null,
  enabled: true,
  ...change,
});

/** Alert n was raised n seconds after 1970 and changed last a minute later. */
const alert = (n: number, change: Partial<Alert> = {}): StoredAlert => ({
  number: n * 1000,
  changed: n * 1000 + 60_000,
  alert: {
    id: `${n}`,
    ruleId: 'r',
    ruleName: 'crowded',
    broadcastId: 'main',
    regionId: n % 2 === 0 ? 'even' : 'odd',
    kind: CrowdEventKind.OCCUPANCY,
    beganAt: new Date(n * 1000 - 300),
    raisedAt: new Date(n * 1000),
    lastSeenAt: new Date(n * 1000 + 500),
    endedAt: null,
    ending: null,
    peak: 55.5,
    peakLevel: CrowdLevel.MED,
    peakAt: new Date(n * 1000),
    compass: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    ...change,
  },
});

const webhook = (id: string, change: Partial<Webhook> = {}): Webhook => ({
  id,
  url: `https://example.org/${id}`,
  broadcastId: null,
  enabled: true,
  createdAt: new Date(id.charCodeAt(0)),
  ...change,
});

const message = (number: number, broadcastId = 'main') => ({
  number,
  type: 'alert.raised',
  broadcastId,
  body: `{"n":${number}}`,
});

describe.each(DATABASES)('alerts', ({ name, start, there }) => {
  describe.runIf(there)(`in ${name}`, () => {
    let database: Database;
    let store: HistoryStore;
    let main = { broadcastId: 'main', log: 1 };
    let side = { broadcastId: 'side', log: 2 };

    beforeAll(async () => {
      database = await start();
      store = await database.open();
    }, 60_000);
    afterAll(async () => {
      await store.close();
      await database.close();
    });
    // Nothing of one test is left for the next.
    afterEach(async () => {
      for (const {
        webhook: { id },
      } of await store.webhooks())
        await store.removeWebhook(id);
      for (const id of ['main', 'side']) await store.remove(id);
      await store.trim({ days: 1, maxEvents: 1, secondsDays: 1 }, 0);
      main = { ...main, log: main.log + 2 };
      side = { ...side, log: side.log + 2 };
    });

    const numbers = async (wanted: AlertConditions, range = ALL) =>
      (await store.alerts(wanted, range)).map(({ number }) => number / 1000);

    test('rules are kept in the order of their making, changed, and removed', async () => {
      await store.saveAlertRule(main, rule('b'));
      await store.saveAlertRule(main, rule('a'));
      await store.saveAlertRule(side, rule('c'));
      await store.saveAlertRule(main, rule('b', { forSeconds: 30 }));
      expect(await store.alertRules(main.log)).toEqual([rule('b', { forSeconds: 30 }), rule('a')]);
      expect(await store.savedBroadcasts()).toEqual(['main', 'side']);
      await store.removeAlertRule('b');
      expect(await store.alertRules(main.log)).toEqual([rule('a')]);
    });

    test('alerts are found by all conditions, by place and by change', async () => {
      await store.saveAlertRule(main, rule('a'));
      await store.saveAlertRule(side, rule('c'));
      for (const n of [1, 2, 3, 4]) await store.saveAlert(main, alert(n));
      await store.saveAlert(side, alert(5));
      const over = { endedAt: new Date(9000), acknowledgedAt: new Date(9500) };
      await store.saveAlert(main, { ...alert(1, over), changed: 90_000 });

      expect(await store.alert(1000)).toEqual({ ...alert(1, over), changed: 90_000 });
      expect(await store.alert(1)).toBeUndefined();
      expect(await store.newestAlertChange()).toBe(90_000);
      expect(await numbers({})).toEqual([1, 2, 3, 4, 5]);
      expect(await numbers({ broadcastId: 'main' })).toEqual([1, 2, 3, 4]);
      expect(await numbers({ broadcastId: 'none' })).toEqual([]);
      expect(await numbers({ regionIds: ['even', 'x'] })).toEqual([2, 4]);
      expect(await numbers({ open: false })).toEqual([1]);
      expect(await numbers({ open: true, regionIds: ['odd'] })).toEqual([3, 5]);
      expect(await numbers({ acknowledged: true })).toEqual([1]);
      expect(await numbers({ from: new Date(2000), to: new Date(4000) })).toEqual([2, 3]);
      expect(await numbers({}, { ...ALL, limit: 2, fromEnd: true })).toEqual([4, 5]);
      expect(await numbers({}, { ...ALL, after: 1000, before: 4000 })).toEqual([2, 3]);
      expect(await numbers({}, { by: 'changed', after: 63_000, limit: 9 })).toEqual([4, 5, 1]);
    });

    test('a message is queued with its alert for each webhook that wants it, once', async () => {
      await store.saveWebhook({ webhook: webhook('a'), secret: 's' });
      await store.saveWebhook({ webhook: webhook('b', { broadcastId: 'side' }), secret: 's' });
      await store.saveWebhook({ webhook: webhook('c', { enabled: false }), secret: 's' });
      await store.saveAlertRule(main, rule('a'));
      await store.saveAlert(main, alert(1), message(7));
      await store.saveAlert(main, alert(1), message(7));
      await store.saveAlert(side, alert(2), message(8, 'side'));
      const queued = await store.deliveries({}, 10);
      expect(queued.map(({ number, delivery }) => [number, delivery.webhookId])).toEqual([
        [8, 'a'],
        [8, 'b'],
        [7, 'a'],
      ]);
      expect(queued[2]).toMatchObject({
        body: '{"n":7}',
        delivery: { id: '7.a', messageId: 'msg_7', state: WAITING, attempts: 0, triedAt: null },
      });
      expect(await store.webhooks()).toEqual([
        { webhook: webhook('a'), secret: 's' },
        { webhook: webhook('b', { broadcastId: 'side' }), secret: 's' },
        { webhook: webhook('c', { enabled: false }), secret: 's' },
      ]);
    });

    test('what is due is the oldest of each webhook that is on; outcomes decide what follows', async () => {
      await store.saveWebhook({ webhook: webhook('a'), secret: 's' });
      await store.saveWebhook({ webhook: webhook('b'), secret: 's' });
      expect(await store.nextAttemptAt()).toBeUndefined();
      for (const n of [7, 8]) await store.saveAlert(main, alert(1), message(n));
      await store.saveWebhook({ webhook: webhook('b', { enabled: false }), secret: 's' });
      const due = async (now: number) =>
        (await store.dueDeliveries(now)).map(({ delivery }) => delivery.id).toSorted();
      const now = Date.now();
      expect(await due(now - DAY_MS)).toEqual([]);
      expect(await due(now)).toEqual(['7.a']);
      const tried = { attempts: 1, triedAt: new Date(now), problem: null, status: 200 };
      const later = { ...tried, state: WAITING, nextAttemptAt: new Date(now + 5000) };
      await store.saveOutcome({ number: 7, webhookId: 'a' }, later);
      expect(await due(now)).toEqual(['8.a']);
      await store.saveOutcome(
        { number: 8, webhookId: 'a' },
        { ...tried, state: DELIVERED, nextAttemptAt: null },
      );
      expect(await due(now)).toEqual([]);
      expect(await store.nextAttemptAt()).toBe(now + 5000);
      expect(await due(now + 5000)).toEqual(['7.a']);
      await store.saveOutcome(
        { number: 7, webhookId: 'a' },
        { ...tried, attempts: 9, state: DEAD, nextAttemptAt: null, problem: 'gone', status: 410 },
      );
      expect(
        (await store.deliveries({ state: DEAD }, 10)).map((one) => one.delivery),
      ).toMatchObject([
        { id: '7.a', attempts: 9, status: 410, problem: 'gone', triedAt: new Date(now) },
      ]);
      const behind = await store.deliveries({}, 10, { number: 8, webhookId: 'a' });
      expect(behind.map(({ delivery }) => delivery.id)).toEqual(['8.b', '7.a', '7.b']);
      expect(await store.delivery({ number: 7, webhookId: 'x' })).toBeUndefined();
      await store.removeWebhook('a');
      expect((await store.deliveries({}, 10)).map((one) => one.delivery.webhookId)).toEqual([
        'b',
        'b',
      ]);
    });

    test('old alerts and messages go, open ones stay; a removed broadcast takes all along', async () => {
      const retention = { days: 1, maxEvents: 100, secondsDays: 1 };
      await store.saveWebhook({ webhook: webhook('a'), secret: 's' });
      await store.saveAlertRule(main, rule('a'));
      await store.saveAlert(main, alert(1, { endedAt: new Date(2000) }), message(1));
      await store.saveAlert(main, alert(2), message(31 * DAY_MS));
      await store.trim(retention, 32 * DAY_MS);
      expect(await numbers({})).toEqual([2]);
      expect((await store.deliveries({}, 10)).map(({ number }) => number)).toEqual([31 * DAY_MS]);
      await store.remove('main');
      expect([await numbers({}), await store.alert(2000)]).toEqual([[], undefined]);
      await store.trim(retention, 0);
      expect(await store.alert(2000)).toBeUndefined();
      expect(await store.alertRules(main.log)).toEqual([]);
    });
  });
});
