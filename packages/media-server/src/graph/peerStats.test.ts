import { expect, test } from 'vitest';
import type { PeerStats } from '../webrtc/stats.js';
import { toKurentoStats } from './peerStats.js';

const received = {
  ssrc: 7,
  packetsReceived: 60,
  bytesReceived: 12_000,
  packetsLost: 2,
  fractionLost: 0.25,
  jitterSeconds: 0.009,
  nackCount: 1,
  pliCount: 6,
  firCount: 0,
  framesReceived: 20,
  remb: 64_441,
};
const sent = {
  ssrc: 8,
  packetsSent: 10,
  bytesSent: 900,
  packetsLost: 1,
  fractionLost: 0.5,
  roundTripSeconds: 0.04,
  nackCount: 2,
  pliCount: 3,
  firCount: 4,
  remb: 300_000,
};
const stats: PeerStats = {
  inbound: { video: received, audio: { ...received, ssrc: undefined } },
  outbound: { video: sent },
  candidatePair: undefined,
  data: {
    opened: 2,
    closed: 1,
    channels: [
      {
        id: 3,
        label: 'chat',
        protocol: '',
        messagesSent: 1,
        bytesSent: 5,
        messagesReceived: 2,
        bytesReceived: 6,
      },
    ],
  },
};

test('both directions have every field of Kurento, measured or not', () => {
  const all = toKurentoStats('e', stats, 'VIDEO');
  const common = { associateStatsId: '', codecId: '', isRemote: false, mediaTrackId: '' };
  expect(all).toEqual({
    e_inbound_video: {
      ...common,
      __type__: 'RTCInboundRTPStreamStats',
      id: 'e_inbound_video',
      type: 'inboundrtp',
      timestampMillis: expect.any(Number),
      transportId: '',
      ssrc: '7',
      packetsReceived: 60,
      bytesReceived: 12_000,
      jitter: 0.009,
      packetsLost: 2,
      fractionLost: 0.25,
      nackCount: 1,
      pliCount: 6,
      firCount: 0,
      sliCount: 0,
      remb: 64_441,
    },
    e_outbound_video: {
      ...common,
      __type__: 'RTCOutboundRTPStreamStats',
      id: 'e_outbound_video',
      type: 'outboundrtp',
      timestampMillis: expect.any(Number),
      transportId: '',
      ssrc: '8',
      packetsSent: 10,
      bytesSent: 900,
      roundTripTime: 0.04,
      targetBitrate: 300_000,
      packetsLost: 1,
      fractionLost: 0.5,
      nackCount: 2,
      pliCount: 3,
      firCount: 4,
      sliCount: 0,
      remb: 300_000,
    },
  });
});

test('statistics are of one kind of media, or of both', () => {
  expect(Object.keys(toKurentoStats('e', stats, 'AUDIO'))).toEqual(['e_inbound_audio']);
  expect(Object.keys(toKurentoStats('e', stats))).toEqual([
    'e_inbound_audio',
    'e_inbound_video',
    'e_outbound_video',
    'e_session',
    'e_datachannel_3',
  ]);
  expect(toKurentoStats('e', stats)['e_inbound_audio']).toMatchObject({ ssrc: '' });
});

test('data channels are counted one by one, and in all', () => {
  expect(toKurentoStats('e', stats)).toMatchObject({
    e_session: { type: 'session', dataChannelsOpened: 2, dataChannelsClosed: 1 },
    e_datachannel_3: { type: 'datachannel', datachannelid: 3, label: 'chat', state: 'open' },
  });
});
