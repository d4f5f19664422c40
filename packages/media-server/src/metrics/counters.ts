import type { NodeStats } from '../pixels/types.js';
import type { PeerStats } from '../webrtc/stats.js';
import type { Sample } from './Sample.js';

/** What a stage of a pipeline has counted. */
export function stageCounters({ kind, framesIn, framesOut, busyMs, drops }: NodeStats): Sample[] {
  const labels = { stage: kind };
  return [
    { name: 'stage_frames_in_total', labels, value: framesIn },
    { name: 'stage_frames_out_total', labels, value: framesOut },
    { name: 'stage_busy_seconds_total', labels, value: busyMs / 1000 },
    ...Object.entries(drops).map(([cause, value]) => ({
      name: 'stage_frames_dropped_total',
      labels: { stage: kind, cause },
      value,
    })),
  ];
}

/** What a connection has counted, by direction as the media server sees it. NACK, PLI and FIR are what the receiving side asked for. */
export function peerCounters({
  inbound,
  outbound,
}: Pick<PeerStats, 'inbound' | 'outbound'>): Sample[] {
  const samples: Sample[] = [];
  for (const kind of ['audio', 'video'] as const) {
    const incoming = inbound[kind];
    if (incoming) {
      const { packetsReceived: packets, bytesReceived: bytes } = incoming;
      const labels = { direction: 'inbound', kind };
      samples.push(...streamCounters(labels, incoming, { packets, bytes }));
    }
    const outgoing = outbound[kind];
    if (outgoing) {
      const { packetsSent: packets, bytesSent: bytes } = outgoing;
      const labels = { direction: 'outbound', kind };
      samples.push(...streamCounters(labels, outgoing, { packets, bytes }));
    }
  }
  return samples;
}

interface Feedback {
  readonly packetsLost: number;
  readonly nackCount: number;
  readonly pliCount: number;
  readonly firCount: number;
}

function streamCounters(
  labels: Readonly<Record<string, string>>,
  { packetsLost, nackCount, pliCount, firCount }: Feedback,
  { packets, bytes }: { packets: number; bytes: number },
): Sample[] {
  return [
    { name: 'rtp_packets_total', labels, value: packets },
    { name: 'rtp_bytes_total', labels, value: bytes },
    { name: 'rtp_packets_lost_total', labels, value: packetsLost },
    { name: 'rtcp_nacks_total', labels, value: nackCount },
    { name: 'rtcp_plis_total', labels, value: pliCount },
    { name: 'rtcp_firs_total', labels, value: firCount },
  ];
}
