import { expect, test } from 'vitest';
import { parseDescription } from './description.js';
import { negotiate, remoteSsrcs, transportSection, type MediaDirection } from './negotiation.js';
import { readCandidates, readTransport } from './transportParameters.js';
import { writeAnswer, writeOffer } from './writer.js';

const FINGERPRINT = `sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`;
const SESSION = ['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0'];
const TRANSPORT = [
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:usgN',
  'a=ice-pwd:NJ1yF7HqF8uZOHpVRQhDSjeD',
  `a=fingerprint:${FINGERPRINT}`,
  'a=setup:actpass',
  'a=rtcp-mux',
];
const LOCAL = {
  transport: {
    iceUfrag: 'ours',
    icePwd: 'o'.repeat(22),
    fingerprint: FINGERPRINT,
    setup: 'active',
  },
  ssrcs: { video: 1001, audio: 1002, retransmission: 1003 },
};

/** As Chromium writes it: many codecs, RTX, RED, feedback and extensions that we do not use. */
const CHROMIUM_AUDIO = [
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0',
  ...TRANSPORT,
  'a=mid:0',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=sendrecv',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
  'a=rtpmap:9 G722/8000',
  'a=ssrc:77 cname:x',
];
const CHROMIUM_VIDEO = [
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 104 102 98',
  ...TRANSPORT,
  'a=mid:1',
  'a=sendrecv',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 goog-remb',
  'a=rtcp-fb:96 transport-cc',
  'a=rtcp-fb:96 ccm fir',
  'a=rtcp-fb:96 nack',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:104 H264/90000',
  'a=fmtp:104 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42001f',
  'a=rtpmap:102 H264/90000',
  'a=rtcp-fb:102 nack pli',
  'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  'a=rtpmap:98 VP9/90000',
  'a=ssrc-group:FID 78 79',
  'a=ssrc:78 cname:x',
  'a=ssrc:79 cname:x',
];
const DATA = [
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  ...TRANSPORT,
  'a=mid:2',
  'a=sctp-port:5000',
];

function sdp(...sections: readonly (readonly string[])[]): string {
  return [...sections.flat(), ''].join('\r\n');
}

function bundle(...mids: (string | number)[]): string[] {
  return [...SESSION, `a=group:BUNDLE ${mids.join(' ')}`];
}

function answer(offer: string, direction: MediaDirection = 'sendrecv'): string[] {
  return writeAnswer(negotiate(parseDescription(offer), direction), LOCAL).split('\r\n');
}

/** The lines of the answer's m= sections. */
function sectionsOf(lines: readonly string[]): string[][] {
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []));
  return starts.map((start, i) => lines.slice(start, starts[i + 1]));
}

test('of a Chromium offer VP8 and Opus are taken, with the feedback that we speak', () => {
  const lines = answer(sdp(bundle(0, 1), CHROMIUM_AUDIO, CHROMIUM_VIDEO));
  const [audio = [], video = []] = sectionsOf(lines);
  expect(lines).toContain('a=group:BUNDLE 0 1');
  expect(audio[0]).toBe('m=audio 9 UDP/TLS/RTP/SAVPF 111');
  expect(audio).toContain('a=fmtp:111 minptime=10;useinbandfec=1');
  expect(video[0]).toBe('m=video 9 UDP/TLS/RTP/SAVPF 96');
  expect(video.filter((line) => /^a=(rtcp-fb|rtpmap|fmtp|extmap)/.test(line))).toEqual([
    'a=rtpmap:96 VP8/90000',
    'a=rtcp-fb:96 nack',
    'a=rtcp-fb:96 nack pli',
    'a=rtcp-fb:96 ccm fir',
    'a=rtcp-fb:96 goog-remb',
  ]);
  expect(video).toContain('a=sendrecv');
  expect(video.some((line) => line.startsWith('a=ssrc:1001 cname:'))).toBe(true);
  expect(lines.some((line) => line.includes('candidate'))).toBe(false);
});

