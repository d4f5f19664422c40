// The other side of cluster.mjs: listeners to the crowd events of one server, who come back by themselves.
//   node bench/cluster-clients.mjs URL LISTENERS EVENTS CURSOR
// Tells its parent `listening`, `half` and, when each has heard event EVENTS or the parent asks, what they heard.
// Bare sockets, since a thousand clients of the package @crowdlens/client would take the processor themselves.
import { WebSocket } from 'ws';

const [url, after] = [process.argv[2], process.argv[5]];
const [count, events] = process.argv.slice(3, 5).map(Number);
const QUERY = `subscription ($after: String) {
  crowdEvents(after: $after) { cursor event { sequence at } }
}`;
const RETRY_MS = 250;

class Listener {
  /** Numbers of the events that it was told. */
  heard = new Set();
  doubled = 0;
  /** Milliseconds from an event to the listener: in the first half, from the restart on, of those while it was away. */
  latencies = { before: [], after: [], missed: [] };
  #after = after;
  #listensSince = Infinity;
  #isConnected;
  #isDone;
  connected = new Promise((resolve) => (this.#isConnected = resolve));
  done = new Promise((resolve) => (this.#isDone = resolve));

  constructor() {
    this.#connect();
  }

  #connect() {
    const socket = new WebSocket(url.replace('http', 'ws') + '/graphql', 'graphql-transport-ws');
    const send = (message) => socket.send(JSON.stringify(message));
    socket.on('open', () => send({ type: 'connection_init' }));
    socket.on('message', (text) => {
      const { type, payload } = JSON.parse(text);
      if (type === 'ping') send({ type: 'pong' });
      if (type === 'next') this.#hear(payload.data.crowdEvents);
      if (type !== 'connection_ack') return;
      this.#listensSince = Date.now();
      send({
        type: 'subscribe',
        id: '1',
        payload: { query: QUERY, variables: { after: this.#after } },
      });
      this.#isConnected();
    });
    socket.on('error', () => {});
    socket.on('close', () => setTimeout(() => this.#connect(), RETRY_MS));
  }

  #hear({ cursor, event }) {
    this.#after = cursor;
    // A message without event says that some are gone: they are not heard, and so counted as lost.
    if (!event) return;
    if (this.heard.has(event.sequence)) this.doubled += 1;
    this.heard.add(event.sequence);
    const at = Date.parse(event.at);
    const half = event.sequence <= events / 2 ? 'before' : 'after';
    this.latencies[at >= this.#listensSince ? half : 'missed'].push(Date.now() - at);
    if (event.sequence === events / 2) process.send('half');
    if (event.sequence >= events) this.#isDone();
  }
}

const enough = new Promise((resolve) => process.once('message', resolve));
process.on('disconnect', () => process.exit());
const listeners = Array.from({ length: count }, () => new Listener());
await Promise.all(listeners.map(({ connected }) => connected));
process.send('listening');
await Promise.race([enough, Promise.all(listeners.map(({ done }) => done))]);
const wanted = (sequence) => sequence <= events;
process.send({
  lost: sum(({ heard }) => events - [...heard].filter(wanted).length),
  doubled: sum(({ doubled }) => doubled),
  latencies: Object.fromEntries(
    ['before', 'after', 'missed'].map((when) => [
      when,
      listeners.flatMap(({ latencies }) => latencies[when]),
    ]),
  ),
});

function sum(numberOf) {
  return listeners.reduce((total, listener) => total + numberOf(listener), 0);
}
