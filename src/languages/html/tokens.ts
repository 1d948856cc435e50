/** Text to tags: the one place that knows the parser. Tags are a flat list, so no nesting is too deep. */
import { QuoteType, Tokenizer } from 'htmlparser2';
import type { Span } from '../../model/source-file.js';

export interface Attribute {
  /** As it is written. */
  readonly name: string;
  /** What stands between the quotation marks; empty where there is no value. */
  readonly value: Span;
  readonly quote: 'double' | 'single' | 'none';
}

/** A tag that has attributes or holds code. */
export interface Tag {
  /** In small letters. */
  readonly name: string;
  readonly attributes: readonly Attribute[];
  /** Of a script, all up to its end; undefined for other tags, and where there is nothing. */
  readonly body: Span | undefined;
}

export interface Tokens {
  readonly tags: readonly Tag[];
  readonly comments: readonly Span[];
}

/** The tags of `text`; `closesItself`: whether `<script />` has no body, as in XML and components. */
export function tokenize(text: string, closesItself: boolean): Tokens {
  const tags: Tag[] = [];
  const comments: Span[] = [];
  let [name, attributes, attribute] = ['', [] as Attribute[], ''];
  let value: Span | undefined;
  let script: { readonly start: number; readonly attributes: readonly Attribute[] } | undefined;
  const open = (start: number | undefined): void => {
    if (name === 'script' && start !== undefined) script = { start, attributes };
    else if (attributes.length > 0) tags.push({ name, attributes, body: undefined });
    attributes = [];
  };
  const close = (end: number): void => {
    if (script === undefined) return;
    const body = script.start < end ? { start: script.start, end } : undefined;
    tags.push({ name: 'script', attributes: script.attributes, body });
    script = undefined;
  };
  const ignore = (): void => undefined;
  const tokenizer = new Tokenizer(
    { decodeEntities: false, recognizeSelfClosing: closesItself },
    {
      onopentagname: (start, end) => (name = text.slice(start, end).toLowerCase()),
      onattribname: (start, end) => {
        attribute = text.slice(start, end);
        value = undefined;
      },
      onattribdata: (start, end) => (value = { start: value?.start ?? start, end }),
      onattribend: (quote, end) => {
        attributes.push({ name: attribute, value: value ?? { start: end, end }, quote: quoteOf(quote) });
      },
      onopentagend: (end) => {
        open(end + 1);
      },
      onselfclosingtag: () => {
        open(undefined);
      },
      onclosetag: (start) => {
        close(start - 2);
      },
      oncomment: (start, end) => comments.push({ start: Math.max(0, start - 4), end: Math.min(end + 1, text.length) }),
      onend: ignore,
      ontext: ignore,
      ontextentity: ignore,
      onattribentity: ignore,
      oncdata: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
    },
  );
  tokenizer.write(text);
  tokenizer.end();
  close(text.length);
  return { tags, comments };
}

function quoteOf(type: QuoteType): Attribute['quote'] {
  if (type === QuoteType.Double) return 'double';
  return type === QuoteType.Single ? 'single' : 'none';
}
