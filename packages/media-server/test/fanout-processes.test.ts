import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { pipelineClockUs } from '../src/frames.js';
import { shutdownWebRtc } from '../src/webrtc/Transport.js';
import { join, present, watch } from './support/peers.js';
import type { RpcClient } from './support/RpcClient.js';
import { startClient } from './support/server.js';
import { writeTone } from './support/tone.js';

afterAll(shutdownWebRtc);

/** Processes for viewers that this one has started. */
async function processesForViewers(): Promise<number[]> {
  const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8');
  const lines = await Promise.all(
    children
      .trim()
      .split(' ')
      .map(async (pid) => ({
        pid,
        line: await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
      })),
  );
  return lines.filter(({ line }) => line.includes('fanout')).map(({ pid }) => Number(pid));
}

async function startBroadcast(viewersPerProcess: number) {
  const { server, client } = await startClient({ viewersPerProcess });
  const pipeline = await client.create('MediaPipeline');
  const source = await present(client, pipeline);
  return { server, client, pipeline, source, view: () => watch(client, { pipeline, source }) };
}

/** Packets of pictures that all viewers but one were sent: not less than was counted. */
async function packetsToOthers(client: RpcClient, viewer: string): Promise<number> {
  const samples: { name: string; labels: Record<string, string>; value: number }[] = JSON.parse(
    await client.invoke('manager_ServerManager', 'getMetrics'),
  );
  const all = samples.find(
    ({ name, labels: { direction, kind } }) =>
      name === 'rtp_packets_total' && direction === 'outbound' && kind === 'video',
  );
  const { packetsSent } = (await stats(client, viewer)).find(({ type }) => type === 'outboundrtp')!;
  return all!.value - packetsSent!;
}

async function stats(
  client: RpcClient,
  object: string,
): Promise<{ type: string; packetsSent?: number }[]> {
  return Object.values(await client.invoke(object, 'getStats'));
}

test.runIf(process.platform === 'linux')(
  'viewers beyond the first are served by other processes, whose death the others do not notice',
  async () => {
    const { server, client, view } = await startBroadcast(1);
    const here = await view();
    await here.next(({ key }) => key);
    expect(await processesForViewers()).toEqual([]);
    const there = await view();
    await there.next(({ key }) => !key);
    expect(await stats(client, there.endpoint)).toContainEqual(
      expect.objectContaining({ type: 'outboundrtp', packetsLost: 0 }),
    );
    await expect
      .poll(() => packetsToOthers(client, here.endpoint), { timeout: 10_000 })
      .toBeGreaterThan(100);
    const usedKiB: number = await client.invoke('manager_ServerManager', 'getUsedMemory');
    expect(usedKiB - process.memoryUsage.rss() / 1024).toBeGreaterThan(20_000);
    const [child] = await processesForViewers();
    await client.value('subscribe', { object: there.endpoint, type: 'ConnectionStateChanged' });
    await client.value('subscribe', { object: there.endpoint, type: 'Error' });
    process.kill(child!, 'SIGKILL');
    expect(await client.event('ConnectionStateChanged')).toMatchObject({
      object: there.endpoint,
      data: { newState: 'DISCONNECTED' },
    });
    expect(await client.event('Error')).toMatchObject({ object: there.endpoint });
    expect(await packetsToOthers(client, here.endpoint)).toBeGreaterThan(50);
    const killedUs = pipelineClockUs();
    await here.next(({ timestampUs }) => timestampUs > killedUs);
    const next = await view();
    await next.next(({ key }) => !key);
    expect(await processesForViewers()).toHaveLength(1);
    await server.close();
    expect(await processesForViewers()).toEqual([]);
  },
);

test('sound reaches viewers in another process, too', async () => {
  const mediaDir = await mkdtemp(joinPath(tmpdir(), 'sound-'));
  onTestFinished(() => rm(mediaDir, { recursive: true }));
  await writeTone(joinPath(mediaDir, 'tone.wav'), 20);
  const { client } = await startClient({ viewersPerProcess: 1, mediaDir });
  const pipeline = await client.create('MediaPipeline');
  const source = await client.create('PlayerEndpoint', {
    mediaPipeline: pipeline,
    uri: 'tone.wav',
  });
  const listeners = await Promise.all(
    [1, 2].map(async () => {
      const endpoint = await client.create('WebRtcEndpoint', { mediaPipeline: pipeline });
      await client.invoke(source, 'connect', { sink: endpoint });
      const peer = await join(client, endpoint, { direction: 'recvonly', kinds: ['audio'] });
      return { endpoint, peer };
    }),
  );
  const heard = listeners.map(({ peer }) => once(peer.receivers.audio!, 'frame'));
  await client.invoke(source, 'play');
  await Promise.all(heard);
  // One of them is in the other process; what they were sent is known after they have gone.
  for (const { endpoint, peer } of listeners) {
    // The peer's farewell may be lost; then its silence is noticed.
    await client.value('subscribe', { object: endpoint, type: 'MediaStateChanged' });
    peer.close();
    await client.event('MediaStateChanged');
    const stream = (await stats(client, endpoint)).find(({ type }) => type === 'outboundrtp');
    expect(stream?.packetsSent).toBeGreaterThan(0);
  }
});
