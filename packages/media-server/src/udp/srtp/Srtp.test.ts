import { describe, expect, it } from 'vitest';
import { readsOrRefuses, randomBytes } from '../../rtp/randomBytes.test.support.js';
import { receiverReport } from '../../rtp/packets/rtcpWriter.js';
import { SrtpReceiver, SrtpSender } from './Srtp.js';
import { deriveKeys, type CryptoSuite } from './SrtpKeys.js';

/** The master key and salt of RFC 3711 appendix B.3. */
const MASTER = Buffer.from('e1f97a0d3e018be0d64fa32c06de41390ec675ad498afeebb6960b3aabe6', 'hex');
const SUITE: CryptoSuite = 'AES_CM_128_HMAC_SHA1_80';

function packet(sequence: number, ssrc = 0xcafebabe): Buffer {
  const head = Buffer.from('800f1234decafbadcafebabe', 'hex');
  head.writeUInt16BE(sequence & 0xffff, 2);
  head.writeUInt32BE(ssrc, 8);
  return Buffer.concat([head, Buffer.alloc(16, 0xab)]);
}

function pair(suite = SUITE): { sender: SrtpSender; receiver: SrtpReceiver } {
  return { sender: new SrtpSender(suite, MASTER), receiver: new SrtpReceiver(suite, MASTER) };
}

const refusal = expect.objectContaining({ code: 'SRTP_REFUSED' });

describe('SRTP', () => {
  it('derives the keys of RFC 3711 appendix B.3', () => {
    const { cipher, salt, authentication } = deriveKeys(MASTER, 'rtp');
    expect(cipher.toString('hex')).toBe('c61e7a93744f39ee10734afe3ff7a087');
    expect(salt.toString('hex')).toBe('30cbbc08863d8c85d49db34a9ae1');
    expect(authentication.toString('hex')).toBe('cebe321f6ff7716b6fd4ab49af256a156d38baa4');
  });

  it('encrypts as libsrtp does', () => {
    const { sender } = pair();
    expect(sender.protect(packet(0x1234)).toString('hex')).toBe(
      '800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb',
    );
  });

  it.each([
    ['AES_CM_128_HMAC_SHA1_80', 10],
    ['AES_CM_128_HMAC_SHA1_32', 4],
  ] as const)(
    '%s comes through, RTP and RTCP, over a wrap of the sequence number',
    (suite, tag) => {
      const { sender, receiver } = pair(suite);
      for (let sequence = 65_500; sequence < 65_600; sequence++) {
        const encrypted = sender.protect(packet(sequence));
        expect(encrypted.length).toBe(28 + tag);
        expect(receiver.unprotect(encrypted)).toEqual(packet(sequence));
      }
      const report = receiverReport(7, []);
      const encrypted = sender.protect(report);
      expect(encrypted.length).toBe(report.length + 14);
      expect(receiver.unprotect(encrypted)).toEqual(report);
      expect(receiver.unprotect(sender.protect(receiverReport(8, [])))).toEqual(
        receiverReport(8, []),
      );
    },
  );

  it('takes packets in any order, each once', () => {
    const { sender, receiver } = pair();
    const [first, second, third] = [1, 2, 3].map((sequence) => sender.protect(packet(sequence)));
    for (const encrypted of [first!, third!, second!]) receiver.unprotect(encrypted);
    for (const encrypted of [first!, second!, third!]) {
      expect(() => receiver.unprotect(encrypted)).toThrow(refusal);
    }
    const report = sender.protect(receiverReport(7, []));
    receiver.unprotect(report);
    expect(() => receiver.unprotect(report)).toThrow(refusal);
  });

  it('refuses what was changed or made by somebody else, and goes on', () => {
    const { sender, receiver } = pair();
    const encrypted = sender.protect(packet(1));
    for (let at = 0; at < encrypted.length; at++) {
      const changed = Buffer.from(encrypted);
      changed[at]! ^= 1;
      expect(readsOrRefuses(() => receiver.unprotect(changed))).toBe(true);
    }
    const other = new SrtpReceiver(SUITE, Buffer.alloc(30, 1));
    expect(() => other.unprotect(encrypted)).toThrow(refusal);
    expect(receiver.unprotect(encrypted)).toEqual(packet(1));
  });

  it('survives noise of any length', () => {
    const { receiver } = pair();
    for (let length = 0; length < 200; length++) {
      const noise = randomBytes(length, length);
      if (length > 1) noise[1] = length % 2 === 0 ? 96 : 200;
      expect(readsOrRefuses(() => receiver.unprotect(noise))).toBe(true);
    }
  });
});
