import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from './support/TestServer.js';
import { TestServer } from './support/TestServer.js';

const SQUARE = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];

interface Alert {
  readonly id: string;
  readonly regionId: string;
  readonly ruleName: string;
  readonly beganAt: string;
  readonly raisedAt: string;
  readonly lastSeenAt: string;
  readonly endedAt: string | null;
  readonly ending: string | null;
  readonly peak: number;
  readonly acknowledgedBy: string | null;
}
const FIELDS =
  'id regionId ruleName beganAt raisedAt lastSeenAt endedAt ending peak peakLevel acknowledgedBy';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  // Whoever is there is a crowd.
  const config = { occupancyLevelMin: 1, occupancyLevelMed: 2, occupancyLevelMax: 3 };
  const regions = ['all', 'gate'].map((id) => ({ id, points: SQUARE, config }));
  await server.get(
    'mutation ($input: SetRegionsOfInterestInput!) { setRegionsOfInterest(input: $input) { id } }',
    {
      input: { regions },
    },
  );
  await server.get('mutation { play(input: { uri: "demo:crowd" }) { id } }');
}, 60_000);
afterAll(() => server.close());

const CREATE = 'mutation ($input: CreateAlertRuleInput!) { createAlertRule(input: $input) { id } }';

async function createRule(change: object = {}): Promise<string> {
  const input = { regionId: 'all', name: 'crowded', minLevel: 'MIN', forSeconds: 1, ...change };
  const { createAlertRule } = await server.get<{ createAlertRule: { id: string } }>(CREATE, {
    input,
  });
  return createAlertRule.id;
}

const deleteRule = (id: string) =>
  server.get('mutation ($id: ID!) { deleteAlertRule(id: $id) }', { id });

interface Changes {
  readonly alertChanged: { readonly cursor: string; readonly alert: Alert };
}

/** The alerts as they change, once they are as wanted. */
async function until(
  changes: AsyncIterator<Answer<Changes>>,
  isWanted: (alert: Alert) => boolean,
): Promise<Changes['alertChanged']> {
  for (;;) {
    const { value } = (await changes.next()) as { value: Answer<Changes> };
    const message = value.data!.alertChanged;
    if (isWanted(message.alert)) return message;
  }
}

