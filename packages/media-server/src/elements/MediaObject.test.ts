import { expect, test } from 'vitest';
import { startPipeline } from './media.test.support.js';
import { PassThrough } from './PassThrough.js';
import { WebRtcEndpoint } from './WebRtcEndpoint.js';

test('tags travel with events when wanted', async () => {
  const { context, mediaPipeline, events } = await startPipeline();
  const element = PassThrough.create(context, { mediaPipeline });
  element.addTag('room', '5');
  element.connect(element, 'VIDEO');
  element.sendTagsInEvents = true;
  element.connect(element, 'AUDIO');
  expect(events.map(({ tags }) => tags)).toEqual([[], [{ key: 'room', value: '5' }]]);
  element.removeTag('room');
  expect(() => element.getTag('room')).toThrow('Tag key not found');
});

test('children are freed before their parent, each once', async () => {
  const { media, context, mediaPipeline } = await startPipeline();
  await WebRtcEndpoint.create(context, {
    mediaPipeline,
    recvonly: false,
    sendonly: false,
    useDataChannels: false,
  });
  await Promise.all([mediaPipeline.release(), mediaPipeline.release()]);
  expect(media.calls).toEqual(['close peer', 'close pipeline']);
});

test('an element that cannot be made leaves nothing behind', async () => {
  const { media, context, mediaPipeline } = await startPipeline();
  media.failure = new Error('no transport');
  const params = { mediaPipeline, recvonly: false, sendonly: false, useDataChannels: false };
  await expect(WebRtcEndpoint.create(context, params)).rejects.toThrow('no transport');
  expect(mediaPipeline.children.size).toBe(0);
});

test('an element whose pipeline goes while it is being made leaves nothing open', async () => {
  const { media, context, mediaPipeline } = await startPipeline();
  const making = WebRtcEndpoint.create(context, {
    mediaPipeline,
    recvonly: false,
    sendonly: false,
    useDataChannels: false,
  });
  await Promise.all([
    expect(making).rejects.toMatchObject({ code: 40101 }),
    mediaPipeline.release(),
  ]);
  expect(media.calls).toContain('close peer');
});
