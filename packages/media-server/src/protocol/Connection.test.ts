import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { TestMedia } from '../elements/media.test.support.js';
import { createControlPlane } from '../elements/register.js';
import { Connection } from './Connection.js';
import { defaultLimits } from './limits.js';
import { ReplyCache } from './replyCache.js';

test('nothing more is read while as many requests as allowed are being worked on', async () => {
  const log = pino({ level: 'silent' });
  const limits = { ...defaultLimits, maxPendingRequests: 2 };
  const plane = createControlPlane(limits, {
    log,
    engine: new TestMedia(),
    mediaDir: undefined,
    recordingsDir: undefined,
  });
  onTestFinished(() => plane.close());
  const heard: string[] = [];
  const connection = new Connection(
    plane,
    new ReplyCache(10),
    {
      send: (text) => void heard.push(`reply ${JSON.parse(text).id}`),
      pause: () => void heard.push('pause'),
      resume: () => void heard.push('resume'),
    },
    log,
  );
  const ping = (id: number): Promise<void> =>
    connection.receive(JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' }));
  await ping(1);
  expect(heard).toEqual(['reply 1']);
  const two = [ping(2), ping(3)];
  expect(heard).toEqual(['reply 1', 'pause']);
  await Promise.all(two);
  expect(heard).toEqual(['reply 1', 'pause', 'reply 2', 'resume', 'reply 3']);
});
