import type { Logger } from 'pino';
import type { History } from '../history/History.js';
import type { MediaServers } from '../media/MediaServers.js';
import type { Tags } from '../media/RemoteObject.js';
import type { Recordings } from '../recording/Recordings.js';
import type { ValidityOf } from './Session.js';

/** What broadcasts share. */
export interface BroadcastEnvironment {
  readonly media: MediaServers;
  readonly history: History;
  readonly log: Logger;
  readonly recordings: Recordings;
  /** Absolute path: what the server must remember. */
  readonly dataDir: string;
  readonly maxViewers: number;
  /** How long a presenter may be away, milliseconds. */
  readonly interruptedMs: number;
  /** How long a media server without viewers goes on getting the stream, milliseconds. */
  readonly edgeIdleMs: number;
  /** Of all pipelines of all broadcasts. */
  readonly pipelineTags?: Tags;
  /** What a session may last for that another server let in. */
  readonly validityOf: ValidityOf;
}
