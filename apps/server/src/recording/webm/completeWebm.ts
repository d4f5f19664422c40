import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import {
  MAX_HEAD_BYTES,
  element,
  idOf,
  numberElement,
  readHead,
  readNumber,
  sizeOf,
} from './ebml.js';
import type { ElementHead } from './ebml.js';

/** Ids of Matroska (RFC 9559, 5). */
const ID = {
  EBML: 0x1a_45_df_a3,
  SEGMENT: 0x18_53_80_67,
  SEEK_HEAD: 0x11_4d_9b_74,
  SEEK: 0x4d_bb,
  SEEK_ID: 0x53_ab,
  SEEK_POSITION: 0x53_ac,
  VOID: 0xec,
  INFO: 0x15_49_a9_66,
  DURATION: 0x44_89,
  TRACKS: 0x16_54_ae_6b,
  CLUSTER: 0x1f_43_b6_75,
  TIMESTAMP: 0xe7,
  SIMPLE_BLOCK: 0xa3,
  CUES: 0x1c_53_bb_6b,
  CUE_POINT: 0xbb,
  CUE_TIME: 0xb3,
  CUE_TRACK_POSITIONS: 0xb7,
  CUE_TRACK: 0xf7,
  CUE_CLUSTER_POSITION: 0xf1,
} as const;

/** What a picture usually lasts, milliseconds. */
const USUAL_INTERVAL_MS = 40;
/** Bytes of a Duration: id, size, and a float of 64 bits. */
const DURATION_BYTES = 11;
/** Of our writers' clusters, which last a second. */
const MAX_CLUSTER_BYTES = 64 * 1024 * 1024;

/** A key frame, and the cluster that it is in. */
interface KeyFrame {
  readonly timeMs: number;
  readonly track: number;
  /** Of the cluster, from the beginning of the segment's content. */
  readonly position: number;
}

interface Place extends ElementHead {
  readonly start: number;
  readonly size: number;
}

/**
 * Completes a WebM file whose writer was killed: cuts off what was half written, and writes length
 * and index, by which players know how far they can jump. It is done in place, into the room that
 * FFmpeg's muxer leaves for it, so it takes hardly any room on the disk. The size of the segment
 * is written last: a file that has one is complete and stays as it is.
 *
 * @returns the length, milliseconds; undefined for a file without pictures, or not of this kind, which stays as it is
 */
export async function completeWebm(path: string): Promise<number | undefined> {
  const file = await open(path, 'r+');
  try {
    return await new UnfinishedWebm(file).complete();
  } finally {
    await file.close();
  }
}

class UnfinishedWebm {
  readonly #file: FileHandle;
  #keyFrames: KeyFrame[] = [];
  #endMs = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async complete(): Promise<number | undefined> {
    const head = await this.#head(0);
    if (head?.id !== ID.EBML || head.size === undefined) return undefined;
    const segment = head.headBytes + head.size;
    const segmentHead = await this.#head(segment);
    if (segmentHead?.id !== ID.SEGMENT) return undefined;
    const content = segment + segmentHead.headBytes;
    const info = await this.#find(ID.INFO, content);
    if (info === undefined) return undefined;
    if (segmentHead.size !== undefined) return this.#durationIn(info);

    const first = await this.#find(ID.CLUSTER, content);
    const room = await this.#head(content);
    if (!first || room?.id !== ID.VOID || room.size === undefined) return undefined;
    const end = await this.#walkClusters(first.start, content);
    const cues = element(ID.CUES, Buffer.concat(this.#keyFrames.map(cuePoint)));
    const seekHead = await this.#seekHead(content, info.start, end);
    await this.#file.truncate(end);
    await this.#file.write(cues, 0, cues.length, end);
    await this.#writeDuration(info);
    await this.#fill(content, room.headBytes + room.size, seekHead);
    const size = sizeOf(end + cues.length - content);
    await this.#file.write(size, 0, size.length, segment + 4);
    return this.#endMs;
  }

  /** @returns where the last whole cluster ends */
  async #walkClusters(first: number, content: number): Promise<number> {
    const { size: fileSize } = await this.#file.stat();
    let at = first;
    for (;;) {
      const cluster = await this.#head(at);
      if (cluster?.id !== ID.CLUSTER || cluster.size === undefined) return at;
      const next = at + cluster.headBytes + cluster.size;
      if (next > fileSize || cluster.size > MAX_CLUSTER_BYTES) return at;
      const bytes = await this.#read(at + cluster.headBytes, cluster.size);
      this.#readCluster(bytes, at - content);
      at = next;
    }
  }

