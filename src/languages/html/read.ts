/** Puts the code of a page or component together: one program where its parts share names, one each where they do not. */
import type { Embedding, Lowered, SyntaxProblem } from '../../model/document.js';
import type { Region } from '../../model/expr.js';
import { MappedText, type Fragment } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { inserted } from '../codecs/inserted.js';
import { isAccepted } from '../javascript/parse.js';
import { partsOf, type Part } from './parts.js';

/** The documents in `text`. Parts that share names are composed into one: nothing has to be told of names across documents. */
export function readHtml(
  text: MappedText,
  path: string,
): { readonly lowered: Lowered; readonly errors: readonly SyntaxProblem[] } {
  const root: Region = { kind: 'root', parent: undefined, span: { start: 0, end: text.text.length } };
  const { parts, sources, comments, errors } = partsOf(text, path);
  const handlers = handlerCode(
    parts.filter((one) => one.role === 'handler'),
    text,
  );
  const reexports = sources.map((span) => reexport(span, text));
  const shared = [...reexports, ...scriptCode(parts, text), ...handlers.fragments];
  const modules = parts.flatMap((one) => (one.role === 'module' ? [[codeOf(one, text)]] : []));
  const embedded = [shared, ...modules].flatMap((fragments, i): readonly Embedding[] => {
    const code = MappedText.compose(fragments);
    if (code === undefined) return [];
    const [first] = fragments;
    const span = first?.span ?? root.span;
    return [{ text: code, language: 'javascript', span, region: root, inheritsNames: false, isModule: i === 0 }];
  });
  const nothing = { calls: [], bindings: [], functions: [], imports: [], includes: [] };
  return { lowered: { ...nothing, root, comments, embedded }, errors: [...errors, ...handlers.problems] };
}

/** The scripts that share names, in the order in which they run. */
function scriptCode(parts: readonly Part[], text: MappedText): readonly Fragment[] {
  const scripts = parts.filter((one) => one.role === 'shared');
  const inOrder = [...scripts.filter((one) => one.isFirst), ...scripts.filter((one) => !one.isFirst)];
  return inOrder.flatMap((one, i) => {
    const code = codeOf(one, text);
    return i === 0 ? [code] : [inserted('\n;\n', text, one.span.start), code];
  });
}

function codeOf({ span, codec }: Part, parent: MappedText): Fragment {
  return { kind: 'text', parent, span, codec };
}

/** How many different handlers of one file are looked at. */
const MAX_HANDLERS = 1000;

/** The code of handlers; one that is no code is told and left out, for it would spoil all the rest. */
function handlerCode(
  handlers: readonly Part[],
  text: MappedText,
): { readonly fragments: readonly Fragment[]; readonly problems: readonly SyntaxProblem[] } {
  const forms = new Map<string, Form | undefined>();
  const problems: SyntaxProblem[] = [];
  const fragments = handlers.flatMap(({ span, codec }): readonly Fragment[] => {
    const code = text.embed(span, codec).text;
    if (!forms.has(code)) forms.set(code, forms.size < MAX_HANDLERS ? formOf(code) : undefined);
    const form = forms.get(code);
    if (form === undefined) {
      problems.push({ message: 'This could not be read as JavaScript', span });
      return [];
    }
    const [before, after] = form;
    const written: Fragment = { kind: 'text', parent: text, span, codec };
    return [inserted(before, text, span.start), written, inserted(after, text, span.end)];
  });
  return { fragments, problems };
}

type Form = readonly [before: string, after: string];

/** An expression by itself, or else the body of a function. */
function formOf(code: string): Form | undefined {
  const asynchronous = /\bawait\b/.test(code) ? 'async ' : '';
  const forms: readonly Form[] = [
    ['\n;(\n', '\n);'],
    [`\n;(${asynchronous}function () {\n`, '\n});'],
  ];
  return forms.find(([before, after]) => isAccepted(before + code + after));
}

/** `<script src="./component.ts">`: what that file exports, this one does. */
function reexport(span: Span, text: MappedText): Fragment {
  const specifier = JSON.stringify(text.text.slice(span.start, span.end));
  const code = `export * from ${specifier};export { default } from ${specifier};\n`;
  return inserted(code, text, span.start);
}
