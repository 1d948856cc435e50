/** A `.gitignore`, or any file in its syntax: read once, then asked about each path below its directory. */
import { compileWildcards, matchesWildcards } from './wildmatch.js';
import type { Token } from './wildmatch.js';
import { obtain } from '../model/obtain.js';

/** What an ignore file says of a path: nothing, or the outcome of its last rule that matches. */
export type Verdict = 'ignored' | 'kept' | undefined;

/**
 * A path to judge, in binary strings: `key` is some path of it, of which what is asked about starts at `from`; `name` its last
 * component, and `extension` of that what begins with the last dot, '' if there is none.
 */
export interface Candidate {
  readonly key: string;
  readonly name: string;
  readonly extension: string;
  readonly isDirectory: boolean;
}

/** The candidate of something in the directory whose path is `above`, with a slash at its end. */
export function candidateFor(above: string, name: string, isDirectory: boolean): Candidate {
  const dot = name.lastIndexOf('.');
  return { key: above + name, name, extension: dot === -1 ? '' : name.slice(dot), isDirectory };
}

export interface IgnoreFile {
  judge(candidate: Candidate, from: number): Verdict;
}

interface Rule {
  /** Its place in the file: of two that match, the later one counts. */
  readonly order: number;
  readonly keeps: boolean;
  readonly onlyDirectories: boolean;
  readonly pattern: string;
  /** Whether it is matched against the last component of a path; otherwise against the path from the file's directory on. */
  readonly isName: boolean;
  /** How many characters at its start are plain. */
  readonly plain: number;
}

/** A rule with wildcards: `prefix`, compared as it is, and what must match behind it. */
interface WildRule {
  readonly rule: Rule;
  readonly prefix: string;
  readonly tokens: readonly Token[];
  /** The byte that a path must end in; -1 for any. */
  readonly last: number;
  /** What a name must hold; '' for nothing. */
  readonly literal: string;
}

/** Most rules are a plain name, a plain path or `*.suffix`: these are looked up, the rest are tried one by one. */
interface Index {
  /** By the last component. */
  readonly plain: Map<string, Rule[]>;
  readonly extensions: Map<string, Rule[]>;
  /** The last one first. */
  readonly wild: WildRule[];
}

/** Text as git sees it: one UTF-16 unit for each byte of its UTF-8. */
export function toBinary(text: string): string {
  const isAscii = Buffer.byteLength(text) === text.length;
  return isAscii ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** Reads an ignore file; undefined when it holds no rule. */
export function readIgnoreFile(bytes: Uint8Array): IgnoreFile | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const index: Index = { plain: new Map(), extensions: new Map(), wild: [] };
  let order = 0;
  for (const line of text.replace(/^\u00EF\u00BB\u00BF/, '').split('\n')) {
    const rule = readRule(line, order);
    if (rule === undefined) continue;
    order += 1;
    add(index, rule);
  }
  if (order === 0) return undefined;
  index.wild.reverse();
  return { judge: (candidate, from) => verdict(lastMatch(index, candidate, from)) };
}

/** One line as git takes it apart: comment, negation, trailing blanks, a slash at its end. */
function readRule(line: string, order: number): Rule | undefined {
  if (line === '' || line.startsWith('#')) return undefined;
  const text = withoutTrailingSpaces(untilNul(line.endsWith('\r') ? line.slice(0, -1) : line));
  const keeps = text.startsWith('!');
  const written = keeps ? text.slice(1) : text;
  const onlyDirectories = written.endsWith('/');
  const pattern = onlyDirectories ? written.slice(0, -1) : written;
  if (pattern === '') return undefined;
  const special = pattern.search(/[*?[\\]/);
  const plain = special < 0 ? pattern.length : special;
  return { order, keeps, onlyDirectories, pattern, plain, isName: !pattern.includes('/') };
}

function untilNul(line: string): string {
  const nul = line.indexOf('\0');
  return nul < 0 ? line : line.slice(0, nul);
}

/** Without the blanks at the end, but for one that a backslash escapes. */
function withoutTrailingSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ') end -= 1;
  let backslashes = 0;
  while (line[end - 1 - backslashes] === '\\') backslashes += 1;
  return line.slice(0, end < line.length && backslashes % 2 === 1 ? end + 1 : end);
}

function add(index: Index, rule: Rule): void {
  const { pattern, plain } = rule;
  if (plain === pattern.length) push(index.plain, pattern.slice(pattern.lastIndexOf('/') + 1), rule);
  else if (rule.isName && /^\*\.[^*?[\\.]+$/.test(pattern)) push(index.extensions, pattern.slice(1), rule);
  else addWild(index, rule);
}

function addWild(index: Index, rule: Rule): void {
  // As in git, wildcards begin a pattern of their own behind the plain prefix: `a**/b` is `a` and then `**/b`.
  const tokens = compileWildcards(rule.isName ? rule.pattern : rule.pattern.slice(rule.plain));
  if (tokens === undefined) return;
  const prefix = rule.isName ? '' : rule.pattern.slice(0, rule.plain).replace(/^\//, '');
  const end = tokens.at(-1);
  const literal = rule.isName ? longestLiteral(tokens) : '';
  index.wild.push({ rule, prefix, tokens, last: end?.kind === 'byte' ? end.code : -1, literal });
}

/** The longest of the texts that stand between wildcards. */
function longestLiteral(tokens: readonly Token[]): string {
  const text = tokens.map((token) => (token.kind === 'byte' ? String.fromCharCode(token.code) : '/')).join('');
  return text.split('/').reduce((longest, one) => (one.length > longest.length ? one : longest), '');
}

function push(map: Map<string, Rule[]>, key: string, rule: Rule): void {
  obtain(map, key, () => []).push(rule);
}

function verdict(rule: Rule | undefined): Verdict {
  if (rule === undefined) return undefined;
  return rule.keeps ? 'kept' : 'ignored';
}

function lastMatch(index: Index, candidate: Candidate, from: number): Rule | undefined {
  const { key, name, extension, isDirectory } = candidate;
  let best = latest(index.plain.get(name), candidate, from, undefined);
  if (extension !== '') best = latest(index.extensions.get(extension), candidate, from, best);
  const end = name.charCodeAt(name.length - 1);
  for (const { rule, prefix, tokens, last, literal } of index.wild) {
    if (best !== undefined && rule.order < best.order) break;
    if ((rule.onlyDirectories && !isDirectory) || (last >= 0 && last !== end)) continue;
    const isMatch = rule.isName
      ? name.includes(literal) && matchesWildcards(tokens, name, 0)
      : key.startsWith(prefix, from) && matchesWildcards(tokens, key, from + prefix.length);
    if (isMatch) return rule;
  }
  return best;
}

/** The last of `rules`, whose last component fits, that holds for `candidate`, or `best` if that comes later. */
function latest(
  rules: readonly Rule[] | undefined,
  candidate: Candidate,
  from: number,
  best: Rule | undefined,
): Rule | undefined {
  const last = rules?.findLast((rule) => holdsFor(rule, candidate, from));
  return last !== undefined && (best === undefined || last.order > best.order) ? last : best;
}

function holdsFor({ onlyDirectories, isName, pattern }: Rule, { key, isDirectory }: Candidate, from: number): boolean {
  if (onlyDirectories && !isDirectory) return false;
  const start = pattern.startsWith('/') ? 1 : 0;
  return isName || (key.length - from === pattern.length - start && key.endsWith(pattern.slice(start)));
}
