import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, onTestFinished, test } from 'vitest';
import { pipelineClockUs } from '../src/frames.js';
import { shutdownWebRtc } from '../src/webrtc/Transport.js';
import { present, watch } from './support/peers.js';
import { RpcClient } from './support/RpcClient.js';

afterAll(shutdownWebRtc);

const main = fileURLToPath(new URL('main.js', import.meta.resolve('@crowdlens/media-server')));
const crash = new URL('./support/crash.mjs', import.meta.url).href;

test('viewers go on when the worker of their pipeline has crashed', async () => {
  const child = fork(main, ['--port=0'], { execArgv: ['--import', crash], stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const crashed = new Promise<void>((resolve) => {
    child.stderr!.on('data', (chunk) => {
      if (String(chunk).includes('a crash for a test')) resolve();
    });
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  const client = await RpcClient.open(url);
  const pipeline = await client.create('MediaPipeline');
  const source = await client.create('crowddetector.CrowdDetectorFilter', {
    mediaPipeline: pipeline,
    rois: [],
  });
  const presenter = await present(client, pipeline);
  await client.invoke(presenter, 'connect', { sink: source });
  const viewer = await watch(client, { pipeline, source });
  await viewer.next(({ key }) => !key);
  child.send('crash');
  await crashed;
  const crashedUs = pipelineClockUs();
  await viewer.next(({ timestampUs }) => timestampUs > crashedUs + 500_000);
});
