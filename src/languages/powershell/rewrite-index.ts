/** What a document of PowerShell holds, looked up once for all of its requests. */
import type { Document } from '../../model/document.js';
import type { Binding } from '../../model/expr.js';
import { grouped } from '../../model/grouped.js';

/** What is bound and used, by the names of variables in small letters. */
export interface Index {
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  /** How often each is written: `$name`, `${name}`, `@name`, `$script:name`. */
  readonly uses: ReadonlyMap<string, number>;
}

const indexes = new WeakMap<Document, Index>();

export function indexOf(document: Document): Index {
  const known = indexes.get(document);
  if (known !== undefined) return known;
  const uses = new Map<string, number>();
  for (const [, name = ''] of document.text.text.matchAll(/[$@{:](\w+)/g))
    uses.set(name.toLowerCase(), (uses.get(name.toLowerCase()) ?? 0) + 1);
  const index = { bindings: grouped(document.bindings, ({ name }) => name), uses };
  indexes.set(document, index);
  return index;
}
