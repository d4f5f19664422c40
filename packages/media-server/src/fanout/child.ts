/** A process for viewers: carries out the media server's calls. It ends when that one lets it go, or is gone. */
import { shutdownWebRtc } from '../webrtc/Transport.js';
import type { CallMessage, EventMessage, ProcessMessage } from './messages.js';
import { PeerHost } from './PeerHost.js';

const host = new PeerHost((event, ...args) => {
  tell({ kind: 'event', event, args } as EventMessage);
});

process.on('message', (call: CallMessage) => void carryOut(call));
process.on('disconnect', () => {
  shutdownWebRtc();
  process.exit(0);
});
// Ctrl-C in a terminal reaches all processes; the media server decides for this one.
process.on('SIGINT', () => {});

async function carryOut({ method, args, reply }: CallMessage): Promise<void> {
  try {
    const value = await (host[method] as (...args: unknown[]) => unknown)(...args);
    if (reply !== undefined) tell({ kind: 'result', reply, value });
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    if (reply === undefined) tell({ kind: 'event', event: 'failed', args: [error] });
    else tell({ kind: 'error', reply, code: codeOf(error), text: error.message });
  }
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : 'FAILED';
}

function tell(message: ProcessMessage): void {
  // Without a listener for the outcome, a media server that is gone would be an error of this process.
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}
