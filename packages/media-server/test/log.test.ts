import { pino } from 'pino';
import { expect, test } from 'vitest';
import { startClient } from './support/server.js';

test('what the log says of a pipeline has its id and its tags', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const { client } = await startClient({ log });
  const mediaPipeline = await client.create('MediaPipeline');
  const other = await client.create('MediaPipeline');
  await client.invoke(mediaPipeline, 'addTag', { key: 'broadcast', value: 'main' });
  await client.create('ZBarFilter', { mediaPipeline });
  await client.value('subscribe', { object: 'manager_ServerManager', type: 'ObjectDestroyed' });
  await client.value('release', { object: mediaPipeline });
  await client.event('ObjectDestroyed');
  await client.event('ObjectDestroyed');

  const told = lines.map((line) => JSON.parse(line)).filter(({ pipeline }) => pipeline);
  const tags = { broadcast: 'main' };
  expect(told.map(({ msg, pipeline, tags }) => ({ msg, pipeline, tags }))).toEqual([
    { msg: 'pipeline created', pipeline: mediaPipeline, tags: {} },
    { msg: 'pipeline created', pipeline: other, tags: {} },
    { msg: 'pipeline tagged', pipeline: mediaPipeline, tags },
    { msg: 'a filter without effect: media passes unchanged', pipeline: mediaPipeline, tags },
    { msg: 'pipeline released', pipeline: mediaPipeline, tags },
  ]);
});
