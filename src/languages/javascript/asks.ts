/** Which modules a text asks for and what of them, told without parsing it. */
import type { Asked } from '../language.js';
import { namesIn, usedOf } from './asked-names.js';

/** A text after a word or sign that may bring a module: `from 'm'`, `import 'm'`, `import('m')`, `require('m')`. */
const SPECIFIER = /\b(from|import|require|importActual|requireActual)\s*(\(?)\s*(['"`])([^'"`\s]{1,500})\3/g;

/** The modules that a text asks for. What only looks like an import does no harm. */
export function specifiersIn(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(SPECIFIER), ([, , , , specifier = '']) => specifier))];
}

/** The same, and what each of them is asked for. */
export function asksIn(text: string): readonly Asked[] {
  let searches = 0;
  const members = (local: string): readonly string[] | undefined =>
    (searches += 1) > MAX_SEARCHES ? undefined : usedOf(local, text);
  return Array.from(text.matchAll(SPECIFIER), (match): Asked => {
    const [whole, word = '', bracket, , specifier = ''] = match;
    const before = text.slice(Math.max(0, match.index - LONGEST_CLAUSE), match.index);
    const after = match.index + whole.length;
    if (word === 'from') return { specifier, names: clauseNames(before, members) };
    if (bracket === '(') {
      const isThere = word === 'require' || /\bawait\s+$/.test(before.slice(-100));
      return { specifier, names: isThere ? calledNames(before, text.slice(after, after + 200), members) : undefined };
    }
    // `import 'm'` takes nothing.
    return { specifier, names: word === 'import' ? [] : undefined };
  });
}

/** How many names of modules a text is searched for what it takes of them, and how long a clause may be. */
const MAX_SEARCHES = 50;
const LONGEST_CLAUSE = 4000;

/** What it takes of a module whose name in the text is `local`; undefined when that may be anything. */
type Members = (local: string) => readonly string[] | undefined;

/** What stands between `import` and `from`: types alone, or a name, all under a name, names. */
const CLAUSE = /^(?:([\w$]+)\s*,?\s*)?(?:\*\s*as\s+([\w$]+)|\{([\w$\s,]*)\})?\s*$/;

/** What `import … from` or `export … from` takes. Undefined where that is all, or not told. */
function clauseNames(before: string, members: Members): readonly string[] | undefined {
  const start = Math.max(before.lastIndexOf('import'), before.lastIndexOf('export'));
  // The last such word may be a part of a name.
  if (start < 0 || !/^[^\w$.]?(?:im|ex)port[^\w$]/.test(before.slice(Math.max(0, start - 1)))) return undefined;
  const clause = before
    .slice(start + 'import'.length)
    .replace(/\s+/g, ' ')
    .trim();
  if (/^type(?: [\w$]| ?[{*])/.test(clause)) return [];
  const [, first, all, list] = CLAUSE.exec(clause) ?? [];
  if (before.startsWith('export', start)) return first === undefined ? apart(list, 'as') : undefined;
  if (first === undefined && all === undefined && list === undefined) return undefined;
  const listed = namesIn(list ?? '', 'as');
  // What a CommonJS module exports is its default export.
  const wholes = [first, all, ...(listed ?? []).flatMap(([name, local]) => (name === 'default' ? [local] : []))];
  const used = wholes.map((local) => (local === undefined ? [] : members(local)));
  const taken = [first === undefined ? [] : ['default'], listed?.map(([name]) => name), ...used];
  return taken.every((names) => names !== undefined) ? taken.flat() : undefined;
}

/** The names in a list; undefined where the default is one: of a CommonJS module that is all. */
function apart(list: string | undefined, between: 'as' | ':'): readonly string[] | undefined {
  const names = list === undefined ? undefined : namesIn(list, between)?.map(([name]) => name);
  return names?.includes('default') === true ? undefined : names;
}

/** What the module is called that a call gives: `const m =`, `import m =`, or the names in `const { … } =`. */
const CALLED =
  /(?:\b(?:const|let|var)\s+(?:([\w$]+)|\{([\w$\s,:]*)\})\s*=\s*(?:await\s+)?|\bimport\s+([\w$]+)\s*=\s*)$/;

/** What is taken of the module that a call gives which stands between `before` and `after`. */
function calledNames(before: string, after: string, members: Members): readonly string[] | undefined {
  const next = /^\s*\)\s*([\s\S]?)/.exec(after)?.[1];
  if (next === '.') {
    const [, member] = /^\s*\)\s*\.\s*([\w$]+)(?![\w$\\\u0080-\uffff])/.exec(after) ?? [];
    return member === undefined || member === 'default' ? undefined : [member];
  }
  if (next === undefined || !/^[;,\w$]?$/.test(next)) return undefined;
  const [, local, list, equals] = CALLED.exec(before.slice(-1000)) ?? [];
  if (list !== undefined) return apart(list, ':');
  const whole = local ?? equals;
  return whole === undefined ? undefined : members(whole);
}
