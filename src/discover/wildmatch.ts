/** Git's wildcard patterns: compiled once, matched in time proportional to pattern times path, never more. */

/**
 * A compiled piece of a pattern. Texts are "binary strings", one UTF-16 unit per byte of UTF-8, because to git `?` and a
 * class stand for a byte. `star` matches any bytes but slashes; `deep` matches anything at the end of a pattern; `directories`
 * matches any number of whole directories, `zero` telling whether none will do.
 */
export type Token =
  | { readonly kind: 'byte'; readonly code: number }
  | { readonly kind: 'any' }
  | { readonly kind: 'class'; readonly members: Uint8Array }
  | { readonly kind: 'star' }
  | { readonly kind: 'deep' }
  | { readonly kind: 'directories'; readonly zero: boolean };

const SLASH = 47;

/** Compiles a pattern; undefined for one that git never matches (an unclosed class, a lone backslash at the end). */
export function compileWildcards(pattern: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length;) {
    const char = pattern.charAt(at);
    if (char === '*') {
      at = readStars(pattern, at, tokens);
    } else if (char === '[') {
      const set = readClass(pattern, at + 1);
      if (set === undefined) return undefined;
      tokens.push({ kind: 'class', members: set.members });
      at = set.end;
    } else if (char === '?') {
      tokens.push({ kind: 'any' });
      at += 1;
    } else {
      if (char === '\\') at += 1;
      if (at === pattern.length) return undefined;
      tokens.push({ kind: 'byte', code: pattern.charCodeAt(at) });
      at += 1;
    }
  }
  return tokens;
}

/** Two stars or more mean directories only as a whole component; elsewhere they are one star. */
function readStars(pattern: string, start: number, tokens: Token[]): number {
  let end = start;
  while (pattern[end] === '*') end += 1;
  const opens = start === 0 || pattern[start - 1] === '/';
  if (end - start > 1 && opens) {
    if (end === pattern.length) {
      tokens.push({ kind: 'deep' });
      return end;
    }
    if (pattern[end] === '/') {
      tokens.push({ kind: 'directories', zero: true });
      return end + 1;
    }
    if (pattern.startsWith('\\/', end)) {
      tokens.push({ kind: 'directories', zero: false });
      return end + 2;
    }
  }
  tokens.push({ kind: 'star' });
  return end;
}

/** Reads a class from behind its `[`; undefined when it is malformed. Follows git's wildmatch.c step by step. */
function readClass(pattern: string, start: number): { readonly members: Uint8Array; readonly end: number } | undefined {
  const members = new Uint8Array(256);
  const isNegated = pattern[start] === '!' || pattern[start] === '^';
  let at = isNegated ? start + 1 : start;
  let previous = -1;
  do {
    const char = pattern[at];
    if (char === undefined) return undefined;
    const name = char === '[' && pattern[at + 1] === ':' ? namedSet(pattern, at + 2) : undefined;
    if (name !== undefined) {
      const test = sets[name.name];
      if (test === undefined) return undefined;
      for (let code = 0; code < 128; code += 1) if (test(code)) members[code] = 1;
      at = name.end;
      previous = -1;
    } else if (char === '-' && previous >= 0 && at + 1 < pattern.length && pattern[at + 1] !== ']') {
      at += pattern[at + 1] === '\\' ? 2 : 1;
      if (at >= pattern.length) return undefined;
      members.fill(1, previous, Math.max(previous, pattern.charCodeAt(at) + 1));
      previous = -1;
      at += 1;
    } else {
      if (char === '\\') at += 1;
      if (at >= pattern.length) return undefined;
      previous = pattern.charCodeAt(at);
      members[previous] = 1;
      at += 1;
    }
  } while (pattern[at] !== ']');
  if (isNegated) for (let code = 0; code < 256; code += 1) members[code] = 1 - (members[code] ?? 0);
  members[SLASH] = 0;
  return { members, end: at + 1 };
}

/**
 * `alpha:]` behind a `[:`, where there is such a thing: what stands up to the next `]` ends in a colon. An unclosed one
 * makes the whole class malformed, which the caller finds out by itself.
 */
function namedSet(pattern: string, start: number): { readonly name: string; readonly end: number } | undefined {
  const end = pattern.indexOf(']', start);
  if (end <= start || pattern[end - 1] !== ':') return undefined;
  return { name: pattern.slice(start, end - 1), end: end + 1 };
}

const isBetween = (low: number, high: number) => (code: number) => code >= low && code <= high;
const isDigit = isBetween(48, 57);
const isUpper = isBetween(65, 90);
const isLower = isBetween(97, 122);
const isGraph = isBetween(33, 126);
const isAlpha = (code: number) => isUpper(code) || isLower(code);
const isAlnum = (code: number) => isAlpha(code) || isDigit(code);

/** Git's own idea of the named sets; its spaces are those of C less the vertical tab and the form feed. */
const sets: Readonly<Partial<Record<string, (code: number) => boolean>>> = Object.assign(
  Object.create(null) as Record<string, (code: number) => boolean>,
  {
    alnum: isAlnum,
    alpha: isAlpha,
    blank: (code: number) => code === 32 || code === 9,
    cntrl: (code: number) => code < 32 || code === 127,
    digit: isDigit,
    graph: isGraph,
    lower: isLower,
    print: isBetween(32, 126),
    punct: (code: number) => isGraph(code) && !isAlnum(code),
    space: (code: number) => code === 32 || code === 9 || code === 10 || code === 13,
    upper: isUpper,
    xdigit: (code: number) => isDigit(code) || isBetween(65, 70)(code) || isBetween(97, 102)(code),
  },
);

/**
 * Whether the whole of `text` from `start` on matches. Only the last star and the last `directories` are ever taken back:
 * whatever an earlier one could still give, the later one can give as well.
 */
export function matchesWildcards(tokens: readonly Token[], text: string, start: number): boolean {
  let at = start;
  let next = 0;
  let star: { at: number; readonly next: number } | undefined;
  let directories: { at: number; readonly next: number } | undefined;
  for (;;) {
    const token = tokens[next];
    if (token === undefined && at === text.length) return true;
    if (token?.kind === 'deep') return true;
    if (token?.kind === 'star') {
      next += 1;
      star = { at, next };
    } else if (token?.kind === 'directories') {
      next += 1;
      star = undefined;
      directories = { at, next };
      if (!token.zero) at = -1;
    } else if (token !== undefined && at < text.length && matchesByte(token, text.charCodeAt(at))) {
      at += 1;
      next += 1;
      continue;
    } else {
      at = -1;
    }
    if (at >= 0) continue;
    if (star !== undefined && star.at < text.length && text.charCodeAt(star.at) !== SLASH) {
      star.at += 1;
      ({ at, next } = star);
      continue;
    }
    if (directories === undefined) return false;
    const slash = text.indexOf('/', directories.at);
    if (slash < 0) return false;
    directories.at = slash + 1;
    star = undefined;
    ({ at, next } = directories);
  }
}

function matchesByte(token: Token, code: number): boolean {
  if (token.kind === 'byte') return token.code === code;
  if (token.kind === 'any') return code !== SLASH;
  return token.kind === 'class' && token.members[code] === 1;
}
