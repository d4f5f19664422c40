// Loaded into a media server: its first worker crashes some seconds after it has begun.
import { isMainThread, threadId } from 'node:worker_threads';

const FIRST = 1;
if (!isMainThread && threadId === FIRST) setTimeout(crash, 4000);

function crash() {
  throw new Error('a crash for a test');
}
