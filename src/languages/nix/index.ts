/** Nix: the scripts in its strings, and the names that they are filled in by. */
import { MappedText, type Codec, type Fragment } from '../../model/mapped-text.js';
import type { Expr } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { fixedText } from '../codecs/fixed.js';
import { nixIndented, nixQuoted, STORE } from '../codecs/nix-string.js';
import { languageOfContent } from '../content.js';
import { addCode, bind, nothingFound, type Found } from '../dialects/found.js';
import { filledElsewhere } from '../dialects/notation.js';
import { exprOfText } from '../dialects/texts.js';
import { hostLanguage } from '../host.js';
import { claimsNix } from './claims.js';
import { stringsIn, type NixString } from './strings.js';
import { addAll } from '../../model/long-lists.js';

export const nix = hostLanguage('nix', claimsNix, findCode);

/** What is given to these is for people to read. */
const PROSE = /(?:^|\.)(?:description|longDescription|homepage|example|defaultText|literalExpression)$/;
/** Commands that no shell reads: systemd splits them into words. */
const SPLIT = /(?:^|\.)Exec(?:Start|Stop|Reload|Condition)(?:Pre|Post)?$/;
/** Functions that write code of other languages. */
const OTHER = /(?:^|\.)write(?:Python\w*|Perl\w*|Haskell\w*|JS\w*|Lua\w*|Ruby\w*|Rust\w*|Nim\w*|Fish\w*|Nu\w*)$/i;

function findCode(text: MappedText): Found {
  const found = nothingFound(text);
  const { strings, comments } = stringsIn(text.text);
  addAll(found.comments, comments);
  bindNames(found, strings);
  for (const string of strings) {
    const code = textOf(text, string);
    if (code === undefined || PROSE.test(string.attribute) || !/\s/.test(code.text.trim())) continue;
    const other = string.before.find((word) => OTHER.test(word));
    if (other !== undefined) found.unread.push({ span: string.span, what: `code of ${other}` });
    else addCode(found, code, string.span, found.root, languageOfContent(code.text) ?? 'shell');
  }
  return found;
}

/** Names that are given one text in the whole file: which of several is meant is not looked at. */
function bindNames(found: Found, strings: readonly NixString[]): void {
  const all = new Map<string, NixString | undefined>();
  for (const string of strings) {
    const { attribute, isWhole } = string;
    if (/^[A-Za-z_][\w'-]*$/.test(attribute)) all.set(attribute, isWhole && !all.has(attribute) ? string : undefined);
  }
  for (const [name, string] of all)
    if (string !== undefined) bind(found, name, exprOfText(textOf(found.text, string), string.span), found.root);
}

/** The text of a string, with what is filled in as holes. */
function textOf(parent: MappedText, string: NixString): MappedText | undefined {
  const { isIndented, holes, attribute } = string;
  const inner = isIndented ? withoutEdges(parent.text, string) : string.inner;
  const indent = isIndented ? indentOf(parent.text, string) : 0;
  const fragments: Fragment[] = [];
  let at = inner.start;
  const add = (end: number): void => {
    if (at >= end) return;
    const isStart = at === inner.start;
    const codec = isIndented ? nixIndented(indent, isStart) : nixQuoted;
    const written: Codec = SPLIT.test(attribute)
      ? { decode: (source) => codec.decode(source), encode: () => undefined }
      : codec;
    fragments.push({ kind: 'text', parent, span: { start: at, end }, codec: written });
  };
  for (const hole of holes) {
    add(hole.span.start);
    at = hole.span.end;
    const path = storePath(parent.text, hole);
    if (path !== undefined) fragments.push({ kind: 'text', parent, span: hole.span, codec: fixedText(path) });
    else fragments.push({ kind: 'hole', parent, span: hole.span, expr: filledIn(parent.text, hole.inner, hole.span) });
  }
  add(inner.end);
  return MappedText.compose(fragments, 0);
}

/** Where a package lies, when a program of it is meant: `${pkgs.curl}/bin/curl`, `${lib.getExe pkgs.curl}`. */
function storePath(text: string, { span, inner }: NixString['holes'][number]): string | undefined {
  const written = text.slice(inner.start, Math.min(inner.end, inner.start + 200)).trim();
  const program = /(?:^|\.)getExe\s+(?:[\w-]+\.)*([\w-]+)$/.exec(written)?.[1];
  if (program !== undefined) return `${STORE}/bin/${program}`;
  return /^\/s?bin\//.test(text.slice(span.end, span.end + 6)) ? STORE : undefined;
}

function filledIn(text: string, { start, end }: Span, span: Span): Expr {
  const name = /^\s*([A-Za-z_][\w'-]*)\s*$/.exec(text.slice(start, Math.min(end, start + 200)))?.[1];
  return name === undefined ? filledElsewhere(span, 'an expression of Nix') : { kind: 'ref', name, span };
}

/** Without a first line of nothing but spaces, and without the spaces before the end. */
function withoutEdges(text: string, { inner, holes }: NixString): Span {
  const first = /[ \t]*\n/y;
  first.lastIndex = inner.start;
  const isBlank = first.test(text) && first.lastIndex <= inner.end;
  const start = isBlank ? first.lastIndex : inner.start;
  const from = Math.max(start, holes.at(-1)?.span.end ?? start);
  let end = inner.end;
  while (end > from && /[ \t]/.test(text.charAt(end - 1))) end -= 1;
  const isLine = end > from && text.charAt(end - 1) === '\n';
  return { start, end: isLine || end === from ? Math.max(start, end) : inner.end };
}

/** How many spaces every line begins with; lines of nothing but spaces do not count. */
function indentOf(text: string, string: NixString): number {
  const { start, end } = withoutEdges(text, string);
  const inHole = new Set<number>();
  for (const hole of string.holes)
    for (let at = text.indexOf('\n', hole.span.start); at !== -1 && at < hole.span.end; at = text.indexOf('\n', at + 1))
      inHole.add(at);
  let indent = Number.POSITIVE_INFINITY;
  for (let at = start; at < end;) {
    let first = at;
    while (first < end && text.charAt(first) === ' ') first += 1;
    if (first < end && text.charAt(first) !== '\n') indent = Math.min(indent, first - at);
    let next = text.indexOf('\n', first);
    while (next !== -1 && inHole.has(next)) next = text.indexOf('\n', next + 1);
    if (next === -1) break;
    at = next + 1;
  }
  return Number.isFinite(indent) ? indent : 0;
}
