/** HTML pages and the components that are written like them: Vue, Svelte, Astro. Their code is nested JavaScript. */
import { unknown } from '../../model/value.js';
import type { Language } from '../language.js';
import { claimsHtml } from './claims.js';
import { readHtml } from './read.js';

export const html: Language = {
  id: 'html',
  claims: claimsHtml,
  read: readHtml,
  // Markup itself calls nothing and names nothing.
  unbound: () => unknown('a name in markup'),
  result: () => undefined,
  candidates: () => [],
  runs: () => undefined,
  written: () => undefined,
  rewriter: () => ({ addSessionToken: () => undefined, removeFallback: () => undefined, snippet: '' }),
};
