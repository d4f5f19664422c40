import { expect, test } from 'vitest';
import { Chance } from '../../Chance.test.support.js';
import { IceCandidateError, SdpError } from '../errors.js';
import { usableCandidate } from '../iceCandidate.js';
import { parseDescription } from './description.js';
import { negotiate, transportSection } from './negotiation.js';
import { readCandidates, readTransport } from './transportParameters.js';
import { writeAnswer } from './writer.js';

const ROUNDS = 1500;
const FINGERPRINT = `sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`;
const TRANSPORT = [
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:usgN',
  'a=ice-pwd:NJ1yF7HqF8uZOHpVRQhDSjeD',
  `a=fingerprint:${FINGERPRINT}`,
  'a=setup:actpass',
  'a=rtcp-mux',
];
const OFFER = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1 2',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 0',
  ...TRANSPORT,
  'a=mid:0',
  'a=sendrecv',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=candidate:1 1 udp 2113937151 192.0.2.1 40000 typ host',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 102',
  ...TRANSPORT,
  'a=mid:1',
  'a=sendonly',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:102 H264/90000',
  'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  'a=ssrc:77 cname:x',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  ...TRANSPORT,
  'a=mid:2',
  'a=sctp-port:5000',
  '',
].join('\r\n');

const local = {
  transport: {
    iceUfrag: 'ours',
    icePwd: 'o'.repeat(22),
    fingerprint: FINGERPRINT,
    setup: 'active',
  },
  ssrcs: { video: 1001, audio: 1002, retransmission: 1003 },
};

function answer(offer: string): string {
  const description = parseDescription(offer);
  const sections = negotiate(description, 'sendrecv');
  const index = transportSection(sections);
  readTransport(description, index);
  readCandidates(description, index);
  return writeAnswer(sections, local);
}

function sections(sdp: string): number {
  return sdp.split(/^m=/m).length;
}

test('the undamaged offer is answered', () => {
  expect(answer(OFFER)).toContain('m=video 9 UDP/TLS/RTP/SAVPF 96');
});

test('a damaged offer gets an answer with as many sections, or is refused', () => {
  const chance = new Chance(3);
  const wrong: string[] = [];
  let answered = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const offer = chance.damageText(OFFER);
    try {
      if (sections(answer(offer)) !== sections(offer.replaceAll('\r', '\n'))) wrong.push(offer);
      answered += 1;
    } catch (error) {
      if (!(error instanceof SdpError)) throw error;
    }
  }
  expect(wrong).toEqual([]);
  expect(answered).toBeGreaterThan(ROUNDS / 10);
  expect(answered).toBeLessThan(ROUNDS);
});

test('a damaged candidate is used, left out or refused', () => {
  const chance = new Chance(4);
  const candidate = Buffer.from('candidate:1 1 udp 2113937151 192.0.2.1 40000 typ host');
  const outcomes = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    try {
      outcomes.add(typeof usableCandidate(chance.damageBytes(candidate).toString()));
    } catch (error) {
      if (!(error instanceof IceCandidateError)) throw error;
      outcomes.add('refused');
    }
  }
  expect([...outcomes].sort()).toEqual(['refused', 'string', 'undefined']);
});
