/** What the files that were named import from files that were not: an address may lie there. */
import type { Options } from './config.js';
import type { Discovery } from './discover/index.js';
import { mentionsService } from './discover/sieve.js';
import type { SourceFile } from './model/source-file.js';
import { claim } from './languages/index.js';
import { specifiersIn } from './languages/javascript/asks.js';
import { candidatesFor } from './languages/javascript/modules.js';
import type { FileReader } from './languages/sources.js';
import { addAll } from './model/long-lists.js';

/** How far imports are followed through files that mention nothing. */
const MAX_HOPS = 3;
const MAX_FILES = 1000;

/** What a run goes on with: what is known, and what is asked about of that. */
export interface Surrounded {
  readonly discovery: Discovery;
  readonly asked: Options;
}

/**
 * `named`, and beside it the files that mention the service and that code which was named imports by relative paths; those
 * tell about it, and are not reported on. Nothing is parsed.
 */
export function withImported(named: Discovery, options: Options, reader: FileReader): Surrounded {
  const { found, passing } = named.isWhole ? nothing : importedBy(named, reader);
  if (found.length === 0) return { discovery: named, asked: options };
  const others = new Set([...found.map(({ path }) => path), ...passing]);
  const isAsked = (path: string): boolean => !others.has(path) && (options.isAsked?.(path) ?? true);
  const discovery = { ...named, files: [...named.files, ...found], silent: [...named.silent, ...passing] };
  return { discovery, asked: { ...options, isAsked } };
}

/** Files that mention the service, and the paths of those on the way to them. */
interface Imported {
  readonly found: readonly SourceFile[];
  readonly passing: readonly string[];
}

const nothing: Imported = { found: [], passing: [] };

function importedBy({ silent, isSettled }: Discovery, { read, isFile }: FileReader): Imported {
  const found: SourceFile[] = [];
  const passing: string[] = [];
  const seen = new Set<string>();
  let importers = silent;
  for (let hop = 0; hop < MAX_HOPS && importers.length > 0; hop += 1) {
    const next: string[] = [];
    for (const path of importers.filter(isScript)) {
      for (const asked of specifiersIn(read(path)?.text ?? '')) {
        const target = candidatesFor(asked, path).find((one) => seen.has(one) || isFile(one));
        if (target === undefined || seen.has(target) || isSettled(target) || seen.size >= MAX_FILES) continue;
        seen.add(target);
        const file = read(target);
        if (file !== undefined && mentionsService(Buffer.from(file.text))) found.push(file);
        else next.push(target);
      }
    }
    addAll(passing, next);
    importers = next;
  }
  return { found, passing };
}

/** Whether a file is script, or a page or component that holds some; those of other languages are read with what they include. */
function isScript(path: string): boolean {
  return ['javascript', 'html'].includes(claim(path, '') ?? '');
}
