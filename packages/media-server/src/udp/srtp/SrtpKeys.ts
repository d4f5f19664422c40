import { createCipheriv } from 'node:crypto';

/** Crypto suites of SDES (RFC 4568 section 6.2) and the bytes of their RTP authentication tag. */
export const RTP_TAG_BYTES = { AES_CM_128_HMAC_SHA1_80: 10, AES_CM_128_HMAC_SHA1_32: 4 } as const;

export type CryptoSuite = keyof typeof RTP_TAG_BYTES;

/** Bytes of a master key and its salt together, as SDES carries them. */
export const MASTER_BYTES = 30;

const KEY_BYTES = 16;
const SALT_BYTES = 14;
const AUTHENTICATION_KEY_BYTES = 20;

/** Labels of RFC 3711 section 4.3.2. */
const LABELS = {
  rtp: { cipher: 0, authentication: 1, salt: 2 },
  rtcp: { cipher: 3, authentication: 4, salt: 5 },
} as const;

/** What packets of one kind are encrypted and authenticated with. */
export interface SessionKeys {
  readonly cipher: Buffer;
  readonly authentication: Buffer;
  readonly salt: Buffer;
}

/**
 * Derives session keys from a master key, which is used for one direction of one RTP session
 * (RFC 3711 section 4.3, key derivation rate 0).
 * @param master Key and salt, {@link MASTER_BYTES} in all.
 */
export function deriveKeys(master: Buffer, kind: keyof typeof LABELS): SessionKeys {
  const labels = LABELS[kind];
  return {
    cipher: derive(master, labels.cipher, KEY_BYTES),
    authentication: derive(master, labels.authentication, AUTHENTICATION_KEY_BYTES),
    salt: derive(master, labels.salt, SALT_BYTES),
  };
}

function derive(master: Buffer, label: number, length: number): Buffer {
  const counter = Buffer.alloc(16);
  master.copy(counter, 0, KEY_BYTES, KEY_BYTES + SALT_BYTES);
  counter.writeUInt8(counter.readUInt8(7) ^ label, 7);
  const key = master.subarray(0, KEY_BYTES);
  return createCipheriv('aes-128-ctr', key, counter).update(Buffer.alloc(length));
}
