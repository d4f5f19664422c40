import { describe, expect, test } from 'vitest';
import { checkAnswer, iceUfragOf, videoDirection } from './sdp.js';

const sdp = (...lines: string[]) =>
  ['v=0', 'o=- 1 1 IN IP4 0.0.0.0', 's=-', ...lines, ''].join('\r\n');
const VIDEO = 'm=video 9 UDP/TLS/RTP/SAVPF 96';

describe('the direction of the video', () => {
  test.each([
    ['said', sdp('m=audio 9 X 0', 'a=sendrecv', VIDEO, 'a=sendonly'), 'sendonly'],
    ['said for the session', sdp('a=recvonly', VIDEO), 'recvonly'],
    ['unsaid', sdp(VIDEO), 'sendrecv'],
    [
      'of the first video that is not refused',
      sdp('m=video 0 X 96', 'a=inactive', VIDEO, 'a=sendonly'),
      'sendonly',
    ],
    ['without video', sdp('m=audio 9 X 0'), undefined],
  ])('%s', (_, offer, direction) => {
    expect(videoDirection(offer)).toBe(direction);
  });
});

test.each(['', 'hello', '{"sdp":"v=0"}', sdp(), `v=0\r\n${'a'.repeat(100_000)}`])(
  'garbage is refused',
  (offer) => {
    expect(() => videoDirection(offer)).toThrow(expect.objectContaining({ code: 'SDP_INVALID' }));
  },
);

test('an offer names its ICE session', () => {
  expect(iceUfragOf(sdp(VIDEO, 'a=ice-ufrag:EsAw', 'a=mid:0'))).toBe('EsAw');
  expect(iceUfragOf(sdp(VIDEO))).toBeUndefined();
});

test('an answer that takes none of the video is refused; without video there is nothing to take', () => {
  const refused = sdp('m=video 0 X 96', 'a=inactive');
  expect(() => checkAnswer(sdp(VIDEO), refused)).toThrow(
    expect.objectContaining({ code: 'SDP_INVALID' }),
  );
  checkAnswer(sdp(VIDEO), sdp(VIDEO));
  checkAnswer(sdp('m=audio 9 X 0'), sdp('m=audio 9 X 0'));
});
