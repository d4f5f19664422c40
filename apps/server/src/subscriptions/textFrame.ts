const FIN_TEXT = 0x81;
const LENGTH_OF_16_BITS = 126;
const LENGTH_OF_64_BITS = 127;

/**
 * A WebSocket message of a server in one frame: text, not masked (RFC 6455, 5.2).
 *
 *      0               1               2               3
 *     |1|0 0 0|0 0 0 1|0|  length 7   | length of 16 bits if 126, of 64 bits if 127 | text
 *
 * @param head - the text's beginning, UTF-8
 * @param rest - and its end
 */
export function textFrame(head: Buffer, rest: Buffer): Buffer {
  const length = head.length + rest.length;
  const start = length < LENGTH_OF_16_BITS ? 2 : length < 2 ** 16 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = FIN_TEXT;
  if (start === 2) {
    frame[1] = length;
  } else if (start === 4) {
    frame[1] = LENGTH_OF_16_BITS;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_OF_64_BITS;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  head.copy(frame, start);
  rest.copy(frame, start + head.length);
  return frame;
}
