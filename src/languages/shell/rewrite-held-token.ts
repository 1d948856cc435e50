/** Which variable of a script surely holds a session token where a request is made. */
import { TOKEN_PATH } from '../../imds/names.js';
import type { Document } from '../../model/document.js';
import type { Binding, Call, Expr, Region } from '../../model/expr.js';
import { grouped } from '../../model/grouped.js';
import { HOLE } from '../../model/mapped-text.js';
import { obtain } from '../../model/obtain.js';
import { hasTemplateMarks } from './template-marks.js';
import { printsWord } from './unchecked.js';

/**
 * The variable that surely holds a token where `call` stands: assigned from a token request before it in the same function,
 * in a region that `call` lies in, and not assigned again since.
 */
export function heldToken(document: Document, call: Call): string | undefined {
  const { tokens, byName } = obtain(assignments, document, assignmentsIn);
  const isBefore = ({ span }: Binding): boolean => span.end <= call.span.start;
  const token = tokens.findLast((binding) => isBefore(binding) && isHeldIn(binding, call.region));
  if (token === undefined || !/^[A-Za-z_]\w*$/.test(token.name)) return undefined;
  if (byName.get(token.name)?.findLast(isBefore) !== token) return undefined;
  const between = { start: token.span.start, end: call.span.end };
  return hasTemplateMarks(document.text, between) ? undefined : token.name;
}

/** What a script assigns: tokens, and everything by name. */
interface Assignments {
  readonly tokens: readonly Binding[];
  readonly byName: ReadonlyMap<string, readonly Binding[]>;
}

const assignments = new WeakMap<Document, Assignments>();

function assignmentsIn({ bindings }: Document): Assignments {
  return {
    tokens: bindings.filter(({ value }) => isTokenRequest(value)),
    byName: grouped(bindings, ({ name }) => name),
  };
}

/** What the document assigns to the variable `name`, in the order of the text. */
export function bindingsOf(name: string, document: Document): readonly Binding[] {
  return obtain(assignments, document, assignmentsIn).byName.get(name) ?? [];
}

/** Whether `value` is what a token request answers, or a word in its place that is none and is refused. */
export function isTokenRequest(value: Binding['value']): boolean {
  if (value.kind === 'choice') {
    const [first, ...others] = value.options;
    return first !== undefined && isTokenRequest(first) && others.every(printsWord);
  }
  if (value.kind !== 'call' || !value.call.isCommand) return false;
  const texts = value.call.args.items.map(({ value: word }) => literalText(word));
  const isPut = texts.some(
    (text, i) =>
      /^-X?PUT$|^--(?:method|request)=PUT$/.test(text) ||
      (text === 'PUT' && /^-[A-Za-z]*X$|^--(?:request|method)$/.test(texts[i - 1] ?? '')),
  );
  return isPut && texts.some((text) => text.endsWith(TOKEN_PATH.slice('/latest'.length))) && printsAnswer(texts);
}

/** Options of curl that write the answer elsewhere, or more than the answer. */
const OTHER_OUTPUT =
  /^-[#0-9aBfgGjklLMnNpqRsSvZ]*[DiIoOw]|^--(?:output|remote-name|write-out|include|show-headers|head|dump-header)/;

/** Whether a command with these words prints the answer: wget does so when it is told to. */
function printsAnswer(texts: readonly string[]): boolean {
  const isWget = texts.some((text) => /(?:^|\/)wget$/.test(text));
  if (!isWget) return !texts.some((text) => OTHER_OUTPUT.test(text));
  return texts.some(
    (text, i) =>
      /^-[A-Za-z]*O-$|^--output-document=-$/.test(text) ||
      (text === '-' && /^-[A-Za-z]*O$|^--output-document$/.test(texts[i - 1] ?? '')),
  );
}

function literalText(word: Expr): string {
  if (word.kind === 'literal') return word.text;
  return word.kind === 'concat' ? word.parts.map(literalText).join('') : HOLE;
}

/**
 * Whether what is bound holds in `region`: that is the binding's own, or inside of it, with no function in between, which
 * could run before or elsewhere, no loop that may outlast the token, and nothing that runs only without it.
 */
function isHeldIn(binding: Binding, region: Region): boolean {
  for (let at: Region | undefined = region; at !== undefined; at = at.parent) {
    if (at === binding.region) return true;
    if (at.kind === 'function' || ('polls' in at && at.polls === true)) return false;
    const { test } = at;
    if (test?.holds === false && test.value.kind === 'ref' && test.value.name === binding.name) return false;
  }
  return false;
}
