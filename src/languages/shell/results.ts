/** What commands of a shell print and operations on its variables give, where that follows from their arguments. */
import { asText, joinTexts, known, nothing, textOf, unknown } from '../../model/value.js';
import type { ExternalValue, KnownPart, ListValue, Place, TextValue, UnknownValue, Value } from '../../model/value.js';
import { ansiQuoted, readBy } from '../codecs/shell-quotes.js';

/** The result of calling `callee`; of a command the first of `args` is its own name. Undefined where nothing is known. */
export function resultOf(callee: ExternalValue, args: ListValue, _isNew: boolean, at: Place): Value | undefined {
  if (callee.name.startsWith('${')) return transformed(callee.name.slice(2, -1), args.items, at);
  if (args.open !== undefined) return undefined;
  const operands = args.items.slice(1);
  switch (callee.name) {
    case 'echo':
      return echoed(operands);
    case 'printf':
      return formatted(operands, at);
    case 'true':
    case ':':
      return nothing;
    case 'which':
      return programFound(operands);
    case 'command':
      return /^-[vp]+$/.test(textOf(operands[0] ?? nothing) ?? '') ? programFound(operands) : undefined;
    case 'type':
      return /^-[pP]$/.test(textOf(operands[0] ?? nothing) ?? '') ? programFound(operands) : undefined;
    case 'basename':
    case 'dirname':
      return pathPart(callee.name, operands, at);
    default:
      return undefined;
  }
}

/** The path of a program that is looked for: clients are known by its last name. */
function programFound(operands: readonly Value[]): Value | undefined {
  const [name, ...others] = operands.filter((operand) => textOf(operand)?.startsWith('-') !== true);
  return others.length === 0 ? name : undefined;
}

function echoed(operands: readonly Value[]): Value {
  let from = 0;
  let interprets = false;
  for (; from < operands.length; from += 1) {
    const option = textOf(operands[from] ?? nothing);
    if (option === undefined || !/^-[neE]+$/.test(option)) break;
    interprets = option.includes('e') && !option.endsWith('E');
  }
  const words = operands.slice(from).flatMap((word, i) => (i === 0 ? [asText(word)] : [known(' '), asText(word)]));
  const text = joinTexts(words);
  return interprets ? mapKnown(text, (part) => readBy(ansiQuoted, part)) : text;
}

function mapKnown(text: TextValue, change: (text: string) => string): TextValue {
  const parts = text.parts.map((part): KnownPart | UnknownValue =>
    part.kind === 'known' ? { ...part, text: change(part.text) } : part,
  );
  return { kind: 'text', parts: parts.filter((part) => part.kind !== 'known' || part.text !== '') };
}

/** How often a format is used again for further arguments. */
const MAX_ROUNDS = 16;

