/** Tells from the bytes of a file, before anything is decoded, whether it holds one of some strings. */

/** Whether `bytes` (ASCII-compatible text) hold one of the strings, in any case. */
export type Prefilter = (bytes: Uint8Array) => boolean;

/**
 * The Wu-Manber search: at each stop the two bytes under the end of a window as long as the shortest string tell how far
 * the window can move; most files are passed in strides of that length. Takes ASCII strings of two characters or more.
 */
export function compilePrefilter(strings: readonly string[]): Prefilter {
  const needles = strings.map((text) => Uint8Array.from(Buffer.from(text, 'latin1'), fold));
  const width = Math.min(...needles.map((needle) => needle.length));
  if (width < 2) throw new RangeError('a string to look for needs two characters');
  const { shifts, ending } = tables(needles, width);
  return (bytes) => {
    for (let at = width - 1; at < bytes.length;) {
      const block = ((bytes[at - 1] ?? 0) << 8) | (bytes[at] ?? 0);
      const shift = shifts[block] ?? 1;
      if (shift !== 0) {
        at += shift;
        continue;
      }
      const start = at - width + 1;
      if (ending.get(block)?.some((needle) => standsAt(bytes, start, needle)) === true) return true;
      at += 1;
    }
    return false;
  };
}

/** How far each block of two bytes lets the window move, and which needles it may end the first `width` bytes of. */
function tables(needles: readonly Uint8Array[], width: number) {
  const shifts = new Uint8Array(65536).fill(Math.min(width - 1, 255));
  const ending = new Map<number, Uint8Array[]>();
  for (const needle of needles) {
    for (let i = 1; i < width; i += 1) {
      for (const block of blocks(needle[i - 1] ?? 0, needle[i] ?? 0)) {
        shifts[block] = Math.min(shifts[block] ?? 0, width - 1 - i);
        if (i === width - 1) ending.set(block, [...(ending.get(block) ?? []), needle]);
      }
    }
  }
  return { shifts, ending };
}

/** The block of two folded bytes, in all ways to write it with capitals; some may be the same. */
function blocks(first: number, second: number): ReadonlySet<number> {
  const firsts = [first, capital(first)];
  const seconds = [second, capital(second)];
  return new Set(firsts.flatMap((a) => seconds.map((b) => (a << 8) | b)));
}

function standsAt(bytes: Uint8Array, start: number, needle: Uint8Array): boolean {
  if (start + needle.length > bytes.length) return false;
  for (let i = 0; i < needle.length; i += 1) {
    if (fold(bytes[start + i] ?? 0) !== needle[i]) return false;
  }
  return true;
}

/** The small letter of an ASCII capital; any other byte as it is. */
function fold(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

function capital(byte: number): number {
  return byte >= 97 && byte <= 122 ? byte - 32 : byte;
}
