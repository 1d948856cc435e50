/** Which parts of a page or a component are JavaScript, each with how it is written. */
import type { SyntaxProblem } from '../../model/document.js';
import type { Codec, MappedText } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { doubleQuotedAttribute, singleQuotedAttribute, unquotedAttribute } from '../codecs/html-attribute.js';
import { scriptBody, verbatim } from '../codecs/html-script.js';
import { findBraces } from './braces.js';
import { tokenize, type Attribute, type Tag } from './tokens.js';

/**
 * A part that is code. `module` has names of its own (`<script type="module">`); `shared` is one program with the others;
 * `handler` is an expression, or statements that run when something happens.
 */
export interface Part {
  readonly role: 'module' | 'shared' | 'handler';
  readonly span: Span;
  readonly codec: Codec;
  /** Which comes first where the order of the text is not the order in which they run. */
  readonly isFirst: boolean;
}

export interface Parts {
  readonly parts: readonly Part[];
  /** Files whose code is a script of this component. */
  readonly sources: readonly Span[];
  readonly comments: readonly Span[];
  readonly errors: readonly SyntaxProblem[];
}

type Kind = 'page' | 'vue' | 'svelte' | 'astro';

/** The parts of the file at `path` that are code. */
export function partsOf({ text }: MappedText, path: string): Parts {
  const kind = kindOf(path);
  const front = kind === 'astro' ? frontMatter(text) : undefined;
  const start = front === undefined ? 0 : front.end + FENCE.length;
  const hasBraces = kind === 'svelte' || kind === 'astro';
  const braced = hasBraces ? findBraces(text, start) : { text, expressions: [], unclosed: undefined };
  const markup = ' '.repeat(start) + braced.text.slice(start);
  const { tags, comments } = tokenize(markup, kind !== 'page');
  const shared = front === undefined ? [] : [part('shared', front, verbatim)];
  const expressions = braced.expressions.flatMap((span) => expressionIn(text, span, kind));
  const found = tags.flatMap((tag) => [...scriptOf(tag, text, kind, path), ...handlersOf(tag, text, kind)]);
  const sources = kind === 'vue' ? tags.flatMap((tag) => (tag.name === 'script' ? valueOf(tag, 'src') : [])) : [];
  const errors = braced.unclosed === undefined ? [] : [unclosedAt(braced.unclosed)];
  return { parts: [...shared, ...found, ...expressions], sources, comments, errors };
}

function kindOf(path: string): Kind {
  const extension = /\.(vue|svelte|astro)$/i.exec(path)?.[1]?.toLowerCase();
  return extension === 'vue' || extension === 'svelte' || extension === 'astro' ? extension : 'page';
}

function part(role: Part['role'], span: Span, codec: Codec, isFirst = false): Part {
  return { role, span, codec, isFirst };
}

function unclosedAt(start: number): SyntaxProblem {
  return { message: 'A brace is never closed; what follows it was not read', span: { start, end: start + 1 } };
}

/** What ends the code at the top of an Astro component. */
const FENCE = '\n---';

/** What stands between the lines of dashes at the top of an Astro component. */
function frontMatter(text: string): Span | undefined {
  const start = /^\s*---[ \t]*\n/.exec(text)?.[0].length;
  const end = start === undefined ? -1 : text.indexOf(FENCE, start - 1);
  return start === undefined || end < 0 ? undefined : { start, end: Math.max(start, end) };
}

const SCRIPT_TYPES =
  /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma|type)script|text\/(?:babel|jsx|ts|tsx|typescript)|ts|tsx|typescript)$/i;
const SCRIPT_LANGUAGES = /^(?:|[jt]sx?|(?:java|type)script|babel|es\d?)$/i;

