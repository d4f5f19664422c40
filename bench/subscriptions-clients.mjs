// The other side of subscriptions.mjs: listeners that count events and how old they are.
//   node bench/subscriptions-clients.mjs URL LISTENERS STALLED
import { once } from 'node:events';
import { WebSocket } from 'ws';

const [url, listeners, stalled] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const QUERY = `subscription {
  crowdEvents {
    cursor skipped
    event {
      __typename id regionId sequence at revision
      ... on OccupancyEvent { percentage level previousLevel }
    }
  }
}`;
/** One of so many messages is looked into. */
const SAMPLE = 7;

let received = 0;
let until = Infinity;
const latencies = [];

function count(text) {
  received += 1;
  if (received % SAMPLE === 0) {
    const at = text.indexOf('"at":"') + 6;
    latencies.push(Date.now() - Date.parse(text.toString('latin1', at, at + 24)));
  }
  if (received === until * (listeners - stalled)) done();
}

function done() {
  until = Infinity;
  process.send({ received, latencies });
}

async function open(isStalled) {
  const socket = new WebSocket(url, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  const send = (id, query) =>
    socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
  send('e', QUERY);
  // When this is answered, the subscription before has been begun.
  send('q', '{ __typename }');
  await once(socket, 'message');
  if (isStalled) socket.pause();
  else socket.on('message', (text) => text.includes('"crowdEvents"') && count(text));
}

for (let first = 0; first < listeners; first += 50) {
  await Promise.all(
    Array.from({ length: Math.min(50, listeners - first) }, (_, i) => open(first + i < stalled)),
  );
}
process.send({ ready: listeners });
process.on('message', (message) => {
  until = message.until;
  // What does not come is missed, and said.
  if (received >= until * (listeners - stalled)) done();
  else setTimeout(() => until < Infinity && done(), 5000);
});
process.on('disconnect', () => process.exit());
