/** The table of languages; the first claim wins. A language is loaded only when a file needs it. */
import type { LanguageId } from '../model/document.js';
import { claimsBatch } from './batch/claims.js';
import { claimsDockerfile } from './dockerfile/claims.js';
import { claimsGroovy } from './groovy/claims.js';
import { claimsHcl } from './hcl/claims.js';
import { claimsHtml } from './html/claims.js';
import { claims as claimsJavascript } from './javascript/claims.js';
import { claimsJson, isManifest } from './json/claims.js';
import type { Language } from './language.js';
import { claimsNix } from './nix/claims.js';
import { claimsPowerShell } from './powershell/claims.js';
import { claimsShell } from './shell/claims.js';
import { looksLikeShell } from './shell/guess.js';
import { claimsMakefile } from './makefile/claims.js';
import { claimsMarkdown } from './markdown/claims.js';
import { claimsSystemd } from './systemd/claims.js';
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
    id: 'markdown',
    claims: claimsMarkdown,
    load: async () => (await import('./markdown/index.js')).markdown,
    holds: ['javascript', 'html', 'hcl', 'yaml', 'shell', 'dockerfile', 'makefile', 'systemd'],
  },
  {
    id: 'makefile',
    claims: claimsMakefile,
    load: async () => (await import('./makefile/index.js')).makefile,
    holds: ['shell'],
  },
  {
    id: 'systemd',
    claims: claimsSystemd,
    load: async () => (await import('./systemd/index.js')).systemd,
    holds: ['shell'],
  },
  {
    id: 'dockerfile',
    claims: claimsDockerfile,
    load: async () => (await import('./dockerfile/index.js')).dockerfile,
    holds: ['shell'],
  },
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
    holds: ['shell', 'html', 'json'],
  },
  {
    id: 'html',
    claims: claimsHtml,
    load: async () => (await import('./html/index.js')).html,
    holds: ['javascript', 'shell', 'json'],
  },
  {
    id: 'hcl',
    claims: claimsHcl,
    load: async () => (await import('./hcl/index.js')).loadLanguage(),
    holds: ['shell', 'yaml', 'json'],
  },
  {
    id: 'yaml',
    claims: claimsYaml,
    load: async () => (await import('./yaml/index.js')).yaml,
    holds: ['shell'],
  },
  {
    id: 'groovy',
    claims: claimsGroovy,
    load: async () => (await import('./groovy/index.js')).groovy,
    holds: ['shell'],
  },
  {
    id: 'nix',
    claims: claimsNix,
    load: async () => (await import('./nix/index.js')).nix,
    holds: ['shell', 'yaml'],
  },
  {
    id: 'powershell',
    claims: claimsPowerShell,
    load: async () => (await import('./powershell/index.js')).loadLanguage(),
    holds: ['shell'],
  },
  { id: 'shell', claims: claimsShell, load: async () => (await import('./shell/index.js')).shell, holds: ['batch'] },
  { id: 'batch', claims: claimsBatch, load: async () => (await import('./batch/index.js')).batch, holds: [] },
  {
    id: 'json',
    claims: claimsJson,
    load: async () => (await import('./json/index.js')).json,
    holds: ['shell', 'yaml'],
  },
];

/** The language that claims a file, by its path and its first line. */
export function claim(path: string, firstLine: string): LanguageId | undefined {
  // Nothing depends on more than the last two components of a path, and every file of a tree is asked about.
  const end = path.slice(path.lastIndexOf('/', path.lastIndexOf('/') - 1) + 1);
  return table.find((entry) => entry.claims(end, firstLine))?.id;
}

/** The language of a file that none claims, by what it holds. It has to be read for that: only where it names the service. */
export function guess(path: string, text: string): LanguageId | undefined {
  return text !== '' && looksLikeShell(path, text) ? 'shell' : undefined;
}

/** What a file is to a project: code, data that code may read, or what tells how a project is built; undefined for all else. */
export type FileKind = 'code' | 'data' | 'manifest';

/** The kind of the file at this path with this first line, and, where it was read, this text. */
export function kindOf(path: string, firstLine: string, text = ''): FileKind | undefined {
  const id = claim(path, firstLine) ?? guess(path, text);
  if (id !== 'json') return id === undefined ? undefined : 'code';
  return isManifest(path) ? 'manifest' : 'data';
}

/** Loads `ids`, the languages that their code may hold or import, and what those may hold. */
export async function loadLanguages(ids: Iterable<LanguageId>): Promise<ReadonlyMap<LanguageId, Language>> {
  const wanted = new Set(ids);
  // A set goes on to what is added while it is gone through.
  for (const id of wanted) for (const held of table.find((entry) => entry.id === id)?.holds ?? []) wanted.add(held);
  const entries = table.filter((entry) => wanted.has(entry.id));
  return new Map(await Promise.all(entries.map(async (entry) => [entry.id, await entry.load()] as const)));
}