function scriptOf(tag: Tag, text: string, kind: Kind, path: string): readonly Part[] {
  if (tag.name !== 'script' || tag.body === undefined) return [];
  const [type, language] = [textOf(tag, 'type', text), textOf(tag, 'lang', text)];
  if (!SCRIPT_TYPES.test(type.trim()) || !SCRIPT_LANGUAGES.test(language.trim())) return [];
  const isXml = /\.xhtml$/i.test(path) && !text.slice(tag.body.start, tag.body.end).includes('<![CDATA[');
  const codec = isXml ? doubleQuotedAttribute : scriptBody;
  const isAlone = kind === 'astro' || (kind === 'page' && /^module$/i.test(type.trim()));
  // What all instances of a Svelte component share runs before what each has.
  const isFirst = kind === 'svelte' && (has(tag, 'module') || textOf(tag, 'context', text) === 'module');
  return [part(isAlone ? 'module' : 'shared', tag.body, codec, isFirst)];
}

function valueOf(tag: Tag, name: string): readonly Span[] {
  return tag.attributes.flatMap((one) => (one.name.toLowerCase() === name ? [one.value] : []));
}

function textOf(tag: Tag, name: string, text: string): string {
  const [span] = valueOf(tag, name);
  return span === undefined ? '' : text.slice(span.start, span.end);
}

function has(tag: Tag, name: string): boolean {
  return tag.attributes.some((one) => one.name.toLowerCase() === name);
}

/** Attributes whose value runs when something happens, and in Vue those that are expressions. */
const HANDLERS: Readonly<Record<Kind, RegExp | undefined>> = {
  page: /^(?:on[a-z]+$|@|v-on:|x-on:|x-init$)/i,
  vue: /^(?:on[a-z]+$|@|v-on:|:|v-bind:)/i,
  // Expressions between braces are found as such; without them a value is plain HTML.
  svelte: /^on[a-z]+$/i,
  astro: /^on[a-z]+$/i,
};

function handlersOf(tag: Tag, text: string, kind: Kind): readonly Part[] {
  return tag.attributes.flatMap(({ name, value, quote }) => {
    const isHandler = HANDLERS[kind]?.test(name) === true && isCall(text, value);
    const isBraced = text.charAt(value.start) === '{' && (kind === 'svelte' || kind === 'astro');
    if (!isHandler || isBraced) return [];
    const codec = codecOf(quote);
    return [part('handler', value, /^on/i.test(name) || kind !== 'vue' ? codec : unwritable(codec))];
  });
}

function codecOf(quote: Attribute['quote']): Codec {
  if (quote === 'none') return unquotedAttribute;
  return quote === 'double' ? doubleQuotedAttribute : singleQuotedAttribute;
}

/** An expression of Vue cannot use what pages can: `Promise`, `fetch` and their like are no names there. */
function unwritable(codec: Codec): Codec {
  return { ...codec, encode: () => undefined };
}

/** Where nothing is called, nothing is asked for. */
function isCall(text: string, { start, end }: Span): boolean {
  return text.slice(start, end).includes('(');
}

/** What a block or a tag of Svelte says before and after its expression. */
const BLOCK = /^\s*(?:#(?:if|each|await|key)|:else\s+if|@(?:html|render|attach)|\.\.\.)(?=\W)\s*/;
const CLAUSE: Readonly<Record<string, RegExp>> = { each: /\sas\s(?![^]*\sas\s)/, await: /\s(?:then|catch)(?=\s|$)/ };

function expressionIn(text: string, span: Span, kind: Kind): readonly Part[] {
  const code = text.slice(span.start, span.end);
  if (!code.includes('(')) return [];
  // Markup between braces is a language of its own.
  if (kind === 'astro') return /<[\w>/!]/.test(code) ? [] : [part('handler', span, verbatim)];
  const block = BLOCK.exec(code)?.[0] ?? '';
  const declares = /^\s*@const\s/.exec(code)?.[0] ?? '';
  if (declares !== '') return [part('shared', { start: span.start + code.indexOf('const'), end: span.end }, verbatim)];
  if (block === '' && /^\s*[#:@/]/.test(code)) return [];
  const clause = CLAUSE[/#(\w+)/.exec(block)?.[1] ?? '']?.exec(code)?.index ?? code.length;
  return [part('handler', { start: span.start + block.length, end: span.start + clause }, verbatim)];
}
