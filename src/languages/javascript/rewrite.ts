/** What can be done about a request in JavaScript. */
import type { Language } from '../language.js';
export const rewriterFor: Language['rewriter'] = () => ({ addSessionToken: () => undefined, snippet: '' });
