/** What the browser's statistics (W3C webrtc-stats) say about one direction of video, in people's units. */

/** How the video reaches the other side. */
export type PathKind = 'host' | 'srflx' | 'prflx' | 'relay';

/** The video of one direction over the last second. */
export interface StreamStats {
  /** kbit/s */
  readonly bitrate: number;
  readonly framesPerSecond: number;
  /** Lost packets, percent of those sent. */
  readonly loss: number;
  readonly width: number;
  readonly height: number;
  /** `VP8`, `H264` … */
  readonly codec: string;
  /** The decoder or encoder in use; empty where the browser keeps it to itself, as Chromium does without a camera. */
  readonly implementation: string;
  /** What keeps the encoder from more (`cpu`, `bandwidth`); undefined when nothing, or receiving. */
  readonly limitedBy: string | undefined;
  /** Pictures received but not shown, since the beginning. */
  readonly droppedFrames: number;
  /** Mean time in the jitter buffer, ms; 0 when sending. */
  readonly jitterBuffer: number;
  /** Mean time to decode a picture, ms; 0 when sending. */
  readonly decoding: number;
  /** To the server and back, ms. */
  readonly roundTrip: number;
  /** From the server to the screen, ms: half a round trip, the jitter buffer and decoding. An estimate. */
  readonly latency: number;
  readonly path: PathKind | undefined;
  /** The kinds of the candidates in use, ours first, and the other's address: `host ↔ host 10.0.0.1:40123`. */
  readonly candidatePair: string;
  /** `udp` or `tcp`. */
  readonly protocol: string;
  /** Packets since the beginning: those received, or sent. */
  readonly packets: number;
}

/** The fields of several kinds of report that are used here. */
export interface StatsEntry {
  readonly id: string;
  readonly type: string;
  readonly timestamp: number;
  readonly [field: string]: unknown;
}

export type Direction = 'inbound-rtp' | 'outbound-rtp';

/**
 * @param before - the report of a moment ago: rates are taken from the difference.
 * @returns undefined when no video goes in this direction.
 */
export function streamStats(
  direction: Direction,
  report: readonly StatsEntry[],
  before: readonly StatsEntry[],
): StreamStats | undefined {
  const now = report.find(({ type, kind }) => type === direction && kind === 'video');
  if (!now) return undefined;
  const then = before.find(({ id }) => id === now.id);
  const receiving = direction === 'inbound-rtp';
  const grown = (field: string) => Math.max(0, number(now[field]) - number(then?.[field]));
  const byId = (id: unknown) => report.find((entry) => entry.id === id);
  const pair = report.find(
    ({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded',
  );
  const remote = report.find(
    ({ type, localId }) => type === 'remote-inbound-rtp' && localId === now.id,
  );
  const local = byId(pair?.['localCandidateId']);
  const seconds = (now.timestamp - (then?.timestamp ?? now.timestamp)) / 1000;
  const received = grown('packetsReceived');
  const lost = grown('packetsLost');
  const roundTrip = number(pair?.['currentRoundTripTime']) * 1000;
  const jitterBuffer = mean(grown('jitterBufferDelay'), grown('jitterBufferEmittedCount'));
  const decoding = mean(grown('totalDecodeTime'), grown('framesDecoded'));
  const limitedBy = now['qualityLimitationReason'];
  return {
    bitrate:
      seconds > 0 ? (grown(receiving ? 'bytesReceived' : 'bytesSent') * 8) / seconds / 1000 : 0,
    framesPerSecond: number(now['framesPerSecond']),
    loss: receiving ? share(lost, received + lost) : number(remote?.['fractionLost']) * 100,
    width: number(now['frameWidth']),
    height: number(now['frameHeight']),
    codec: text(byId(now['codecId'])?.['mimeType']).replace('video/', ''),
    implementation: text(now[receiving ? 'decoderImplementation' : 'encoderImplementation']),
    limitedBy: limitedBy === 'none' || limitedBy === undefined ? undefined : text(limitedBy),
    droppedFrames: number(now['framesDropped']),
    jitterBuffer,
    decoding,
    roundTrip,
    latency: roundTrip / 2 + jitterBuffer + decoding,
    path: local?.['candidateType'] as PathKind | undefined,
    candidatePair: `${text(local?.['candidateType'])} ↔ ${remoteWords(byId(pair?.['remoteCandidateId']))}`,
    protocol: text(local?.['protocol']),
    packets: number(now[receiving ? 'packetsReceived' : 'packetsSent']),
  };
}

/** One word for how good the video of the last second was. */
export function verdictOf({ loss, framesPerSecond, latency }: StreamStats) {
  if (framesPerSecond < 5 || loss >= 5) return 'poor';
  return loss >= 1 || framesPerSecond < 12 || latency >= 500 ? 'fair' : 'good';
}

function remoteWords(candidate: StatsEntry | undefined): string {
  const [kind, address] = [text(candidate?.['candidateType']), text(candidate?.['address'])];
  if (address === '') return kind;
  const host = address.includes(':') ? `[${address}]` : address;
  return `${kind} ${host}:${number(candidate?.['port'])}`;
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function share(part: number, whole: number): number {
  return whole > 0 ? (part / whole) * 100 : 0;
}

/** Seconds in all over a count, as milliseconds for each. */
function mean(seconds: number, count: number): number {
  return count > 0 ? (seconds / count) * 1000 : 0;
}