  #readCluster(bytes: Buffer, position: number): void {
    let clusterMs = 0;
    let hasKeyFrame = false;
    let head: ElementHead | undefined;
    for (let at = 0; (head = readHead(bytes, at)); at += head.headBytes + (head.size ?? 0)) {
      const start = at + head.headBytes;
      if (head.id === ID.TIMESTAMP) clusterMs = readNumber(bytes, start, head.size ?? 0);
      if (head.id !== ID.SIMPLE_BLOCK) continue;
      // RFC 9559, 10.2: the track's number, the time relative to the cluster's, and flags.
      const track = (bytes[start] ?? 0) & 0x7f;
      const timeMs = clusterMs + bytes.readInt16BE(start + 1);
      const isKey = ((bytes[start + 3] ?? 0) & 0x80) !== 0;
      this.#endMs = Math.max(this.#endMs, timeMs + USUAL_INTERVAL_MS);
      // Every packet of sound is a key frame; our writers' first track is the video.
      if (!isKey || hasKeyFrame || track !== 1) continue;
      hasKeyFrame = true;
      this.#keyFrames.push({ timeMs, track, position });
    }
  }

  async #durationIn(info: Place): Promise<number | undefined> {
    const duration = await this.#find(ID.DURATION, info.start + info.headBytes);
    if (duration?.size !== 8) return undefined;
    return (await this.#read(duration.start + duration.headBytes, 8)).readDoubleBE();
  }

  async #writeDuration(info: Place): Promise<void> {
    const room = await this.#find(ID.VOID, info.start + info.headBytes);
    if (!room || room.headBytes + room.size < DURATION_BYTES) return;
    const value = Buffer.alloc(8);
    value.writeDoubleBE(this.#endMs);
    const duration = Buffer.concat([idOf(ID.DURATION), Buffer.from([0x88]), value]);
    await this.#fill(room.start, room.headBytes + room.size, duration);
  }

  async #seekHead(content: number, info: number, cues: number): Promise<Buffer> {
    const tracks = await this.#find(ID.TRACKS, content);
    const entries: [number, number | undefined][] = [
      [ID.INFO, info],
      [ID.TRACKS, tracks?.start],
      [ID.CUES, cues],
    ];
    const seeks = entries.map(([id, start]) =>
      start === undefined
        ? Buffer.alloc(0)
        : element(
            ID.SEEK,
            Buffer.concat([
              element(ID.SEEK_ID, idOf(id)),
              numberElement(ID.SEEK_POSITION, start - content),
            ]),
          ),
    );
    return element(ID.SEEK_HEAD, Buffer.concat(seeks));
  }

  /** Writes into a room of this many bytes; what is left stays void. */
  async #fill(start: number, room: number, bytes: Buffer): Promise<void> {
    const left = room - bytes.length;
    // A Void takes two bytes at least.
    if (left < 0 || left === 1) return;
    const rest = left === 0 ? Buffer.alloc(0) : voidOf(left);
    await this.#file.write(Buffer.concat([bytes, rest]), 0, room, start);
  }

  /** The first element of this id, from `at` on, among its siblings. */
  async #find(id: number, at: number): Promise<Place | undefined> {
    for (;;) {
      const head = await this.#head(at);
      if (head?.size === undefined) return undefined;
      if (head.id === id) return { ...head, size: head.size, start: at };
      at += head.headBytes + head.size;
    }
  }

  async #head(at: number): Promise<ElementHead | undefined> {
    return readHead(await this.#read(at, MAX_HEAD_BYTES));
  }

  async #read(at: number, length: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  }
}

function cuePoint({ timeMs, track, position }: KeyFrame): Buffer {
  const positions = [
    numberElement(ID.CUE_TRACK, track),
    numberElement(ID.CUE_CLUSTER_POSITION, position),
  ];
  return element(
    ID.CUE_POINT,
    Buffer.concat([
      numberElement(ID.CUE_TIME, timeMs),
      element(ID.CUE_TRACK_POSITIONS, Buffer.concat(positions)),
    ]),
  );
}

/** @param bytes - of the whole element, 2 or 9 and more, or less than 130 */
function voidOf(bytes: number): Buffer {
  const small = bytes - 2 < 0x7f;
  const head = small
    ? Buffer.from([ID.VOID, 0x80 | (bytes - 2)])
    : Buffer.concat([Buffer.from([ID.VOID]), sizeOf(bytes - 9)]);
  return Buffer.concat([head, Buffer.alloc(bytes - head.length)]);
}
