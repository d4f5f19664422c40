import { expect, test } from 'vitest';
import { OutgoingPacket, PAYLOAD_OFFSET } from './OutgoingPacket.js';
import { retransmission } from './retransmission.js';
import { parseRtp } from './rtp.js';

test.each([undefined, { id: 3, minMs: 0, maxMs: 500 }])(
  'a packet sent again holds its number and its payload (extension: %j)',
  (delay) => {
    const storage = Buffer.concat([Buffer.alloc(PAYLOAD_OFFSET), Buffer.from('payload')]);
    const header = { payloadType: 96, sequence: 0xabcd, timestamp: 7, ssrc: 1 };
    const packet = new OutgoingPacket(storage, true).write(header, delay);
    const again = parseRtp(retransmission(packet, { payloadType: 97, ssrc: 3 }, 65_537));
    expect(again).toEqual({
      marker: true,
      payloadType: 97,
      sequence: 1,
      timestamp: 7,
      ssrc: 3,
      payload: Buffer.from('\xab\xcdpayload', 'latin1'),
    });
  },
);
