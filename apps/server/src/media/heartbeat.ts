import type { KurentoObject } from 'kurento-client';
import type { MediaLink } from './MediaLink.js';

const BEAT_MS = 500;
/** Beats without an answer, after which nothing more is asked of the media server. */
const SILENT_BEATS = 6;
/** Beats without an answer, after which its objects are given up. */
const LOST_BEATS = 20;

/**
 * Asks again and again whether the media server still answers: a host that is cut off, or a process that hangs,
 * closes no socket. Beats are counted, not time, so that a pause of our own is none of the media server's.
 */
export function keepBeating(manager: KurentoObject, link: MediaLink): void {
  let unanswered = 0;
  const beat = setInterval(() => {
    unanswered += 1;
    if (unanswered === SILENT_BEATS) link.down('The media server does not answer.');
    if (unanswered === LOST_BEATS) link.lose('The media server has not answered for 10 s.');
    const asked = { object: manager, operation: 'getInfo', operationParams: {} };
    // Not through the link, which refuses calls while the media server is silent.
    manager.emit('_rpc', undefined, 'invoke', asked, (error) => {
      if (error) return;
      if (unanswered >= SILENT_BEATS) link.up();
      unanswered = 0;
    });
  }, BEAT_MS);
  link.lost.addEventListener('abort', () => clearInterval(beat), { once: true });
}
