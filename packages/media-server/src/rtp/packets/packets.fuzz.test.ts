import { expect, test } from 'vitest';
import { Chance } from '../../Chance.test.support.js';
import { RtpError } from '../errors.js';
import { parseRtcp, type RtcpPacket } from './rtcp.js';
import { parseRtp, type RtpPacket } from './rtp.js';

const ROUNDS = 5000;

/** What a reader made of damaged bytes; anything but our own error fails the test. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RtpError) return undefined;
    throw error;
  }
}

/** Version 2 with extension, contributing source and padding, as rare as that is. */
const RTP = Buffer.from(
  'b16000011122334455667788aabbccddbede000110aa000090abcdef0000000000000004',
  'hex',
);

/** A sender report with a report block, REMB, NACK, PLI, FIR and BYE in one datagram. */
const RTCP = Buffer.from(
  [
    '81c8000c11111111e6dc0000800000000000100000000010000001000000222240ffffff00010002000000030000000400000005',
    '8fce00050000000100000000',
    '52454d42010bffff22222222',
    '81cd00030000000122222222000500ff',
    '81ce00020000000122222222',
    '84ce00040000000100000000222222220700ffff',
    '82cb00021111111122222222',
  ].join(''),
  'hex',
);

test('the undamaged packets are read', () => {
  expect(parseRtp(RTP)).toMatchObject({ marker: false, payloadType: 96, sequence: 1 });
  expect(parseRtcp(RTCP).map(({ type }) => type)).toEqual([
    'SR',
    'REMB',
    'NACK',
    'PLI',
    'FIR',
    'BYE',
  ]);
});

/** A NACK names at most 17 packets with each 4 bytes. */
function isWithin(packet: RtcpPacket, data: Buffer): boolean {
  if (packet.type === 'NACK') return packet.sequences.length < data.length * 5;
  return packet.type !== 'REMB' || packet.bitsPerSecond >= 0;
}

test('a damaged RTP packet is read within its bytes or refused', () => {
  const chance = new Chance(1);
  const read: { data: Buffer; packet: RtpPacket }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const data = chance.damageBytes(RTP);
    const packet = attempt(() => parseRtp(data));
    if (packet) read.push({ data, packet });
  }
  expect(read.filter(({ data, packet }) => packet.payload.length > data.length - 12)).toEqual([]);
  expect(read.filter(({ packet }) => packet.payloadType > 127)).toEqual([]);
  // Were all of them refused, the test would say nothing of what gets through.
  expect(read.length).toBeGreaterThan(ROUNDS / 10);
  expect(read.length).toBeLessThan(ROUNDS);
});

test('a damaged RTCP datagram is read within its bytes or refused', () => {
  const chance = new Chance(2);
  const read: { data: Buffer; packets: RtcpPacket[] }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const data = chance.damageBytes(RTCP);
    const packets = attempt(() => parseRtcp(data));
    if (packets) read.push({ data, packets });
  }
  expect(
    read.filter(
      ({ data, packets }) =>
        packets.length > data.length / 4 || !packets.every((packet) => isWithin(packet, data)),
    ),
  ).toEqual([]);
  expect(read.length).toBeGreaterThan(ROUNDS / 20);
  expect(read.length).toBeLessThan(ROUNDS);
});
