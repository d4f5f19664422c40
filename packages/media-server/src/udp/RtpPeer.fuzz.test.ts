import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { Chance } from '../Chance.test.support.js';
import { RtpPeer } from './RtpPeer.js';
import { SrtpSender } from './srtp/Srtp.js';

const ROUNDS = 2000;
const MASTER = Buffer.alloc(30, 7);
/** Sent at once; more would not fit into the receiver's buffer. */
const BURST = 20;

/** RTP of payload type 96, the last packet of its frame. */
function rtp(ssrc: number, sequence: number, ...payload: number[]): Buffer {
  const header = Buffer.from([0x80, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt16BE(sequence, 2);
  header.writeUInt32BE(sequence * 3600, 4);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, Buffer.from(payload)]);
}

/** Payloads of a key frame: VP8 with an extended descriptor; H264 as one unit, as two in a packet, and as a fragment. */
const payloads = {
  VP8: [[0x90, 0x80, 0x05, 0x10, 0x00, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00, 1, 2, 3]],
  H264: [
    [0x65, 0x88, 1, 2, 3],
    [0x78, 0, 3, 0x67, 1, 2, 0, 3, 0x65, 0x88, 1],
    [0x7c, 0x85, 0x88, 1, 2],
  ],
};

/** A sender report of this source, and a receiver report on ours. */
function rtcp(ssrc: number): Buffer {
  const report = Buffer.alloc(60);
  report.writeUInt32BE(0x81c8000c, 0);
  report.writeUInt32BE(ssrc, 4);
  report.writeUInt32BE(0x80c90001, 52);
  report.writeUInt32BE(ssrc, 56);
  return report;
}

/** A peer that has answered our offer, and a way to its port. */
async function start(codec: 'VP8' | 'H264', isSecure: boolean) {
  const socket: Socket = createSocket('udp4').bind(0, '127.0.0.1');
  onTestFinished(() => void socket.close());
  await once(socket, 'listening');
  const peer = new RtpPeer({ bindAddress: '127.0.0.1' });
  onTestFinished(() => peer.close());
  const failures: Error[] = [];
  peer.on('failed', (error) => failures.push(error));
  const answer = await peer.processOffer(
    [
      'v=0',
      'c=IN IP4 127.0.0.1',
      `m=video ${socket.address().port} RTP/${isSecure ? 'S' : ''}AVPF 96`,
      ...(isSecure
        ? [`a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${MASTER.toString('base64')}`]
        : []),
      `a=rtpmap:96 ${codec}/90000`,
      'a=fmtp:96 packetization-mode=1',
      'a=rtcp-fb:96 nack pli',
      'a=rtcp-mux',
      '',
    ].join('\r\n'),
  );
  const port = Number(/m=video (\d+)/.exec(answer)?.[1]);
  const srtp = isSecure ? new SrtpSender('AES_CM_128_HMAC_SHA1_80', MASTER) : undefined;
  return {
    peer,
    failures,
    protect: (packet: Buffer) => srtp?.protect(packet) ?? packet,
    send: (packet: Buffer) =>
      new Promise<void>((resolve) => socket.send(packet, port, '127.0.0.1', () => resolve())),
  };
}

test.each([
  ['VP8', false],
  ['H264', false],
  ['VP8', true],
] as const)(
  'damaged packets of %s (encrypted: %s) cost no more than themselves',
  async (codec, isSecure) => {
    const { peer, failures, protect, send } = await start(codec, isSecure);
    const chance = new Chance(3);
    for (let round = 0; round < ROUNDS; round += BURST) {
      const burst = Array.from({ length: BURST }, (_, index) => {
        const packet = rtp(7, round + index, ...chance.pick(payloads[codec]));
        const whole = index % 5 === 0 ? rtcp(7) : packet;
        if (chance.below(2) === 0) return chance.damageBytes(protect(whole));
        // Damaged before it is encrypted it gets through to the readers.
        const payload = chance.damageBytes(whole.subarray(12));
        return protect(Buffer.concat([whole.subarray(0, 12), payload]));
      });
      await Promise.all(burst.map(send));
      await new Promise(setImmediate);
    }
    const received = peer.receivers.video!;
    expect(received.counters().packetsReceived).toBeGreaterThan(ROUNDS / 10);

    // Another source is another stream, whatever was believed of the first one.
    const frame = new Promise<{ key: boolean }>((resolve) => {
      received.on('frame', (taken) => {
        if (received.counters().ssrc === 9) resolve(taken);
      });
    });
    await send(protect(rtp(9, 1, ...payloads[codec][0]!)));
    expect(await frame).toMatchObject({ codec, key: true });
    expect(failures).toEqual([]);
  },
);

test('a listener that throws ends its peer, and not the process', async () => {
  const { peer, failures, send } = await start('VP8', false);
  const closed = once(peer, 'closed');
  peer.receivers.video!.on('frame', () => {
    throw new Error('no room');
  });
  await send(rtp(9, 1, ...payloads.VP8[0]!));
  await closed;
  expect(failures).toMatchObject([{ message: 'no room' }]);
});
