import { expect, onTestFinished, test, vi } from 'vitest';
import { startPipeline } from './media.test.support.js';
import { PlayerEndpoint } from './PlayerEndpoint.js';

test('plays, pauses, stops and ends, and tells each change once', async () => {
  const { media, context, mediaPipeline, raised } = await startPipeline();
  const player = await PlayerEndpoint.create(context, { mediaPipeline, uri: 'demo:crowd' });
  await player.play();
  player.pause();
  player.pause();
  await player.play();
  media.player.endOfStream();
  player.stop();
  expect(raised('UriEndpointStateChanged').map(({ state }) => state)).toEqual([
    'START',
    'PAUSE',
    'START',
    'STOP',
  ]);
  expect(raised('EndOfStream')).toHaveLength(1);
});

test('what cannot be played is an Error event', async () => {
  const { media, context, mediaPipeline, raised } = await startPipeline();
  const player = await PlayerEndpoint.create(context, { mediaPipeline, uri: '/etc/passwd' });
  await player.play();
  expect(player.state).toBe('STOP');
  expect(raised('Error')).toMatchObject([{ type: 'INVALID_URI', errorCode: 0 }]);
  expect(media.calls).not.toContain('play /etc/passwd');
});

test('a source that breaks off stops the player', async () => {
  const { media, context, mediaPipeline, raised } = await startPipeline();
  const player = await PlayerEndpoint.create(context, { mediaPipeline, uri: 'demo:crowd' });
  await player.play();
  media.player.failed('connection lost');
  expect(player.state).toBe('STOP');
  expect(raised('Error')).toMatchObject([{ description: 'connection lost' }]);
});

test('the position is read, and set to nothing before the beginning', async () => {
  const { media, context, mediaPipeline } = await startPipeline();
  const player = await PlayerEndpoint.create(context, { mediaPipeline, uri: 'demo:crowd' });
  player.position = -5;
  expect(player.position).toBe(5);
  expect(media.calls).toEqual(['seek 0']);
});

test('a slow source is not waited for, and plays once it is there', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { media, context, mediaPipeline } = await startPipeline();
  const player = await PlayerEndpoint.create(context, { mediaPipeline, uri: 'demo:crowd' });
  let open: (plays: boolean) => void = () => {};
  media.opening = new Promise((resolve) => (open = resolve));
  const answer = player.play();
  await vi.advanceTimersByTimeAsync(4000);
  await answer;
  expect(player.state).toBe('STOP');
  open(true);
  await vi.waitFor(() => expect(player.state).toBe('START'));
});

test('what was stopped while its source was opened does not play', async () => {
  const { media, context, mediaPipeline, raised } = await startPipeline();
  const player = await PlayerEndpoint.create(context, { mediaPipeline, uri: 'demo:crowd' });
  media.opening = Promise.resolve(false);
  await player.play();
  expect(raised('UriEndpointStateChanged')).toEqual([]);
});
