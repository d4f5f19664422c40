/** Seconds between the NTP epoch (1900) and the Unix epoch (1970). */
const NTP_UNIX_SECONDS = 2_208_988_800;
const FRACTION = 2 ** 32;

/** A 64-bit NTP timestamp (RFC 3550 section 4) as its two halves. */
export interface NtpTime {
  readonly seconds: number;
  readonly fraction: number;
}

/** Microseconds since 1970 as NTP time. */
export function toNtp(unixUs: number): NtpTime {
  const seconds = Math.floor(unixUs / 1e6);
  const fraction = Math.floor(((unixUs - seconds * 1e6) / 1e6) * FRACTION);
  return { seconds: (seconds + NTP_UNIX_SECONDS) % FRACTION, fraction };
}

/** NTP time as microseconds since 1970. */
export function fromNtp({ seconds, fraction }: NtpTime): number {
  return (seconds - NTP_UNIX_SECONDS) * 1e6 + (fraction / FRACTION) * 1e6;
}

/** The middle 32 bits, units of 1/65536 second: what receiver reports quote. */
export function compactNtp({ seconds, fraction }: NtpTime): number {
  return (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0;
}
