/** Templates of scripts: Terraform's, Jinja's, ERB's, Go's and autoconf's. What they fill in is a hole of the script. */
import { nothingLowered, type Embedding, type Lowered } from '../../model/document.js';
import type { Region } from '../../model/expr.js';
import { MappedText, type Codec, type Fragment } from '../../model/mapped-text.js';
import { unknown } from '../../model/value.js';
import { languageOfContent } from '../content.js';
import type { Language } from '../language.js';
import { claimsTemplate, isShellName, templateName } from './claims.js';
import { constructsIn, type Construct } from './constructs.js';

/** What is between constructs is the text as it is; an insertion must not open one. */
const between: Codec = {
  decode: (source) => (source === '' ? [] : [{ text: source, from: { start: 0, end: source.length } }]),
  encode: (plain) => (/\{[{%#]|<%|[$%]\{|@\w+@|[{<$%@]$/.test(plain) ? undefined : plain),
};

function escape(text: string): Codec {
  return { decode: (source) => [{ text, from: { start: 0, end: source.length } }], encode: () => undefined };
}

function read(text: MappedText, path: string): { readonly lowered: Lowered; readonly errors: [] } {
  const root: Region = { kind: 'root', parent: undefined, span: { start: 0, end: text.text.length } };
  const name = templateName(path);
  const script = name === undefined ? undefined : scriptIn(text, constructsIn(text.text, name.notation));
  const embedded = script === undefined || name === undefined ? [] : embeddings(script, name.inner, root);
  return { lowered: { ...nothingLowered(root), embedded }, errors: [] };
}

function embeddings(script: MappedText, inner: string, root: Region): readonly Embedding[] {
  const language = isShellName(inner) ? 'shell' : languageOfContent(script.text);
  return language === undefined
    ? []
    : [{ text: script, language, span: root.span, region: root, inheritsNames: false }];
}

function scriptIn(text: MappedText, constructs: readonly Construct[]): MappedText | undefined {
  const fragments: Fragment[] = [];
  let at = 0;
  const addText = (end: number): void => {
    if (end > at) fragments.push({ kind: 'text', parent: text, span: { start: at, end }, codec: between });
  };
  for (const { kind, span, text: meant = '' } of constructs) {
    addText(span.start);
    at = span.end;
    const why = 'a part that a template fills in';
    if (kind === 'value') fragments.push({ kind: 'hole', parent: text, span, expr: { kind: 'opaque', why, span } });
    if (kind === 'escape') fragments.push({ kind: 'text', parent: text, span, codec: escape(meant) });
  }
  addText(text.text.length);
  return MappedText.compose(fragments);
}

export const template: Language = {
  id: 'template',
  claims: claimsTemplate,
  read,
  unbound: (name) => unknown(`'${name}', which a template fills in`),
  result: () => undefined,
  candidates: () => [],
  runs: () => undefined,
  written: () => undefined,
  rewriter: () => ({ addSessionToken: () => undefined, removeFallback: () => undefined, snippet: '' }),
};
