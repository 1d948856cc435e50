/** What a file of data holds, whatever its notation: YAML and JSON are read into the same tree. */
import type { Codec } from '../../model/mapped-text.js';
import { MappedText } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';

export type DataNode = Mapping | Sequence | Scalar;

/** A text, a number, a boolean, nothing: as it is written, without its notation. */
export interface Scalar {
  readonly kind: 'scalar';
  readonly text: string;
  /** With quotes or header. */
  readonly span: Span;
  /** YAML's `!Sub`; undefined without. */
  readonly tag: string | undefined;
  /** How the text is written, part by part; [] for what is not there. */
  readonly written: readonly { readonly span: Span; readonly codec: Codec }[];
  /** Whether a template was read as if its holes were filled in: they are to be looked for in the text. */
  readonly isTemplated: boolean;
}

export interface Sequence {
  readonly kind: 'sequence';
  readonly items: readonly DataNode[];
  readonly span: Span;
  readonly tag: string | undefined;
}

/** Entries by the text of their keys; those of merged mappings (`<<`) come last, and are there if no own entry is. */
export interface Mapping {
  readonly kind: 'mapping';
  readonly entries: readonly Entry[];
  readonly span: Span;
  readonly tag: string | undefined;
}

export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: DataNode;
}

/** The text of `scalar` as a text of the document `parent`; undefined when it has none. */
export function textOfScalar(scalar: Scalar, parent: MappedText): MappedText | undefined {
  return MappedText.compose(
    scalar.written.map(({ span, codec }) => ({ kind: 'text', parent, span, codec })),
    0,
  );
}

/** What `keys` lead to from `node`, through mappings. */
export function at(node: DataNode | undefined, ...keys: readonly string[]): DataNode | undefined {
  let found = node;
  for (const key of keys) {
    if (found?.kind !== 'mapping') return undefined;
    found = found.entries.find((entry) => entry.key === key)?.value;
  }
  return found;
}

/** The entries of a mapping; [] of anything else. */
export function entriesOf(node: DataNode | undefined): readonly Entry[] {
  return node?.kind === 'mapping' ? node.entries : [];
}

/** The items of a sequence; [] of anything else. */
export function itemsOf(node: DataNode | undefined): readonly DataNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}

/** The text of a scalar; undefined of anything else. */
export function scalarText(node: DataNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.text : undefined;
}

/** Whether `node` is a mapping with every one of `keys`. */
export function hasKeys(node: DataNode | undefined, ...keys: readonly string[]): boolean {
  return node?.kind === 'mapping' && keys.every((key) => node.entries.some((entry) => entry.key === key));
}
