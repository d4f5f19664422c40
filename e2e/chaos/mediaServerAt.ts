import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Host } from './Network.js';

const main = join(
  dirname(createRequire(import.meta.url).resolve('@crowdlens/media-server')),
  'main.js',
);

/** A media server at another host. */
export interface DistantMediaServer {
  /** What `KURENTO_URL` takes. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts one that serves viewers only: it has no crowd module. */
export async function mediaServerAt({ address, prefix }: Host): Promise<DistantMediaServer> {
  const [program, ...args] = [
    ...prefix,
    process.execPath,
    main,
    `--host=${address}`,
    '--port=0',
    '--without-crowd-detector',
  ];
  const child = spawn(program, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, LOG_LEVEL: 'error', CROWDLENS_MEDIA_TOKEN: 'between-two-hosts' },
  });
  const exited = once(child, 'exit');
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return {
    url,
    close: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
