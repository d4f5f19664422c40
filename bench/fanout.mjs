// What it costs to serve viewers: a publisher and N viewers (another process, node-datachannel)
// around one WebRtcPeer per connection and one VideoFanOut, everything on the loopback interface.
//   node bench/fanout.mjs [--viewers=100] [--seconds=10] [--kbps=1000] [--fps=25]
// Prints one JSON object. `cpuUsPerPacket` is this process's CPU time (receiving, packetising,
// encrypting, sending, feedback) for each packet sent to a viewer.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { VideoFanOut } from '../packages/media-server/dist/rtp/send/VideoFanOut.js';
import { WebRtcPeer } from '../packages/media-server/dist/webrtc/WebRtcPeer.js';
import { shutdownWebRtc } from '../packages/media-server/dist/webrtc/Transport.js';

const { values } = parseArgs({
  options: {
    viewers: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '10' },
    kbps: { type: 'string', default: '1000' },
    fps: { type: 'string', default: '25' },
  },
});
const viewers = Number(values.viewers);
const seconds = Number(values.seconds);

const clients = fork(new URL('fanout-clients.mjs', import.meta.url), [values.kbps, values.fps], {
  serialization: 'advanced',
});
const peers = new Map();
const fanOut = new VideoFanOut({
  codec: 'VP8',
  onKeyFrameRequest: () => peers.get('publisher')?.receivers.video.requestKeyFrame(),
});

/** Answers the client's offers; resolves when the connection stands. */
function connect(id) {
  return new Promise((resolve, reject) => {
    const peer = WebRtcPeer.create({ bindAddress: '127.0.0.1' });
    peers.set(id, peer);
    peer.on('connectionState', (state) => {
      if (state === 'connected') resolve(peer);
      if (state === 'failed') reject(new Error(`${id} could not connect`));
    });
    peer.on('candidate', ({ candidate, sdpMid }) => clients.send({ id, candidate, sdpMid }));
    clients.send({ connect: id });
  });
}

clients.on('message', async ({ id, offer, candidate }) => {
  const peer = peers.get(id);
  if (offer) {
    clients.send({ id, answer: await peer.processOffer(offer) });
    peer.gatherCandidates();
  } else if (candidate) {
    peer.addIceCandidate({ candidate });
  }
});

async function ask(question) {
  clients.send({ [question]: true });
  for (;;) {
    const [message] = await once(clients, 'message');
    if (message[question]) return message[question];
  }
}

function packetsSent() {
  const sent = [...peers.values()].map((peer) => peer.getStats().outbound.video?.packetsSent ?? 0);
  return sent.reduce((sum, count) => sum + count, 0);
}

const publisher = await connect('publisher');
publisher.receivers.video.on('frame', (frame) => fanOut.send(frame));
const connectStart = performance.now();
for (let first = 0; first < viewers; first += 10) {
  const batch = Array.from(
    { length: Math.min(10, viewers - first) },
    (_, i) => `viewer${first + i}`,
  );
  await Promise.all(batch.map(async (id) => fanOut.add((await connect(id)).senders.video)));
}
const connectMs = performance.now() - connectStart;

await ask('count'); // Counting starts anew, now that everybody is there.
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const framesPublished = () => publisher.getStats().inbound.video.framesReceived;
const before = {
  cpu: process.cpuUsage(),
  packets: packetsSent(),
  frames: framesPublished(),
  at: performance.now(),
};
await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const cpu = process.cpuUsage(before.cpu);
const packets = packetsSent() - before.packets;
const elapsed = (performance.now() - before.at) / 1000;
const counted = await ask('count');
delay.disable();

const cpuSeconds = (cpu.user + cpu.system) / 1e6;
console.log(
  JSON.stringify({
    benchmark: 'fanout',
    viewers,
    seconds: round(elapsed),
    packetsPerSecond: Math.round(packets / elapsed),
    framesPerSecondPublished: round((framesPublished() - before.frames) / elapsed),
    framesPerSecondPerViewer: round(counted.frames / elapsed / viewers),
    lossPercent: round((100 * counted.lost) / Math.max(1, counted.lost + counted.packets), 3),
    latencyMs: { p50: round(counted.latencyMs.p50), p99: round(counted.latencyMs.p99) },
    cores: round(cpuSeconds / elapsed, 3),
    cpuUsPerPacket: round((cpuSeconds * 1e6) / packets),
    cpuMsPerViewerSecond: round((cpuSeconds * 1000) / elapsed / viewers, 2),
    connectMsPerViewer: round(connectMs / viewers),
    eventLoopP99Ms: round(delay.percentile(99) / 1e6),
    rssMb: Math.round(process.memoryUsage().rss / 1e6),
    node: process.version,
  }),
);

fanOut.close();
clients.send({ stop: true });
for (const peer of peers.values()) peer.close();
shutdownWebRtc();

function round(value, digits = 1) {
  return Number(value.toFixed(digits));
}