function formatted(operands: readonly Value[], at: Place): Value | undefined {
  const [first, ...rest] = operands;
  const format = first === undefined ? undefined : textOf(first);
  if (format === undefined || format.startsWith('-')) return undefined;
  const written = first?.kind === 'text' && first.parts[0]?.kind === 'known' ? (first.parts[0].at ?? at) : at;
  const texts: TextValue[] = [];
  let values = rest;
  for (let round = 0; round < MAX_ROUNDS && (round === 0 || values.length > 0); round += 1) {
    const before = values.length;
    for (const [match, literal, flags, conversion] of format.matchAll(/([^%]+)|%([-+ #0]*\d*(?:\.\d*)?)([^])|%$/g)) {
      if (literal !== undefined) texts.push(known(readBy(ansiQuoted, literal), written));
      else if (conversion === '%') texts.push(known('%', written));
      else if (conversion !== undefined && /[sbdiuq]/.test(conversion)) {
        const value = values[0];
        values = values.slice(1);
        const text = value === undefined ? known('') : asText(value);
        texts.push(
          flags === '' || flags === undefined
            ? conversion === 'b'
              ? mapKnown(text, (part) => readBy(ansiQuoted, part))
              : text
            : asText(unknown('a formatted value')),
        );
      } else texts.push(asText(unknown(`what ${match} formats`)));
    }
    if (values.length === before) break;
  }
  return joinTexts(texts);
}

function pathPart(name: string, operands: readonly Value[], at: Place): Value | undefined {
  const [path, suffix] = operands.map(textOf);
  if (path === undefined || path.startsWith('-')) return undefined;
  const trimmed = path.replace(/(?<=[^/])\/+$/, '');
  const slash = trimmed.lastIndexOf('/');
  if (name === 'dirname') return known(slash === -1 ? '.' : slash === 0 ? '/' : trimmed.slice(0, slash), at);
  const base = trimmed.slice(slash + 1);
  return known(
    suffix !== undefined && base.endsWith(suffix) && base !== suffix ? base.slice(0, -suffix.length) : base,
    at,
  );
}

/** Texts longer than this are not matched against patterns. */
const MAX_MATCHED = 2000;

function transformed(
  operator: string,
  [subject, pattern, replacement]: readonly Value[],
  at: Place,
): Value | undefined {
  if (subject === undefined || subject.kind === 'nothing') return subject;
  const text = textOf(subject);
  const glob = pattern === undefined ? '' : textOf(pattern);
  if (glob === undefined) return unknown('an expansion with a pattern made at run time');
  if (operator.startsWith('%') || operator.startsWith('#')) {
    if (!/[*?[\\]/.test(glob)) return withoutAffix(operator, subject, glob);
    if (text === undefined || text.length > MAX_MATCHED || /[[\\]/.test(glob)) return unknown('a part of a text');
    return known(strip(operator, text, glob), at);
  }
  if (text === undefined)
    return operator.startsWith('/') && glob === '/' ? subject : unknown('a text that is changed at run time');
  const by = replacement === undefined ? '' : textOf(replacement);
  if (operator.startsWith('/')) {
    if (by === undefined || glob === '' || /[*?[\\]/.test(glob)) return unknown('a text that is changed at run time');
    return known(replaced(operator, text, glob, by), at);
  }
  return known(recased(operator, text), at);
}

/** A beginning or end without wildcards, taken off where it is known to be. */
function withoutAffix(operator: string, subject: Value, affix: string): Value {
  if (subject.kind !== 'text' || affix === '') return subject;
  const atEnd = operator.startsWith('%');
  const index = atEnd ? subject.parts.length - 1 : 0;
  const part = subject.parts[index];
  if (part?.kind !== 'known') return subject;
  const has = atEnd ? part.text.endsWith(affix) : part.text.startsWith(affix);
  if (!has) return subject;
  const rest = atEnd ? part.text.slice(0, -affix.length) : part.text.slice(affix.length);
  const parts = subject.parts.map((one, i) => (i === index ? { ...part, text: rest } : one));
  return { kind: 'text', parts: parts.filter((one) => one.kind !== 'known' || one.text !== '') };
}

function strip(operator: string, text: string, glob: string): string {
  const atEnd = operator.startsWith('%');
  const lengths = Array.from({ length: text.length + 1 }, (_, i) => i);
  for (const length of operator.length === 2 ? lengths.toReversed() : lengths) {
    const affix = atEnd ? text.slice(text.length - length) : text.slice(0, length);
    if (matchesGlob(affix, glob)) return atEnd ? text.slice(0, text.length - length) : text.slice(length);
  }
  return text;
}

/** Whether `glob` with its `*` and `?` matches the whole of `text`. */
function matchesGlob(text: string, glob: string): boolean {
  let [at, in_, star, mark] = [0, 0, -1, 0];
  while (at < text.length) {
    if (in_ < glob.length && (glob[in_] === '?' || (glob[in_] !== '*' && glob[in_] === text[at]))) {
      at += 1;
      in_ += 1;
    } else if (glob[in_] === '*') {
      star = in_;
      mark = at;
      in_ += 1;
    } else if (star !== -1) {
      in_ = star + 1;
      mark += 1;
      at = mark;
    } else return false;
  }
  while (glob[in_] === '*') in_ += 1;
  return in_ === glob.length;
}

function replaced(operator: string, text: string, from: string, to: string): string {
  switch (operator) {
    case '//':
      return text.replaceAll(from, () => to);
    case '/#':
      return text.startsWith(from) ? to + text.slice(from.length) : text;
    case '/%':
      return text.endsWith(from) ? text.slice(0, -from.length) + to : text;
    default:
      return text.replace(from, () => to);
  }
}

function recased(operator: string, text: string): string {
  const change = (part: string): string => (operator.startsWith('^') ? part.toUpperCase() : part.toLowerCase());
  return operator.length === 2 ? change(text) : change(text.slice(0, 1)) + text.slice(1);
}
