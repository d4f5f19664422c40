const FIN_TEXT = 0x81;
const LENGTH_OF_16_BITS = 126;
const LENGTH_OF_64_BITS = 127;

/**
 * A WebSocket message of a server in one frame: text, not masked (RFC 6455, 5.2).
 *
 *      0               1               2               3
 *     |1|0 0 0|0 0 0 1|0|  length 7   | length of 16 bits if 126, of 64 bits if 127 | text
 *
 * @param parts - the text in pieces, UTF-8
 */
export function textFrame(...parts: readonly Buffer[]): Buffer {
  let length = 0;
  for (const part of parts) length += part.length;
  let at = length < LENGTH_OF_16_BITS ? 2 : length < 2 ** 16 ? 4 : 10;
  const frame = Buffer.allocUnsafe(at + length);
  frame[0] = FIN_TEXT;
  if (at === 2) {
    frame[1] = length;
  } else if (at === 4) {
    frame[1] = LENGTH_OF_16_BITS;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_OF_64_BITS;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  for (const part of parts) at += part.copy(frame, at);
  return frame;
}
