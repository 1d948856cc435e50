/** Tells from the bytes of a file, before anything is decoded, whether it holds one of some strings. */
import { SearchMemory } from './search-memory.js';
import { WORD, formsOf, shares, tablesFor, wordIn, type Word } from './search-tables.js';
import { obtain } from '../model/obtain.js';

/** Whether `bytes` (ASCII-compatible text) hold one of the strings, in any case. */
export type Prefilter = (bytes: Uint8Array) => boolean;

/** A string to look for, in small letters: its `word` begins `back` bytes behind its start. */
interface Needle {
  readonly bytes: Uint8Array;
  readonly word: Word;
  readonly back: number;
}

/** Bytes; a shorter string cannot be looked for. */
export const SHORTEST = WORD - 1;

/** Bytes; what lies in no memory that can be searched is copied to one, so many at a time. */
const PIECE = 1 << 16;
let copies: SearchMemory | undefined;

/**
 * Looks at all bytes for one word of each string, the rarest, and around that for the string itself. Takes strings of three
 * bytes or more; case does not matter in those of ASCII.
 */
export function compilePrefilter(strings: readonly string[]): Prefilter {
  const needles = strings.map((text) => needleOf(Uint8Array.from(Buffer.from(text), fold)));
  const longest = needles.reduce((length, { bytes }) => Math.max(length, bytes.length), 0);
  const suspects = byWord(needles);
  const words = needles.map(({ word }) => word);
  const tables = tablesFor(words, suspects.keys());

  function isIn(memory: SearchMemory, start: number, end: number): boolean {
    return memory.some(tables, start, end, (all, at) => {
      const some = suspects.get(wordIn(all, at));
      return some?.some(({ bytes, back }) => standsAt(all, at - back, bytes, start, end)) === true;
    });
  }

  return (given) => {
    const memory = SearchMemory.around(given);
    if (memory !== undefined) return isIn(memory, given.byteOffset, given.byteOffset + given.length);
    copies ??= new SearchMemory(PIECE);
    while (copies.room.length < 2 * longest) copies.grow();
    const { room } = copies;
    for (let start = 0; start < given.length; start += room.length - longest) {
      const piece = given.subarray(start, start + room.length);
      room.set(piece);
      if (isIn(copies, room.byteOffset, room.byteOffset + piece.length)) return true;
    }
    return false;
  };
}

/** The same; made when it is first used. */
export function latePrefilter(strings: readonly string[]): Prefilter {
  let holds: Prefilter | undefined;
  return (bytes) => (holds ??= compilePrefilter(strings))(bytes);
}

function needleOf(bytes: Uint8Array): Needle {
  if (bytes.length < SHORTEST) throw new RangeError('a string to look for needs three bytes');
  let back = 0;
  let least = Infinity;
  for (let at = 0; at + WORD <= bytes.length; at += 1) {
    const share = shareOf(bytes, at);
    if (share < least) [back, least] = [at, share];
  }
  return { bytes, word: [bytes[back], bytes[back + 1], bytes[back + 2], bytes[back + 3]], back };
}

/** How often the word at `at` is met, by and large. */
function shareOf(bytes: Uint8Array, at: number): number {
  let share = 1;
  for (let index = at; index < at + WORD; index += 1) share *= shares[bytes[index] ?? 0] ?? 1;
  return share;
}

/** The needles by their words, in every form that these can have. */
function byWord(needles: readonly Needle[]): ReadonlyMap<number, readonly Needle[]> {
  const found = new Map<number, Needle[]>();
  for (const needle of needles) {
    for (const form of formsOf(needle.word)) obtain(found, form, () => []).push(needle);
  }
  return found;
}

/** Whether `needle` stands at `at` in `bytes`, and between `start` and `end`. */
function standsAt(bytes: Uint8Array, at: number, needle: Uint8Array, start: number, end: number): boolean {
  if (at < start || at + needle.length > end) return false;
  for (let index = 0; index < needle.length; index += 1) {
    if (fold(bytes[at + index] ?? 0) !== needle[index]) return false;
  }
  return true;
}

/** The small letter of an ASCII capital; any other byte as it is. */
function fold(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}
