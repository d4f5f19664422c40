// The bytes of EBML (RFC 8794): elements of an id, a size and content, both numbers with their length in the first bits.

/** The beginning of an element. */
export interface ElementHead {
  /** With its length marker, as the specifications write it. */
  readonly id: number;
  /** Bytes of the content; undefined where the writer did not know it yet. */
  readonly size: number | undefined;
  /** Bytes of id and size. */
  readonly headBytes: number;
}

/** The longest head: 4 bytes of id, 8 of size. */
export const MAX_HEAD_BYTES = 12;

/** @returns undefined when `bytes` end too early or begin with no element */
export function readHead(bytes: Buffer, offset = 0): ElementHead | undefined {
  const idBytes = vintLength(bytes[offset]);
  if (idBytes === undefined || idBytes > 4) return undefined;
  const sizeBytes = vintLength(bytes[offset + idBytes]);
  const headBytes = idBytes + (sizeBytes ?? 0);
  if (sizeBytes === undefined || offset + headBytes > bytes.length) return undefined;
  const first = (bytes[offset + idBytes] ?? 0) & (0xff >> sizeBytes);
  const rest = sizeBytes === 1 ? 0 : readNumber(bytes, offset + idBytes + 1, sizeBytes - 1);
  const size = first * 2 ** (8 * (sizeBytes - 1)) + rest;
  const isUnknown = size === 2 ** (7 * sizeBytes) - 1;
  return {
    id: bytes.readUIntBE(offset, idBytes),
    size: isUnknown ? undefined : size,
    headBytes,
  };
}

/** A big-endian number of 1 to 8 bytes. */
export function readNumber(bytes: Buffer, offset: number, length: number): number {
  if (length <= 6) return bytes.readUIntBE(offset, length);
  return bytes.readUIntBE(offset, length - 6) * 2 ** 48 + bytes.readUIntBE(offset + length - 6, 6);
}

/** An element whose size takes 8 bytes. */
export function element(id: number, content: Buffer): Buffer {
  return Buffer.concat([idOf(id), sizeOf(content.length), content]);
}

/** An element of a number. */
export function numberElement(id: number, value: number): Buffer {
  const content = Buffer.alloc(8);
  content.writeBigUInt64BE(BigInt(value));
  return element(id, content);
}

/** A size of 8 bytes. */
export function sizeOf(size: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(size) | (1n << 56n));
  return bytes;
}

/** The bytes of an id. */
export function idOf(id: number): Buffer {
  const text = id.toString(16);
  return Buffer.from(text.length % 2 === 0 ? text : `0${text}`, 'hex');
}

/** Of a number whose first bit that is set tells its length: 1 to 8 bytes. */
function vintLength(first: number | undefined): number | undefined {
  return first === undefined || first === 0 ? undefined : Math.clz32(first) - 23;
}
