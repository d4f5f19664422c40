// The other side of bench/fanout.mjs and bench/soak.mjs: publisher and viewers in a process of their own.
import { encodeClip, Publisher, Viewer } from './peers.mjs';

const [kbps = 1000, fps = 25] = process.argv.slice(2).map(Number);
const connections = new Map();
/** Made when first needed, since it takes seconds. */
let clip;

/** What the viewers counted since the last call. */
function count() {
  const viewers = [...connections.values()].filter((client) => client instanceof Viewer);
  const latenciesMs = viewers.flatMap((viewer) => viewer.latenciesMs).sort((a, b) => a - b);
  const sum = (key) => viewers.reduce((total, viewer) => total + viewer[key], 0);
  const at = (share) => latenciesMs[Math.floor(latenciesMs.length * share)] ?? null;
  const counted = {
    packets: sum('packets'),
    lost: sum('lost'),
    frames: sum('frames'),
    latencyMs: { p50: at(0.5), p99: at(0.99) },
  };
  for (const viewer of viewers) viewer.reset();
  return counted;
}

process.on('message', ({ id, ...message }) => {
  const client = connections.get(id);
  if (message.connect === 'publisher')
    open(id, new Publisher((clip ??= encodeClip({ kbps, fps }))));
  else if (message.connect) open(id, new Viewer());
  else if (message.answer) void answer(id, message.answer);
  else if (message.candidate) client.addCandidate(message.candidate, message.mid);
  else if (message.count) process.send({ count: count() });
  else if (message.close) close(id);
  else if (message.closeAll) closeAll();
});
process.on('disconnect', () => {
  closeAll();
  process.exit(0);
});

function open(id, peer) {
  connections.set(id, peer);
  peer.on('offer', (offer) => process.send({ id, offer }));
  peer.on('candidate', (candidate, mid) => process.send({ id, candidate, mid }));
  for (const what of ['connected', 'flowing']) {
    peer.on(what, () => process.send({ id, [what]: true }));
  }
}

async function answer(id, sdp) {
  await connections.get(id).answer(sdp);
  process.send({ id, answered: true });
}

function close(id) {
  connections.get(id)?.close();
  connections.delete(id);
}

function closeAll() {
  for (const id of connections.keys()) close(id);
}
