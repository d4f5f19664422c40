/** Frame lengths of SILK, hybrid and CELT configurations, in 48 kHz samples (RFC 6716 table 2). */
const SILK = [480, 960, 1920, 2880];
const HYBRID = [480, 960];
const CELT = [120, 240, 480, 960];

/**
 * Length of an Opus packet in 48 kHz samples, from its first bytes (RFC 6716 section 3.1):
 *
 *    | config  |s| c |   c: 0 one frame, 1 and 2 two, 3 as many as the second byte says
 *
 * 0 for an empty packet.
 */
export function opusDuration(packet: Uint8Array): number {
  const [toc, second] = packet;
  if (toc === undefined) return 0;
  const frames = [1, 2, 2, (second ?? 0) & 0x3f][toc & 3] ?? 0;
  return frames * frameLength(toc >> 3);
}

function frameLength(config: number): number {
  if (config < 12) return SILK[config % 4] ?? 0;
  if (config < 16) return HYBRID[config % 2] ?? 0;
  return CELT[config % 4] ?? 0;
}
