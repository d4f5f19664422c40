import { WebSocket } from 'ws';

const TIMEOUT_MS = 2000;

/** An event of Kurento's protocol. */
export interface KurentoEvent {
  /** Id of the object that it is of. */
  readonly object: string;
  readonly type: string;
  readonly data: object;
}

interface Message {
  readonly method?: string;
  readonly params?: { readonly value: KurentoEvent };
  readonly id?: number;
}

/**
 * Ends the session of a client that is gone: its objects live on only as far as another session uses them.
 *
 * @param url - of the media server
 * @returns what happened since its client is gone, in order; an original Kurento does not tell. Nothing at all when
 * the media server does not answer within two seconds
 */
export async function endSession(url: string, sessionId: string): Promise<KurentoEvent[]> {
  const missed: KurentoEvent[] = [];
  await new Promise<void>((resolve) => {
    const socket = new WebSocket(url, { handshakeTimeout: TIMEOUT_MS });
    const timer = setTimeout(() => socket.terminate(), TIMEOUT_MS);
    const call = (id: number, method: string) =>
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params: { sessionId } }));
    socket.on('open', () => call(1, 'connect'));
    socket.on('message', (text: Buffer) => {
      const { method, params, id } = JSON.parse(text.toString()) as Message;
      if (method === 'onEvent' && params) missed.push(params.value);
      // What it missed comes before the answer.
      if (id === 1) call(2, 'closeSession');
      if (id === 2) socket.close();
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  return missed;
}
