import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeUdpPort } from '../../packages/media-server/test/support/freeUdpPort.js';

/** RFC 8489, sections 5 and 14: a Binding request without attributes; its transaction may be any. */
const BINDING_REQUEST = Buffer.from('000100002112a442' + '00'.repeat(12), 'hex');

/** A running TURN server. */
export interface TurnServer {
  /** `turn:127.0.0.1:PORT` */
  readonly url: string;
  /** Nothing comes through, and nobody is told. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** Starts coturn on the loopback interface; it takes credentials made of `secret`, and no others. */
export async function startTurnServer(path: string, secret: string): Promise<TurnServer> {
  const port = await freeUdpPort();
  const folder = await mkdtemp(join(tmpdir(), 'turn-'));
  const child = spawn(
    path,
    [
      '-n',
      '--listening-ip=127.0.0.1',
      '--relay-ip=127.0.0.1',
      `--listening-port=${port}`,
      '--allow-loopback-peers',
      '--use-auth-secret',
      `--static-auth-secret=${secret}`,
      '--realm=crowdlens',
      '--no-tls',
      '--no-dtls',
      '--no-cli',
      '--log-file=/dev/null',
      `--userdb=${join(folder, 'users')}`,
      `--pidfile=${join(folder, 'pid')}`,
    ],
    { stdio: 'ignore' },
  );
  const exited = once(child, 'exit');
  const ended = exited.then(() => Promise.reject(new Error('coturn ended before it answered.')));
  await Promise.race([untilAnswering(port), ended]);
  return {
    url: `turn:127.0.0.1:${port}`,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    close: async () => {
      child.kill();
      // A frozen one would never notice.
      child.kill('SIGCONT');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilAnswering(port: number): Promise<void> {
  const socket = createSocket('udp4');
  // Until it listens, what is sent comes back as an error.
  socket.on('error', () => {});
  const answered = once(socket, 'message');
  const ask = setInterval(() => socket.send(BINDING_REQUEST, port, '127.0.0.1'), 100);
  await answered.finally(() => clearInterval(ask));
  socket.close();
}
