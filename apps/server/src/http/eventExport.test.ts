import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CrowdLevel, Role } from '@crowdlens/schema';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { anonymous } from '../access/Caller.js';
import { openBroadcasts } from '../broadcast/broadcasts.test.support.js';
import type { ServerApi } from '../graphql/ServerApi.js';
import { eventExport } from './eventExport.js';

const LONG = 'x'.repeat(4000);

test('an export that is running is cut off when the token is no longer good', async () => {
  const parts = await openBroadcasts();
  onTestFinished(() => parts.close());
  const { broadcasts, history } = parts;
  const { events } = broadcasts.get('main');
  // More than the system's buffers hold.
  for (let n = 0; n < 6000; n += 1) {
    events.append({
      typeName: 'OccupancyEvent',
      regionId: LONG,
      at: new Date(),
      revision: 1,
      percentage: 40,
      level: CrowdLevel.MED,
      previousLevel: CrowdLevel.NONE,
    });
  }
  await history.writer.idle();

  let tokenEnds = () => {};
  const validity = {
    expiresAt: new Date(),
    onEnd: (callback: () => void) => {
      tokenEnds = callback;
      return () => {};
    },
  };
  const api = {
    within: () => api,
    pastEvents: (id: string, wanted: never) => broadcasts.get(id).events.past(wanted),
  } as unknown as ServerApi;
  const app = express()
    .use((_request, response, next) => {
      response.locals['caller'] = { ...anonymous(Role.VIEWER), validity };
      next();
    })
    .use('/export', eventExport(api));
  const server = createServer(app).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const begin = () => fetch(`http://127.0.0.1:${port}/export/main/events.csv`);

  expect((await (await begin()).text()).split('\r\n')).toHaveLength(1 + 6000 + 1);
  const response = await begin();
  tokenEnds();
  await expect(response.text()).rejects.toThrow('terminated');
});
