import { expect, test } from 'vitest';
import { oneWay, parseSdpFragment, withCandidates } from './sdpFragment.js';

const FRAGMENT = [
  'a=ice-ufrag:EsAw',
  'a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1',
  'm=audio 9 UDP/TLS/RTP/SAVPF 0',
  'a=mid:0',
  'a=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host',
  'm=video 9 UDP/TLS/RTP/SAVPF 0',
  'a=candidate:2 1 udp 2122194687 192.0.2.2 61765 typ host',
  'a=end-of-candidates',
  '',
].join('\r\n');

test('a fragment says its candidates, with their media section', () => {
  expect(parseSdpFragment(FRAGMENT)).toEqual({
    iceUfrag: 'EsAw',
    candidates: [
      {
        candidate: 'candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host',
        sdpMid: '0',
        sdpMLineIndex: 0,
      },
      {
        candidate: 'candidate:2 1 udp 2122194687 192.0.2.2 61765 typ host',
        sdpMid: null,
        sdpMLineIndex: 1,
      },
    ],
  });
});

test.each(['rubbish', '{"candidate":"x"}', 'a=candidate:1 1 udp 1 192.0.2.1 1 typ host'])(
  'no fragment: %s',
  (text) => {
    expect(parseSdpFragment(text)).toBeUndefined();
  },
);

const SDP = 'v=0\r\nm=audio 9\r\na=ice-ufrag:abc\r\na=sendrecv\r\nm=video 9\r\na=sendrecv\r\n';

test('candidates stand in the first section', () => {
  expect(withCandidates(SDP, ['candidate:1 x'])).toBe(
    SDP.replace('m=video', 'a=candidate:1 x\r\na=end-of-candidates\r\nm=video'),
  );
});

test('both ways become one', () => {
  expect(oneWay(SDP, 'sendonly')).toBe(SDP.replaceAll('sendrecv', 'sendonly'));
});