test('who only watches gets repairs in a stream of their own, and is told how long to wait for them', () => {
  const offered = CHROMIUM_VIDEO.map((line) => (line === 'a=sendrecv' ? 'a=recvonly' : line));
  const uri = 'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay';
  const [video = []] = sectionsOf(answer(sdp(bundle(1), [...offered, `a=extmap:12 ${uri}`])));
  expect(video[0]).toBe('m=video 9 UDP/TLS/RTP/SAVPF 96 97');
  expect(video).toEqual(
    expect.arrayContaining([
      'a=rtpmap:97 rtx/90000',
      'a=fmtp:97 apt=96',
      'a=ssrc-group:FID 1001 1003',
      expect.stringMatching(/^a=ssrc:1003 cname:/),
      `a=extmap:12 ${uri}`,
    ]),
  );
});

test('without VP8 H264 in packetization mode 1 is taken, its parameters as offered', () => {
  const video = CHROMIUM_VIDEO.filter((line) => !line.includes('VP8'));
  const [section = []] = sectionsOf(answer(sdp(bundle(1), video)));
  expect(section[0]).toBe('m=video 9 UDP/TLS/RTP/SAVPF 102');
  expect(section).toContain(
    'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  );
  expect(section.filter((line) => line.startsWith('a=rtcp-fb'))).toEqual([
    'a=rtcp-fb:102 nack pli',
  ]);
});

test.each([
  ['sendrecv', 'sendrecv', 'sendrecv'],
  ['sendonly', 'sendrecv', 'recvonly'],
  ['recvonly', 'sendrecv', 'sendonly'],
  ['inactive', 'sendrecv', 'inactive'],
  ['sendrecv', 'recvonly', 'recvonly'],
  ['sendrecv', 'sendonly', 'sendonly'],
  ['sendonly', 'sendonly', 'inactive'],
] as const)('%s offered to one who is %s is answered %s', (offered, ours, expected) => {
  const video = CHROMIUM_VIDEO.map((line) => (line === 'a=sendrecv' ? `a=${offered}` : line));
  const [section = []] = sectionsOf(answer(sdp(bundle(1), video), ours));
  expect(section).toContain(`a=${expected}`);
  expect(section.some((line) => line.startsWith('a=ssrc:'))).toBe(expected.startsWith('send'));
});

test('of several video sections the first is taken, the others are refused in place', () => {
  const second = CHROMIUM_VIDEO.map((line) => (line === 'a=mid:1' ? 'a=mid:9' : line));
  const lines = answer(sdp(bundle(0, 1, 9), CHROMIUM_AUDIO, CHROMIUM_VIDEO, second));
  expect(lines).toContain('a=group:BUNDLE 0 1');
  expect(sectionsOf(lines).map(([mediaLine]) => mediaLine)).toEqual([
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'm=video 0 UDP/TLS/RTP/SAVPF 96 97 104 102 98',
  ]);
  expect(sectionsOf(lines)[2]).toContain('a=inactive');
});

test('unknown codecs are refused while the rest is taken', () => {
  const audio = ['m=audio 9 UDP/TLS/RTP/SAVPF 9', ...TRANSPORT, 'a=mid:0', 'a=rtpmap:9 G722/8000'];
  const lines = answer(sdp(bundle(0, 1), audio, CHROMIUM_VIDEO));
  expect(sectionsOf(lines).map(([mediaLine]) => mediaLine)).toEqual([
    'm=audio 0 UDP/TLS/RTP/SAVPF 9',
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
  ]);
  expect(lines).toContain('a=group:BUNDLE 1');
});

test.each([
  ['PCMU without a line of its own', 'RTP/SAVPF 0', []],
  ['PCMA under a type of its choice', 'RTP/SAVPF 97', ['a=rtpmap:97 PCMA/8000/1']],
])('%s is taken', (_, formats, rtpmap) => {
  const audio = [`m=audio 9 UDP/TLS/${formats}`, ...TRANSPORT, 'a=mid:0', ...rtpmap];
  const lines = answer(sdp(bundle(0, 1), audio, CHROMIUM_VIDEO));
  const type = formats.split(' ')[1];
  expect(lines).toContain(`a=rtpmap:${type} PCM${type === '0' ? 'U' : 'A'}/8000`);
});

test('Opus is preferred; a fixed type that stands for something else is not taken', () => {
  const preferred = ['m=audio 9 UDP/TLS/RTP/SAVPF 0 111', ...TRANSPORT, 'a=mid:0'];
  const [opus] = sectionsOf(answer(sdp(bundle(0), [...preferred, 'a=rtpmap:111 opus/48000/2'])));
  expect(opus?.[0]).toBe('m=audio 9 UDP/TLS/RTP/SAVPF 111');
  const other = ['m=audio 9 UDP/TLS/RTP/SAVPF 0', ...TRANSPORT, 'a=mid:0', 'a=rtpmap:0 G722/8000'];
  const [refused] = sectionsOf(answer(sdp(bundle(0, 1), other, CHROMIUM_VIDEO)));
  expect(refused?.[0]).toBe('m=audio 0 UDP/TLS/RTP/SAVPF 0');
});

test('data channels are accepted', () => {
  const lines = answer(sdp(bundle(1, 2), CHROMIUM_VIDEO, DATA));
  expect(sectionsOf(lines)[1]?.[0]).toBe('m=application 9 UDP/DTLS/SCTP webrtc-datachannel');
  expect(lines).toContain('a=group:BUNDLE 1 2');
});

test('without BUNDLE one section has the transport, the others are refused', () => {
  const lines = answer(sdp(SESSION, CHROMIUM_AUDIO, CHROMIUM_VIDEO));
  expect(sectionsOf(lines).map(([mediaLine]) => mediaLine?.split(' ')[1])).toEqual(['9', '0']);
});

test('transport parameters may stand before the sections, as Firefox writes the fingerprint', () => {
  const video = CHROMIUM_VIDEO.filter((line) => !line.startsWith('a=fingerprint'));
  const offer = parseDescription(
    sdp(bundle(1), [`a=fingerprint:${FINGERPRINT}`], video, [
      'a=candidate:1 1 UDP 1 192.0.2.1 5 typ host',
    ]),
  );
  const index = transportSection(negotiate(offer, 'sendrecv'));
  expect(readTransport(offer, index)).toEqual({
    iceUfrag: 'usgN',
    icePwd: 'NJ1yF7HqF8uZOHpVRQhDSjeD',
    fingerprint: FINGERPRINT,
    setup: 'actpass',
  });
  expect(readCandidates(offer, index)).toEqual(['candidate:1 1 UDP 1 192.0.2.1 5 typ host']);
  expect(remoteSsrcs(offer)).toEqual(new Set([78, 79]));
});

test('our own offer can be answered, by H264 alone too', () => {
  const offer = writeOffer(['audio', 'video'], 'sendrecv', LOCAL);
  expect(sectionsOf(answer(offer)).map(([mediaLine]) => mediaLine)).toEqual([
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
  ]);
  const withoutVp8 = offer.replace('96 102', '102').replace(/a=(rtpmap|rtcp-fb):96.*\r\n/g, '');
  const [, video] = negotiate(parseDescription(withoutVp8), 'sendrecv');
  expect(video?.accepted).toMatchObject({ codec: { name: 'H264', payloadType: 102 } });
});

test.each([
  ['nothing', ''],
  ['no SDP', 'hello'],
  ['a broken line', sdp(SESSION, ['garbage'])],
  ['a broken m= line', sdp(SESSION, ['m=video'])],
  ['too many sections', sdp(SESSION, ...Array.from({ length: 40 }, () => DATA))],
  ['no codec that we know', sdp(SESSION, ['m=audio 9 UDP/TLS/RTP/SAVPF 9', ...TRANSPORT])],
  [
    'no fingerprint',
    sdp(
      bundle(1),
      CHROMIUM_VIDEO.filter((line) => !line.includes('fingerprint')),
    ),
  ],
  [
    'a short password',
    sdp(
      bundle(1),
      CHROMIUM_VIDEO.map((l) => (l.startsWith('a=ice-pwd') ? 'a=ice-pwd:x' : l)),
    ),
  ],
])('%s is refused by name', (_, text) => {
  const use = () => {
    const offer = parseDescription(text);
    readTransport(offer, transportSection(negotiate(offer, 'sendrecv')));
  };
  expect(use).toThrow(expect.objectContaining({ code: 'SDP_PARSE_ERROR' }));
});
