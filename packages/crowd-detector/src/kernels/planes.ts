import { MODULE } from './compiled.js';
import type { Kernels } from './compiled.js';

const PAGE = 65_536;
/** Planes begin at multiples of this, so that vectors do not cross cache lines. */
const ALIGNMENT = 64;
/**
 * Free bytes around each plane: kernels work on whole vectors, and read and write up to so many bytes
 * beyond its ends.
 */
const MARGIN = 64;

let compiled: WebAssembly.Module | undefined;

/**
 * The memory of one WebAssembly instance, dealt out as typed arrays that its kernels and TypeScript
 * both work on. It lives as long as anything refers to it or to one of its arrays.
 */
export class Planes {
  readonly kernels: Kernels;
  /** Not there in a rehearsal: ordinary arrays are dealt out then. */
  readonly #buffer: ArrayBuffer | undefined;
  #end = 0;

  private constructor(bytes?: number) {
    const memory = new WebAssembly.Memory({ initial: Math.ceil((bytes ?? 0) / PAGE) });
    if (bytes !== undefined) this.#buffer = memory.buffer;
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(MODULE), (c) => c.charCodeAt(0)));
    const instance = new WebAssembly.Instance(compiled, { env: { memory } });
    this.kernels = instance.exports as Kernels;
    this.#reserve(this.kernels.heapBase.value);
  }

  /**
   * Makes something that takes all its planes while it is made. It is made twice, the first time to
   * see how much memory that takes: a memory that grew later would invalidate its arrays.
   */
  static for<T>(make: (planes: Planes) => T): T {
    const rehearsal = new Planes();
    make(rehearsal);
    return make(new Planes(rehearsal.#end));
  }

  /** All zeros, like the others. */
  float32(length: number): Float32Array<ArrayBuffer> {
    const at = this.#reserve(4 * length);
    return this.#buffer ? new Float32Array(this.#buffer, at, length) : new Float32Array(length);
  }

  float64(length: number): Float64Array<ArrayBuffer> {
    const at = this.#reserve(8 * length);
    return this.#buffer ? new Float64Array(this.#buffer, at, length) : new Float64Array(length);
  }

  int32(length: number): Int32Array<ArrayBuffer> {
    const at = this.#reserve(4 * length);
    return this.#buffer ? new Int32Array(this.#buffer, at, length) : new Int32Array(length);
  }

  uint8(length: number): Uint8Array<ArrayBuffer> {
    const at = this.#reserve(length);
    return this.#buffer ? new Uint8Array(this.#buffer, at, length) : new Uint8Array(length);
  }

  /** Address of a plane for a kernel. @throws {TypeError} when the array is not one of these planes. */
  readonly at = (plane: ArrayBufferView): number => {
    if (plane.buffer !== this.#buffer) throw new TypeError('Kernels work on planes only.');
    return plane.byteOffset;
  };

  #reserve(bytes: number): number {
    const at = this.#end;
    this.#end = Math.ceil((at + bytes + MARGIN) / ALIGNMENT) * ALIGNMENT;
    return at;
  }
}
