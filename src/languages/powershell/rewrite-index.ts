/** What a document of PowerShell holds, looked up once for all of its requests. */
import type { Document } from '../../model/document.js';
import type { Binding } from '../../model/expr.js';
import { grouped } from '../../model/grouped.js';
import { obtain } from '../../model/obtain.js';

/** What is bound and used, by the names of variables in small letters. */
export interface Index {
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  /** How often each is written: `$name`, `${name}`, `@name`, `$script:name`. */
  readonly uses: ReadonlyMap<string, number>;
}

const indexes = new WeakMap<Document, Index>();

export function indexOf(document: Document): Index {
  return obtain(indexes, document, ({ text: { text }, bindings }) => {
    const uses = new Map<string, number>();
    for (const [, name = ''] of text.matchAll(/[$@{:](\w+)/g))
      uses.set(name.toLowerCase(), (uses.get(name.toLowerCase()) ?? 0) + 1);
    return { bindings: grouped(bindings, ({ name }) => name), uses };
  });
}
