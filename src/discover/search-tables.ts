/** What a search is to look for, as the tables that it reads. */
import { ROWS, WORDS, type SearchTables } from './search-memory.js';

/** How many bytes in a row are looked at together. */
export const WORD = 4;

/** Four bytes in a row; undefined stands for any. */
export type Word = readonly (number | undefined)[];

/** In each byte the bit that tells small letters from capitals: set, both are the same. */
const CASE = 0x20;
const CASES = 0x20202020;

/** A number that is the same for a word in any case of letters. */
export function wordIn(bytes: Uint8Array, at: number): number {
  const word =
    ((bytes[at + 3] ?? 0) << 24) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0);
  return word | CASES;
}

/** The numbers of all words that `word` may be. */
export function formsOf(word: Word): readonly number[] {
  let forms = [CASES];
  word.forEach((byte, index) => {
    if (byte === undefined) forms = forms.flatMap((form) => anyByte.map((any) => form | (any << (8 * index))));
    else for (let form = 0; form < forms.length; form += 1) forms[form] = (forms[form] ?? 0) | (byte << (8 * index));
  });
  return forms;
}

/** All bytes in which the bit is set. */
const anyByte = Array.from({ length: 128 }, (_, rest) => ((rest & 0x60) << 1) | CASE | (rest & 0x1f));

/** The tables by which all of `words`, whose forms are `forms`, are found, and few others. */
export function tablesFor(words: readonly Word[], forms: Iterable<number>): SearchTables {
  const tables = new Uint8Array(ROWS + WORDS);
  divided(words).forEach(({ lows, highs }, group) => {
    for (let index = 0; index < WORD; index += 1) {
      for (let half = 0; half < 16; half += 1) {
        const low = 32 * index + half;
        const high = low + 16;
        tables[low] = (tables[low] ?? 0) | ((((lows[index] ?? 0) >>> half) & 1) << group);
        tables[high] = (tables[high] ?? 0) | ((((highs[index] ?? 0) >>> half) & 1) << group);
      }
    }
  });
  for (const form of forms) {
    const hash = Math.imul(form, 0x9e3779b1) >>> 16;
    const at = ROWS + (hash >>> 3);
    tables[at] = (tables[at] ?? 0) | (1 << (hash & 7));
  }
  return tables;
}

/** Words that a search does not tell apart: it takes any byte whose halves are among theirs. A set of halves is one of bits. */
interface Group {
  readonly lows: Uint16Array;
  readonly highs: Uint16Array;
  /** How many words it takes. */
  size: number;
}

/** In eight groups that take as few other words as can be had without long thought. */
function divided(words: readonly Word[]): readonly Group[] {
  const groups = Array.from({ length: 8 }, (): Group => ({
    lows: new Uint16Array(WORD),
    highs: new Uint16Array(WORD),
    size: 0,
  }));
  for (const word of words) {
    let best: Group | undefined;
    let least = Infinity;
    for (const group of groups) {
      const cost = sizeWith(group, word) - group.size;
      if (cost < least) [best, least] = [group, cost];
    }
    if (best === undefined) continue;
    best.size = sizeWith(best, word);
    for (let index = 0; index < WORD; index += 1) {
      best.lows[index] = (best.lows[index] ?? 0) | lowsOf(word[index]);
      best.highs[index] = (best.highs[index] ?? 0) | highsOf(word[index]);
    }
  }
  return groups;
}

function sizeWith({ lows, highs }: Group, word: Word): number {
  let size = 1;
  for (let index = 0; index < WORD; index += 1) {
    size *= count((lows[index] ?? 0) | lowsOf(word[index])) * count((highs[index] ?? 0) | highsOf(word[index]));
  }
  return size;
}

const ALL = 0xffff;

function lowsOf(byte: number | undefined): number {
  return byte === undefined ? ALL : 1 << (byte & 15);
}

function highsOf(byte: number | undefined): number {
  return byte === undefined ? ALL : 1 << ((byte | CASE) >> 4);
}

function count(set: number): number {
  let size = 0;
  for (let left = set; left !== 0; left &= left - 1) size += 1;
  return size;
}

/** The bytes of source code, the most frequent first; what is not among them is rarer than all. */
const FREQUENT = ' etanirsodlcpumfgbh_,-)(.;*0vy"=1xkw>/2:\t\'3q4jz5';

/** How often each byte is met among a hundred, by and large. */
export const shares = Float64Array.from({ length: 256 }, (_, byte) => {
  const rank = FREQUENT.indexOf(String.fromCharCode(byte));
  return rank === -1 ? 0.03 : 12 * Math.exp(-rank / 9) + 0.1;
});
