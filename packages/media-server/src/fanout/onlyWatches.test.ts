import { expect, test } from 'vitest';
import { onlyWatches } from './onlyWatches.js';

function offer(...sections: string[]): string {
  const mids = sections.map((_, mid) => mid).join(' ');
  const lines = sections.map((section, mid) => `${section}\r\na=mid:${mid}\r\n`).join('');
  return `v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE ${mids}\r\n${lines}`;
}

function video(direction: string, codec = 'VP8'): string {
  return `m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 ${codec}/90000\r\na=${direction}`;
}

const audio = 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\na=recvonly';
const data = 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=sctp-port:5000';

test.each([
  ['picture and sound', offer(audio, video('recvonly')), true],
  ['a camera beside the sound', offer(audio, video('sendrecv')), false],
  ['a camera alone', offer(video('sendonly')), false],
  ['data channels', offer(video('recvonly'), data), false],
  ['a codec that is not known', offer(video('recvonly', 'VP9')), false],
  ['nothing that is SDP', 'hello', false],
])('%s', (_, sdp, expected) => {
  expect(onlyWatches(sdp)).toBe(expected);
});

test('to an endpoint that only sends, a camera is a viewer', () => {
  expect(onlyWatches(offer(video('sendrecv')), 'sendonly')).toBe(true);
});
