import type { Config } from '../config.js';
import type { StartMediaServer } from '../media/MediaServer.js';
import type { Statement } from './Finding.js';

/** A STUN or TURN server, one address of it. */
export interface IceServerAddress {
  /** `stun:host:port`, `turn:host:port?transport=udp` (RFC 7064, RFC 7065). */
  readonly url: string;
  readonly username?: string | undefined;
  readonly credential?: string | undefined;
}

/** One address under which this machine may be reached. */
export interface FoundCandidate {
  /** RFC 8445, 5.1.1: of this machine, as a STUN server sees it, of a TURN server. */
  readonly type: 'host' | 'srflx' | 'relay';
  readonly address: string;
}

/** What came of gathering candidates. */
export interface Gathered {
  readonly candidates: readonly FoundCandidate[];
  /** False when the server has not answered in time. */
  readonly isComplete: boolean;
}

/** What became of trying a codec. */
export interface CodecTrial {
  readonly codec: string;
  /** Undefined when it works. */
  readonly problem?: string | undefined;
}

/** What can be tried of the embedded media server, `@crowdlens/media-server`. */
export interface MediaTrials {
  /** Gathers candidates with a server's help, or without. @throws when the address cannot be used */
  gatherCandidates(server?: IceServerAddress): Promise<Gathered>;
  /** Encodes and decodes with each codec that broadcasts use. */
  tryCodecs(): readonly CodecTrial[];
  readonly startMediaServer: StartMediaServer;
}

/** What a check may use beside the settings. */
export interface CheckTools {
  /** Rejects when the native libraries are not installed. */
  readonly media: () => Promise<MediaTrials>;
}

/** Looks at one part, and changes nothing. */
export interface Check {
  /** For people. */
  readonly name: string;
  /** What is not expected it may throw. */
  run(config: Config, tools: CheckTools): Promise<readonly Statement[]>;
}
