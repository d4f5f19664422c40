// Loaded into a media server: its worker crashes when the server's parent says so.
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

const channel = new BroadcastChannel('crash');
channel.unref();
if (isMainThread) {
  process.on('message', (message) => {
    if (message === 'crash') channel.postMessage(message);
  });
} else {
  channel.onmessage = () => {
    throw new Error('a crash for a test');
  };
}