/** The picture that is kept of an alert. */
async function pictureOf({ id }: Alert): Promise<Buffer> {
  const answer = await fetch(`${server.url}/snapshot/alert/${id}.jpg`);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

const subscribe = (after: string | null = null) =>
  server.subscribe<Changes>(
    `subscription ($after: String) { alertChanged(after: $after) { cursor alert { ${FIELDS} } } }`,
    { after },
  );

test('an alert is raised, acknowledged and ended, and everybody hears of it', async () => {
  const changes = subscribe();
  const rule = await createRule();
  const { alert, cursor } = await until(changes, ({ ruleName }) => ruleName === 'crowded');
  expect(alert).toMatchObject({ regionId: 'all', endedAt: null, peak: expect.any(Number) });
  expect(alert.peak).toBeGreaterThan(1);
  expect((await pictureOf(alert)).subarray(0, 3).toString('hex')).toBe('ffd8ff');
  const lasted = Date.parse(alert.raisedAt) - Date.parse(alert.beganAt);
  expect(lasted).toBeGreaterThanOrEqual(1000);

  const acknowledge = `mutation ($id: ID!) { acknowledgeAlert(id: $id) { acknowledgedBy } }`;
  expect(await server.get(acknowledge, { id: alert.id })).toEqual({
    acknowledgeAlert: { acknowledgedBy: 'anonymous' },
  });
  await until(changes, ({ acknowledgedBy }) => acknowledgedBy === 'anonymous');

  await deleteRule(rule);
  const { alert: ended } = await until(changes, ({ endedAt }) => endedAt !== null);
  expect(ended).toMatchObject({ id: alert.id, ending: 'RULE_REMOVED', endedAt: ended.lastSeenAt });

  // Who was away gets how it stands, once.
  const missed = await until(subscribe(cursor), () => true);
  expect(missed.alert).toEqual(ended);
  const page = `{ alerts(last: 1, filter: { open: false, acknowledged: true, broadcastId: "main", regionIds: ["all"] }) { edges { node { ${FIELDS} } } pageInfo { hasNextPage } } }`;
  expect(await server.get(page)).toEqual({
    alerts: { edges: [{ node: ended }], pageInfo: { hasNextPage: false } },
  });
  expect(await server.get(`query ($id: ID!) { alert(id: $id) { ${FIELDS} } }`, alert)).toEqual({
    alert: ended,
  });
});

test('a new subscriber gets what is open; a change of the rule applies to it', async () => {
  const id = await createRule({ name: 'open', forSeconds: 0, cooldownSeconds: 0 });
  await until(subscribe(), ({ ruleName }) => ruleName === 'open');
  const changes = subscribe();
  const first = (await changes.next()) as { value: Answer<Changes> };
  expect(first.value.data!.alertChanged.alert).toMatchObject({ ruleName: 'open', endedAt: null });
  const update =
    'mutation ($input: UpdateAlertRuleInput!) { updateAlertRule(input: $input) { minLevel enabled forSeconds } }';
  expect(await server.get(update, { input: { id, enabled: false, forSeconds: null } })).toEqual({
    updateAlertRule: { minLevel: 'MIN', enabled: false, forSeconds: 0 },
  });
  const { alert } = await until(changes, ({ endedAt }) => endedAt !== null);
  expect(alert).toMatchObject({ ruleName: 'open', ending: 'RULE_REMOVED' });
  expect(
    await server.get('{ alertRules { name enabled cooldownSeconds activeHours { timeZone } } }'),
  ).toEqual({
    alertRules: [{ name: 'open', enabled: false, cooldownSeconds: 0, activeHours: null }],
  });
  await deleteRule(id);
});

test('the end of a region, and of a broadcast, ends its alerts', async () => {
  const gate = await createRule({ regionId: 'gate', name: 'gate' });
  const all = await createRule({ name: 'all' });
  const changes = subscribe();
  await until(changes, ({ ruleName }) => ruleName === 'gate');
  await server.get('mutation { removeRegionOfInterest(input: { id: "gate" }) { id } }');
  const removed = await until(changes, ({ endedAt }) => endedAt !== null);
  expect(removed.alert).toMatchObject({ ruleName: 'gate', ending: 'REGION_REMOVED' });
  await until(subscribe(), ({ ruleName }) => ruleName === 'all');
  await server.get('mutation { stop { id } }');
  const off = await until(changes, ({ endedAt }) => endedAt !== null);
  expect(off.alert).toMatchObject({ ruleName: 'all', ending: 'OFF_AIR' });
  await Promise.all([gate, all].map(deleteRule));
});

test('what was open when the server ended is open when it is back, and who was quiet is quiet', async () => {
  await server.get('mutation { play(input: { uri: "demo:crowd" }) { id } }');
  const isOf = (name: string) => (alert: Alert) => alert.ruleName === name;
  await createRule({ name: 'quiet', forSeconds: 0, cooldownSeconds: 3600 });
  await until(subscribe(), isOf('quiet'));
  await server.get('mutation { stop { id } }');
  await server.get('mutation { play(input: { uri: "demo:crowd" }) { id } }');
  await createRule({ name: 'lasting', forSeconds: 0, cooldownSeconds: 0 });
  const { alert } = await until(subscribe(), isOf('lasting'));

  await server.stop();
  server = await TestServer.start({ interruptedMs: 20_000 }, server.folder);
  const changes = subscribe();
  const { alert: open } = await until(changes, () => true);
  expect(open).toMatchObject({ id: alert.id, endedAt: null });
  await createRule({ name: 'raises', forSeconds: 0 });
  await server.get('mutation { play(input: { uri: "demo:crowd" }) { id } }');
  await until(changes, isOf('raises'));
  // They all look at the same.
  const { alerts } = await server.get<{ alerts: { edges: { node: Alert }[] } }>(
    '{ alerts(filter: { open: true }) { edges { node { ruleName } } } }',
  );
  expect(alerts.edges.map(({ node }) => node.ruleName)).toEqual(['lasting', 'raises']);
  await server.get('mutation ($id: ID!) { acknowledgeAlert(id: $id) { id } }', alert);
  await server.get('mutation { stop { id } }');
  const { alert: ended } = await until(
    changes,
    ({ id, endedAt }) => id === alert.id && endedAt !== null,
  );
  expect(ended).toMatchObject({ ending: 'OFF_AIR', acknowledgedBy: 'anonymous' });
});

const hours = (change: object) => ({
  activeHours: {
    timeZone: 'UTC',
    periods: [{ days: ['MONDAY'], from: '08:00', to: '18:00', ...change }],
  },
});

test.each<[object, string, string]>([
  [{ broadcastId: 'none' }, 'BROADCAST_NOT_FOUND', 'none'],
  [{ regionId: 'none' }, 'REGION_NOT_FOUND', 'none'],
  [{ name: '' }, 'BAD_USER_INPUT', 'name: must be 1 to 100 characters, not only blanks'],
  [{ name: 'x'.repeat(101) }, 'BAD_USER_INPUT', 'was 101 characters'],
  [{ minLevel: null }, 'BAD_USER_INPUT', 'minLevel: must be MIN, MED or MAX for OCCUPANCY'],
  [{ minLevel: 'NONE' }, 'BAD_USER_INPUT', 'not NONE'],
  [{ kind: 'DIRECTION' }, 'BAD_USER_INPUT', 'minLevel: is not for DIRECTION'],
  [{ kind: 'DIRECTION', minLevel: null }, 'BAD_USER_INPUT', 'directions: needs 1 to 8, not none'],
  [{ directions: ['N'] }, 'BAD_USER_INPUT', 'directions: are for DIRECTION only'],
  [{ forSeconds: -1 }, 'BAD_USER_INPUT', 'forSeconds: must be from 0 to 3600, not -1.'],
  [{ forSeconds: 3601 }, 'BAD_USER_INPUT', 'not 3601'],
  [{ cooldownSeconds: 86_401 }, 'BAD_USER_INPUT', 'cooldownSeconds: must be from 0 to 86400'],
  [{ activeHours: { timeZone: 'Nowhere', periods: [] } }, 'BAD_USER_INPUT', 'not "Nowhere"'],
  [{ activeHours: { timeZone: 'UTC', periods: [] } }, 'BAD_USER_INPUT', 'needs 1 to 14, not 0.'],
  [hours({ days: [] }), 'BAD_USER_INPUT', 'periods[0].days: needs 1 to 7, not 0.'],
  [hours({ from: '24:00' }), 'BAD_USER_INPUT', 'from: must be from 00:00 to 23:59, not "24:00".'],
  [hours({ to: '00:00' }), 'BAD_USER_INPUT', 'to: must be from 00:01 to 24:00, not "00:00".'],
  [hours({ to: 'noon' }), 'BAD_USER_INPUT', 'not "noon"'],
  [hours({ to: '08:00' }), 'BAD_USER_INPUT', 'from and to must differ'],
])('a rule with %j is refused with %s: %s', async (change, code, message) => {
  const input = { regionId: 'all', name: 'x', minLevel: 'MIN', ...change };
  const { errors } = await server.ask(CREATE, { input });
  expect(errors).toMatchObject([
    { extensions: { code }, message: expect.stringContaining(message) as string },
  ]);
});

test.each([
  ['mutation { updateAlertRule(input: { id: "x" }) { id } }', 'ALERT_RULE_NOT_FOUND'],
  ['mutation { deleteAlertRule(id: "x") }', 'ALERT_RULE_NOT_FOUND'],
  ['mutation { acknowledgeAlert(id: "x") { id } }', 'ALERT_NOT_FOUND'],
  ['{ alerts(first: 0) { edges { cursor } } }', 'BAD_USER_INPUT'],
  ['{ alerts(after: "rubbish") { edges { cursor } } }', 'BAD_USER_INPUT'],
  ['{ alertRules(broadcastId: "none") { id } }', 'BROADCAST_NOT_FOUND'],
])('%s is refused with %s', async (query, code) => {
  expect(await server.errorCode(query)).toBe(code);
});
