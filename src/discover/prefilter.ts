/** Tells from the bytes of a file, before anything is decoded, whether it holds one of some strings. */

/** Whether `bytes` (ASCII-compatible text) hold one of the strings, in any case. */
export type Prefilter = (bytes: Uint8Array) => boolean;

/** A string to look for, in small letters. */
type Needle = Uint8Array;

/** A needle that may begin `back` bytes before a word (a negative number: behind its start). */
interface Suspect {
  readonly needle: Needle;
  readonly back: number;
}

/** How many bytes are looked at together, and how far apart these words are. */
const WORD = 4;

/** Characters; a shorter string cannot be looked for. */
export const SHORTEST = WORD + 1;

/** In each byte of a word the bit that tells small letters from capitals: set, both are the same. */
const FOLD = 0x20202020;

/**
 * Looks at the words that begin at every fourth byte and at no others: wherever a needle stands, one of four words of it is
 * among these. A table over the hash of a word says of nearly all that they belong to no needle; only for the rest is the
 * needle itself compared. Takes strings of five characters or more; case does not matter in those of ASCII.
 */
export function compilePrefilter(strings: readonly string[]): Prefilter {
  const needles = strings.map((text) => Uint8Array.from(Buffer.from(text), fold));
  if (needles.some((needle) => needle.length <= WORD))
    throw new RangeError('a string to look for needs five characters');
  const suspects = suspectsOf(needles);
  const table = tableOf(suspects.keys());
  let last = new Int32Array(0);

  /** Whether a needle stands around the word that begins at `at`. */
  function holdsAround(bytes: Uint8Array, word: number, at: number): boolean {
    const product = hash(word);
    if (((table[product >>> 16] ?? 0) & bitOf(product)) === 0) return false;
    return suspects.get(word | FOLD)?.some(({ needle, back }) => standsAt(bytes, at - back, needle)) === true;
  }

  return (given) => {
    const bytes = given.byteOffset % WORD === 0 ? given : Uint8Array.from(given);
    // Most files are read into one and the same buffer.
    if (last.buffer !== bytes.buffer) last = wordsOf(bytes.buffer);
    const words = last;
    const first = bytes.byteOffset / WORD;
    const end = first + Math.floor(bytes.length / WORD);
    let index = first;
    for (; index + 4 <= end; index += 4) {
      // Four at a time, without a branch between them: nearly always none is known.
      const some =
        (table[hash(words[index] ?? 0) >>> 16] ?? 0) |
        (table[hash(words[index + 1] ?? 0) >>> 16] ?? 0) |
        (table[hash(words[index + 2] ?? 0) >>> 16] ?? 0) |
        (table[hash(words[index + 3] ?? 0) >>> 16] ?? 0);
      if (some === 0) continue;
      for (let near = index; near < index + 4; near += 1) {
        if (holdsAround(bytes, words[near] ?? 0, (near - first) * WORD)) return true;
      }
    }
    for (; index <= end; index += 1) {
      const at = (index - first) * WORD;
      if (holdsAround(bytes, wordAt(bytes, at), at)) return true;
    }
    return false;
  };
}

function wordsOf(buffer: ArrayBufferLike): Int32Array<ArrayBuffer> {
  return new Int32Array(buffer as ArrayBuffer, 0, Math.floor(buffer.byteLength / WORD));
}

/** Of a word in any case; the upper half of the product with a large odd number depends on each of its bytes. */
function hash(word: number): number {
  return Math.imul(word | FOLD, 0x9e3779b1);
}

/** Of the eight bits of a row in the table the one that is meant: what shares the row seldom shares it too. */
function bitOf(product: number): number {
  return 1 << ((product >>> 13) & 7);
}

function tableOf(words: Iterable<number>): Uint8Array {
  const table = new Uint8Array(1 << 16);
  for (const word of words) {
    const product = hash(word);
    table[product >>> 16] = (table[product >>> 16] ?? 0) | bitOf(product);
  }
  return table;
}

/** For each needle and each way to stand to the words, one word that tells it, in every form that it can have. */
function suspectsOf(needles: readonly Needle[]): ReadonlyMap<number, readonly Suspect[]> {
  const suspects = new Map<number, Suspect[]>();
  for (const needle of needles) {
    for (let phase = 0; phase < WORD; phase += 1) {
      const back = rarest(needle, phase);
      for (const word of formsOf(needle, back)) {
        const known = suspects.get(word);
        if (known === undefined) suspects.set(word, [{ needle, back }]);
        else known.push({ needle, back });
      }
    }
  }
  return suspects;
}

/** Of the words in a needle that are `phase` bytes and whole words from its start, the one that is least often met. */
function rarest(needle: Needle, phase: number): number {
  let best = phase - WORD;
  for (let back = best; back < needle.length; back += WORD) {
    if (weight(needle, back) > weight(needle, best)) best = back;
  }
  return best;
}

/** The bytes of source code, the most frequent first; what is not among them is rarer than all. */
const FREQUENT = ' etanirsodlcpumfgbh_,-)(.;*0vy"=1xkw>/2:\t\'3q4jz5';

/** In the row of no byte nothing is told. */
const NOTHING = 256;
const weights = Uint8Array.from({ length: NOTHING + 1 }, (_, byte) => {
  const rank = FREQUENT.indexOf(String.fromCharCode(byte));
  return byte === NOTHING ? 0 : 20 + (rank < 0 ? FREQUENT.length : rank);
});

/** How much is known when this word of a needle is met; nothing of the bytes that are not the needle's. */
function weight(needle: Needle, back: number): number {
  let sum = 0;
  for (let at = back; at < back + WORD; at += 1) sum += weights[needle[at] ?? NOTHING] ?? 0;
  return sum;
}

/** The word of a needle from `back` on, folded: with any bytes where it reaches over an end of the needle. */
function formsOf(needle: Needle, back: number): readonly number[] {
  let forms = [wordAt(needle, back) | FOLD];
  for (let index = 0; index < WORD; index += 1) {
    if (needle[back + index] !== undefined) continue;
    forms = forms.flatMap((form) => anyByte.map((byte) => form | (byte << (8 * index))));
  }
  return forms;
}

/** All bytes, folded. */
const anyByte = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => (byte & 0x20) !== 0);

/** The word at `at` as this machine reads it, with zeros behind the end. */
function wordAt(bytes: Uint8Array, at: number): number {
  let word = 0;
  for (let index = 0; index < WORD; index += 1) word |= (bytes[at + index] ?? 0) << (8 * index);
  return word;
}

function standsAt(bytes: Uint8Array, start: number, needle: Needle): boolean {
  if (start < 0 || start + needle.length > bytes.length) return false;
  for (let i = 0; i < needle.length; i += 1) {
    if (fold(bytes[start + i] ?? 0) !== needle[i]) return false;
  }
  return true;
}

/** The small letter of an ASCII capital; any other byte as it is. */
function fold(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}
