/** The table of languages; the first claim wins. A language is loaded only when a file needs it. */
import type { LanguageId } from '../model/document.js';
import { claimsHcl } from './hcl/claims.js';
import { claimsHtml } from './html/claims.js';
import { claims as claimsJavascript } from './javascript/claims.js';
import type { Language } from './language.js';
import { claimsShell } from './shell/claims.js';
import { claimsYaml } from './yaml/claims.js';
import { claimsTemplate } from './template/claims.js';

interface Entry {
  readonly id: LanguageId;
  claims(path: string, firstLine: string): boolean;
  load(): Promise<Language>;
  /** Languages whose code it may hold, or whose files it may import. */
  readonly holds: readonly LanguageId[];
}

const table: readonly Entry[] = [
  {
    // Before what templates are of: a template of a script has its shebang.
    id: 'template',
    claims: claimsTemplate,
    load: async () => (await import('./template/index.js')).template,
    holds: ['shell'],
  },
  {
    id: 'javascript',
    claims: claimsJavascript,
    load: async () => (await import('./javascript/index.js')).javascript,
    holds: ['shell', 'html'],
  },
  {
    id: 'html',
    claims: claimsHtml,
    load: async () => (await import('./html/index.js')).html,
    holds: ['javascript', 'shell'],
  },
  {
    id: 'hcl',
    claims: claimsHcl,
    load: async () => (await import('./hcl/index.js')).loadLanguage(),
    holds: ['shell', 'yaml'],
  },
  {
    id: 'yaml',
    claims: claimsYaml,
    load: async () => (await import('./yaml/index.js')).yaml,
    holds: ['shell'],
  },
  { id: 'shell', claims: claimsShell, load: async () => (await import('./shell/index.js')).shell, holds: [] },
];

/** The language that claims a file, by its path and its first line. */
export function claim(path: string, firstLine: string): LanguageId | undefined {
  return table.find((entry) => entry.claims(path, firstLine))?.id;
}

/** Loads `ids` and the languages that their code may hold. */
export async function loadLanguages(ids: Iterable<LanguageId>): Promise<ReadonlyMap<LanguageId, Language>> {
  const wanted = new Set(ids);
  for (const entry of table) if (wanted.has(entry.id)) for (const id of entry.holds) wanted.add(id);
  const entries = table.filter((entry) => wanted.has(entry.id));
  return new Map(await Promise.all(entries.map(async (entry) => [entry.id, await entry.load()] as const)));
}
