/** HTML pages and the components that are written like them: Vue, Svelte, Astro. Their code is nested JavaScript. */
import { unknown } from '../../model/value.js';
import { findModules } from '../javascript/find-modules.js';
import { asksIn } from '../javascript/asks.js';
import { candidatesFor } from '../javascript/modules.js';
import type { Language } from '../language.js';
import { claimsHtml } from './claims.js';
import { readHtml } from './read.js';

/** Where an element's script lies. */
const SOURCE = /\bsrc\s*=\s*(['"])([^'"\s]{1,500})\1/g;

export const html: Language = {
  id: 'html',
  claims: claimsHtml,
  read: readHtml,
  // Markup itself calls nothing and names nothing.
  unbound: () => unknown('a name in markup'),
  result: () => undefined,
  candidates: candidatesFor,
  finder: findModules,
  asksIn: (text) => [
    ...asksIn(text),
    ...Array.from(text.matchAll(SOURCE), ([, , specifier = '']) => ({ specifier, names: undefined })),
  ],
  runs: () => undefined,
  written: () => undefined,
  rewriter: () => ({ addSessionToken: () => undefined, removeFallback: () => undefined, snippet: '' }),
};
