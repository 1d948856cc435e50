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
  for (let index = 0; index < WORD; index += 1) {
    const byte = word[index];
    forms = forms.flatMap((form) => (byte === undefined ? anyByte : [byte]).map((one) => form | (one << (8 * index))));
  }
  return forms;
}

/** All bytes in which the bit is set. */
const anyByte = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => (byte & CASE) !== 0);

/** The tables by which all of `words` are found, and few others. */
export function tablesFor(words: readonly Word[]): SearchTables {
  const tables = new Uint8Array(ROWS + WORDS);
  grouped(words).forEach(({ lows, highs }, group) => {
    for (let index = 0; index < WORD; index += 1) {
      for (let half = 0; half < 16; half += 1) {
        const low = 32 * index + half;
        const high = low + 16;
        if (isSet(lows[index], half)) tables[low] = (tables[low] ?? 0) | (1 << group);
        if (isSet(highs[index], half)) tables[high] = (tables[high] ?? 0) | (1 << group);
      }
    }
  });
  for (const form of words.flatMap(formsOf)) {
    const hash = Math.imul(form, 0x9e3779b1) >>> 16;
    const at = ROWS + (hash >>> 3);
    tables[at] = (tables[at] ?? 0) | (1 << (hash & 7));
  }
  return tables;
}

/** Words that a search does not tell apart: it takes any byte whose halves are among theirs. A set of halves is one of bits. */
interface Group {
  lows: readonly number[];
  highs: readonly number[];
  /** How many of all words belong to it, by and large. */
  share: number;
}

/** In eight groups, of which as few words of other texts as can be had without long thought seem to be part. */
function grouped(words: readonly Word[]): readonly Group[] {
  const groups: Group[] = Array.from({ length: 8 }, () => ({ lows: [0, 0, 0, 0], highs: [0, 0, 0, 0], share: 0 }));
  for (const word of words) {
    const extended = groups.map((group) => extend(group, word));
    const costs = extended.map(({ share }, index) => share - (groups[index]?.share ?? 0));
    const cheapest = costs.indexOf(Math.min(...costs));
    groups.splice(cheapest, 1, ...extended.slice(cheapest, cheapest + 1));
  }
  return groups;
}

function extend(group: Group, word: Word): Group {
  const lows = group.lows.map((set, index) => set | bitOf(word[index], (byte) => byte & 15));
  const highs = group.highs.map((set, index) => set | bitOf(word[index], (byte) => (byte | CASE) >> 4));
  return { lows, highs, share: lows.reduce((share, set, index) => share * shareOf(set, highs[index] ?? 0), 1) };
}

const ALL = 0xffff;

function bitOf(byte: number | undefined, half: (byte: number) => number): number {
  return byte === undefined ? ALL : 1 << half(byte);
}

function isSet(set: number | undefined, bit: number): boolean {
  return (((set ?? 0) >>> bit) & 1) === 1;
}

/** How many of the bytes of a text have these halves. */
function shareOf(lows: number, highs: number): number {
  let share = 0;
  for (let high = 0; high < 16; high += 1) {
    if (!isSet(highs, high)) continue;
    for (let low = 0; low < 16; low += 1) if (isSet(lows, low)) share += shares[16 * high + low] ?? 0;
  }
  return share;
}

/** The bytes of source code, the most frequent first; what is not among them is rarer than all. */
const FREQUENT = ' etanirsodlcpumfgbh_,-)(.;*0vy"=1xkw>/2:\t\'3q4jz5';

/** How often each byte is met among a hundred, by and large. */
export const shares = Float64Array.from({ length: 256 }, (_, byte) => {
  const rank = FREQUENT.indexOf(String.fromCharCode(byte));
  return rank === -1 ? 0.03 : 12 * Math.exp(-rank / 9) + 0.1;
});
