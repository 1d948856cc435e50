/** A batch file to calls and bindings: the whole of it. */
import type { Embedding, Lowered } from '../../model/document.js';
import type { Binding, Expr, Region } from '../../model/expr.js';
import type { MappedText } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { verbatim } from '../codecs/verbatim.js';
import type { Output, Scope } from './scope.js';
import { lowerRange } from './statements.js';
import { grouped } from '../../model/grouped.js';
import { addAll } from '../../model/long-lists.js';
import { firstIndex } from '../../model/sorted.js';

/** Reads `text`, which may be what a machine of Windows is given when it starts: then its language stands in tags. */
export function readBatch(text: MappedText): Lowered {
  const root: Region = { kind: 'root', parent: undefined, span: { start: 0, end: text.text.length } };
  const out: Output = {
    text,
    calls: [],
    bindings: [],
    comments: [],
    labels: [],
    isDelayed: /enabledelayedexpansion|\/v:on/i.test(text.text),
    firstHole: (offset) => firstFrom(text, offset),
  };
  const parts = /^\s*<(?:script|powershell)>/i.test(text.text.slice(0, 2000)) ? taggedIn(text.text) : undefined;
  for (const range of parts?.script ?? [root.span]) {
    const unit = { start: range.start, region: root, set: new Set<string>(), frozen: new Set<string>() };
    const scope: Scope = { out, region: root, unit, items: new Set(), depth: 0 };
    lowerRange(scope, { ...range, isInner: false });
  }
  addAll(out.bindings, atLabels(out, root));
  const { calls, bindings, comments } = out;
  const embedded = (parts?.powershell ?? []).map((span): Embedding => ({
    text: text.embed(span, verbatim),
    language: 'powershell',
    span,
    region: root,
    inheritsNames: false,
  }));
  return { root, calls, bindings, functions: [], includes: [], imports: [], comments, embedded };
}

/** The index of the first hole from `offset` on. */
function firstFrom({ holes }: MappedText, offset: number): number {
  return firstIndex(holes.length, (index) => (holes[index]?.offset ?? 0) >= offset);
}

/** What stands between the tags of each language. */
function taggedIn(text: string): Readonly<Record<'script' | 'powershell', readonly Span[]>> {
  const found = { script: [] as Span[], powershell: [] as Span[] };
  for (const match of text.matchAll(/<(script|powershell)>/gi)) {
    const language = match[1]?.toLowerCase() === 'script' ? 'script' : 'powershell';
    const start = match.index + match[0].length;
    const end = new RegExp(`</${language}>`, 'gi');
    end.lastIndex = start;
    found[language].push({ start, end: end.exec(text)?.index ?? text.length });
    // One of each is read by those who start machines.
    if (found.script.length + found.powershell.length > 3) break;
  }
  return found;
}

/** Labels and variables for which it is told what they may be there, and values of one of them. */
const MAX_LABELS = 100;
const MAX_NAMES = 100;
const MAX_VALUES = 12;

/** Control comes to a label from anywhere: what is set more than once may be any of that. */
function atLabels({ bindings, labels }: Output, root: Region): readonly Binding[] {
  const byName = grouped(
    bindings.filter(({ how }) => how === 'assign'),
    ({ name }) => name,
  );
  const changing = [...byName].filter(([, all]) => all.length > 1).slice(0, MAX_NAMES);
  return labels.slice(0, MAX_LABELS).flatMap((at) =>
    changing.map(([name, all]): Binding => {
      const span = { start: at, end: at };
      const opaque: Expr = { kind: 'opaque', why: `'${name}', which is set in several places`, span };
      const isPlain = all.length <= MAX_VALUES && all.every(({ value }) => !refersTo(value, name));
      const value: Expr = isPlain
        ? { kind: 'choice', mode: 'either', options: all.map((one) => one.value), span }
        : opaque;
      return { name, path: [], value, region: root, span, how: 'assign' };
    }),
  );
}

function refersTo(value: Expr, name: string): boolean {
  if (value.kind === 'ref') return value.name === name || value.name.startsWith('%') || value.name.includes(' ');
  return value.kind === 'concat' && value.parts.some((part) => refersTo(part, name));
}
