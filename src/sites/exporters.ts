/** The modules that have the service's address, and what of it each gives to others. */
import type { Document } from '../model/document.js';
import type { ImportExpr } from '../model/expr.js';
import { moduleIn, type Project } from '../resolve/project.js';
import { anyOf, isMore, isNothing, type Given } from '../resolve/taken.js';
import { nothingOffered, offeredBy, passesOn, together, type Offer } from './offers.js';

/** How often modules are looked at again because others, of which they pass on what they have, turned out to give more. */
const MAX_ROUNDS = 8;

/** A document that gives the address to others, and under which names it gives that, or code that may know it. */
export interface Exporter {
  readonly document: Document;
  readonly given: Given;
}

/** What is known so far; of files that are `silent` (paths) and were not looked at, that they give nothing. */
export class Exporters {
  readonly #project: Project;
  readonly #silent: ReadonlySet<string>;
  readonly #documents = new Map<string, Document>();
  readonly #offers = new Map<string, Offer>();

  constructor(project: Project, silent: readonly string[]) {
    this.#project = project;
    this.#silent = new Set(silent);
  }

  /** Those that give more than before, now that `documents` are known too. */
  grownWith(documents: readonly Document[]): readonly Exporter[] {
    let pending = documents.map(moduleIn);
    for (const document of pending) this.#documents.set(document.file.path, document);
    const grown = new Map<string, Exporter>();
    for (let round = 0; round < MAX_ROUNDS && pending.length > 0; round += 1) {
      const changed = new Set<string>();
      for (const document of pending) {
        const { path } = document.file;
        const before = this.#offers.get(path) ?? nothingOffered;
        const own = offeredBy(document, this.#project, (module, from) => this.#offerOf(module, from));
        const offer = together([before, own]);
        this.#offers.set(path, offer);
        if (isMore(offer.address, before.address) || isMore(offer.code, before.code)) changed.add(path);
        const given = givenOf(offer);
        if (isMore(given, givenOf(before))) grown.set(path, { document, given });
      }
      pending = [...this.#documents.values()].filter((document) => passesOn(document) && this.#asks(document, changed));
    }
    return [...grown.values()];
  }

  #offerOf({ specifier }: ImportExpr, from: Document): Offer | undefined {
    const path = specifier.kind === 'literal' ? this.#project.pathOf(specifier.text, from) : undefined;
    if (path === undefined) return undefined;
    const isLookedAt = this.#documents.has(path) || this.#silent.has(path);
    return this.#offers.get(path) ?? (isLookedAt ? nothingOffered : undefined);
  }

  /** Whether `document` imports one of the files at `paths`. */
  #asks(document: Document, paths: ReadonlySet<string>): boolean {
    return document.imports.some(({ specifier }) => paths.has(this.#project.pathOf(specifier, document) ?? ''));
  }
}

function givenOf({ address, code }: Offer): Given {
  return isNothing(address) ? address : anyOf([address, code]);
}
