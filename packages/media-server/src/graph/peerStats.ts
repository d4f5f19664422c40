import type { MediaType, Stats } from '../elements/types.js';
import type { PeerStats } from '../webrtc/stats.js';

type Kind = keyof PeerStats['inbound'];

/** Kurento's RTCInboundRTPStreamStats and RTCOutboundRTPStreamStats, by id. Times in seconds, rates in bits per second. */
export function toKurentoStats(
  endpoint: string,
  stats: PeerStats,
  mediaType?: MediaType,
): Record<string, Stats> {
  const kinds = (['audio', 'video'] as const).filter(
    (kind) => !mediaType || kind === mediaType.toLowerCase(),
  );
  const entries = kinds.flatMap((kind) => [
    inbound(endpoint, kind, stats),
    outbound(endpoint, kind, stats),
  ]);
  return Object.fromEntries(entries.flatMap((entry) => (entry ? [[entry.id, entry]] : [])));
}

function inbound(endpoint: string, kind: Kind, { inbound }: PeerStats): Stats | undefined {
  const counters = inbound[kind];
  if (!counters) return undefined;
  const { ssrc, jitterSeconds, framesReceived: _, ...others } = counters;
  return rtpStats(`${endpoint}_inbound_${kind}`, 'inboundrtp', {
    ...others,
    ssrc: String(ssrc ?? ''),
    jitter: jitterSeconds,
  });
}

function outbound(endpoint: string, kind: Kind, { outbound }: PeerStats): Stats | undefined {
  const counters = outbound[kind];
  if (!counters) return undefined;
  const { ssrc, roundTripSeconds, ...others } = counters;
  return rtpStats(`${endpoint}_outbound_${kind}`, 'outboundrtp', {
    ...others,
    ssrc: String(ssrc),
    roundTripTime: roundTripSeconds,
    // What the peer says it can take is what we aim at.
    targetBitrate: counters.remb,
  });
}

/** Kurento sends every field, also those that nobody measures. */
const UNMEASURED = {
  associateStatsId: '',
  codecId: '',
  mediaTrackId: '',
  transportId: '',
  isRemote: false,
  sliCount: 0,
};

function rtpStats(
  id: string,
  type: 'inboundrtp' | 'outboundrtp',
  counters: Record<string, number | string>,
): Stats {
  const __type__ = type === 'inboundrtp' ? 'RTCInboundRTPStreamStats' : 'RTCOutboundRTPStreamStats';
  return { ...UNMEASURED, ...counters, __type__, id, type, timestampMillis: Date.now() };
}
