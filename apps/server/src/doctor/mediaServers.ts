import { pino } from 'pino';
import { mediaLoop } from '../health/mediaLoop.js';
import { MediaConnection } from '../media/MediaConnection.js';
import type { RunningMediaServer } from '../media/MediaServer.js';
import type { Check } from './Check.js';
import { failed, ok, reasonOf } from './Finding.js';
import type { Statement } from './Finding.js';

/** A machine that is busy takes a while for its first picture. */
const LOOP_TIMEOUT_MS = 15_000;

const silent = pino({ level: 'silent' });

/** Whether each media server of `KURENTO_URL`, or the embedded one, processes pictures. */
export const mediaServers: Check = {
  name: 'media servers',
  run: async ({ kurentoUrls }, { media }) => {
    if (kurentoUrls.length > 0) {
      return Promise.all(kurentoUrls.map((url) => tried(`KURENTO_URL ${shown(url)}`, { url })));
    }
    const started = await media()
      .then(({ startMediaServer }) => startMediaServer())
      .catch((error: unknown) => reasonOf(error));
    if (typeof started === 'string') {
      return [failed(`The embedded media server does not start: ${started}.`, 'See “codecs”.')];
    }
    try {
      return [await tried('The embedded media server', started)];
    } finally {
      await started.close();
    }
  },
};

async function tried(name: string, place: Pick<RunningMediaServer, 'url'>): Promise<Statement> {
  let connection: MediaConnection | undefined;
  try {
    connection = await MediaConnection.open(place, silent);
    await mediaLoop(connection, LOOP_TIMEOUT_MS);
    const { version, modules } = connection.info;
    const said = `${name} works: version ${version}, modules ${modules.join(', ')}`;
    if (connection.hasCrowdDetector) return ok(`${said}.`);
    return ok(`${said}. It has no crowd detector: one of ours is started beside it.`);
  } catch (error) {
    if (connection) {
      return failed(
        `${name} answers, but processes no pictures: ${reasonOf(error)}`,
        'Look into its own log; restart it.',
      );
    }
    return failed(
      `${name} cannot be used: ${reasonOf(error)}`,
      'Is it running, and does a firewall let this machine reach it? Correct KURENTO_URL, or leave it out for the embedded one.',
    );
  } finally {
    connection?.close('Examined.');
  }
}

/** Without what may be secret. */
function shown(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
