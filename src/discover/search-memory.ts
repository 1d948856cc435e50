/** Memory in which bytes are searched where they lie, many at a time: what is read into it need not be copied. */
import { suspects } from './suspects.js';

/** Bytes, one behind the other: two tables for each of four bytes in a row, and a bit for each word that is looked for. */
export const ROWS = 128;
export const WORDS = 8192;

/** What a search looks for, in so many bytes; `suspects.wat` says how. */
export type SearchTables = Uint8Array;

/** Bytes; a search looks so far behind the end of what it is given, and takes no notice of what is there. */
const SLACK = 32;
const PAGE = 65536;

/** What is used of WebAssembly, of which the types of Node.js have nothing. */
interface Api {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}
const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: Api }).WebAssembly;

interface Machine {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  next(at: number, end: number): number;
}

/** Compiled once, when it is needed. */
let program: object | undefined;

/** By the buffer of each, as long as that is its buffer. */
const memories = new WeakMap<ArrayBufferLike, SearchMemory>();

export class SearchMemory {
  readonly #machine: Machine;
  #tables: SearchTables | undefined;
  #all = new Uint8Array();
  #room = Buffer.alloc(0);

  /** With room for `size` bytes at least. */
  constructor(size: number) {
    program ??= new Module(Buffer.from(suspects, 'base64'));
    this.#machine = new Instance(program).exports as Machine;
    this.#extend(ROWS + WORDS + size + SLACK);
  }

  /** The memory that `bytes` lie in; undefined for bytes in any other. */
  static around(bytes: Uint8Array): SearchMemory | undefined {
    return memories.get(bytes.buffer);
  }

  /** The bytes that are free to use. */
  get room(): Buffer {
    return this.#room;
  }

  /** Doubles it, and keeps what is in it. What was given of its room before has no bytes any more. */
  grow(): void {
    this.#extend(2 * this.#all.length);
  }

  #extend(size: number): void {
    const { memory } = this.#machine;
    memory.grow(Math.ceil((size - memory.buffer.byteLength) / PAGE));
    memories.set(memory.buffer, this);
    this.#all = new Uint8Array(memory.buffer);
    const start = ROWS + WORDS;
    this.#room = Buffer.from(memory.buffer, start, memory.buffer.byteLength - start - SLACK);
  }

  /** Half of all positions are negative numbers to WebAssembly. */
  #next(at: number, end: number): number {
    return this.#machine.next(at, end) >>> 0;
  }

  /**
   * Whether at one of the positions from `start` to `end` (in the buffer) at which something that `tables` look for may
   * begin, `isIt`. Each is asked about once, from the first on, with all bytes of the buffer.
   */
  some(tables: SearchTables, start: number, end: number, isIt: (all: Uint8Array, at: number) => boolean): boolean {
    if (this.#tables !== tables) {
      this.#all.set(tables);
      this.#tables = tables;
    }
    for (let at = this.#next(start, end); at < end; at = this.#next(at + 1, end)) {
      if (isIt(this.#all, at)) return true;
    }
    return false;
  }
}
