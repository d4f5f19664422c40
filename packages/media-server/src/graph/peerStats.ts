import type { MediaType, Stats } from '../elements/types.js';
import type { PeerStats } from '../webrtc/stats.js';

type Kind = keyof PeerStats['inbound'];

/** Kurento's statistics of streams and, unless only those of one kind are asked for, of data channels, by id. Times in seconds, rates in bits per second. */
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
  const all = entries.filter((entry) => entry !== undefined);
  if (mediaType !== 'AUDIO' && mediaType !== 'VIDEO') all.push(...data(endpoint, stats));
  return Object.fromEntries(all.map((entry) => [entry.id, entry]));
}

/** RTCPeerConnectionStats, and RTCDataChannelStats of each channel. */
function data(endpoint: string, { data }: PeerStats): Stats[] {
  if (!data) return [];
  const timestampMillis = Date.now();
  const session = {
    __type__: 'RTCPeerConnectionStats',
    id: `${endpoint}_session`,
    type: 'session',
    timestampMillis,
    dataChannelsOpened: data.opened,
    dataChannelsClosed: data.closed,
  } as const;
  const channels = data.channels.map(({ id, ...counters }) => ({
    ...counters,
    __type__: 'RTCDataChannelStats',
    id: `${endpoint}_datachannel_${id}`,
    type: 'datachannel' as const,
    timestampMillis,
    datachannelid: id,
    state: 'open',
  }));
  return [session, ...channels];
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
