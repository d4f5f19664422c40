import { createCipheriv, createHmac } from 'node:crypto';
import type { SessionKeys } from './SrtpKeys.js';

/**
 * AES in counter mode, which encrypts and decrypts alike (RFC 3711 section 4.1.1):
 *
 *     IV = (salt * 2^16) XOR (SSRC * 2^64) XOR (index * 2^16)
 */
export function crypt(keys: SessionKeys, ssrc: number, index: number, data: Buffer): Buffer {
  const counter = Buffer.alloc(16);
  counter.writeUInt32BE(ssrc, 4);
  counter.writeUIntBE(index, 8, 6);
  for (const [at, byte] of keys.salt.entries()) {
    counter.writeUInt8(counter.readUInt8(at) ^ byte, at);
  }
  return createCipheriv('aes-128-ctr', keys.cipher, counter).update(data);
}

/** The first bytes of the HMAC-SHA1 over the parts (RFC 3711 section 4.2.1). */
export function authenticate(keys: SessionKeys, length: number, ...parts: Buffer[]): Buffer {
  const hmac = createHmac('sha1', keys.authentication);
  for (const part of parts) hmac.update(part);
  return hmac.digest().subarray(0, length);
}
