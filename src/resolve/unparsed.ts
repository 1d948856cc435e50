/** Where imports lead and what modules may export, told without parsing them: most that an index passes on are never read. */
import type { Asked } from '../languages/language.js';
import type { SourceFile } from '../model/source-file.js';
import type { Sources } from './project.js';
import { mayTake, type Given } from './taken.js';

/** How many files are kept for what their texts tell. */
const MAX_KEPT = 2000;

/** What one step of the evaluator may cost here: characters that are looked through. */
const CHARACTERS_A_STEP = 4096;

/** A file that nobody has parsed, and whether it exports nothing but under names that are written in it. */
interface Unparsed {
  readonly file: SourceFile;
  readonly isPlain: boolean;
}

/** Files that are looked at as texts, each read once. */
export class UnparsedFiles {
  readonly #readers: Pick<Sources, 'read' | 'claim' | 'finder'>;
  readonly #files = new Map<string, Unparsed | undefined>();

  constructor(readers: Pick<Sources, 'read' | 'claim' | 'finder'>) {
    this.#readers = readers;
  }

  /** Whether there is a file at `path` that some language claims. */
  has(path: string): boolean {
    return this.#at(path) !== undefined;
  }

  /** Whether the module at `path` may export `name`; `spend` is told how many steps it costs to look for that. */
  mayExport(path: string, name: string, spend: (steps: number) => void): boolean {
    const found = this.#at(path);
    if (found?.isPlain !== true) return true;
    spend(Math.ceil(found.file.text.length / CHARACTERS_A_STEP));
    return hasWord(found.file.text, name);
  }

  /** See `Project.asksFor`. */
  asksFor(path: string, targets: ReadonlyMap<string, Given>, stems: ReadonlySet<string>): boolean | undefined {
    const file = this.#readers.read(path);
    const language = file === undefined ? undefined : this.#readers.claim(file);
    if (file === undefined || language?.asksIn === undefined) return undefined;
    const others: Asked[] = [];
    for (const asked of language.asksIn(file.text)) {
      const candidates = language.candidates(asked.specifier, path);
      if (candidates.some((one) => mayTake(asked, targets.get(one)))) return true;
      // A path that leads to no such file may lead there in another way, by the roots that a configuration names.
      const stem = /([^/.]*)(?:\.[^/]*)?$/.exec(asked.specifier)?.[1] ?? '';
      if (candidates.length === 0 || stems.has(stem)) others.push(asked);
    }
    const finder = this.#readers.finder?.(language);
    return others.some((asked) => mayTake(asked, targets.get(finder?.find(asked.specifier, path) ?? '')));
  }

  #at(path: string): Unparsed | undefined {
    if (this.#files.has(path)) return this.#files.get(path);
    const file = this.#readers.read(path);
    const language = file === undefined ? undefined : this.#readers.claim(file);
    const found =
      file === undefined || language === undefined
        ? undefined
        : { file, isPlain: language.exportsPlainly?.(file.text) === true };
    if (this.#files.size < MAX_KEPT) this.#files.set(path, found);
    return found;
  }
}

/** Whether `name` stands in `text`, and is not a part of a longer name there. Characters beyond ASCII may end a name. */
function hasWord(text: string, name: string): boolean {
  if (name === '') return true;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isNamePart(text[at - 1]) && !isNamePart(text[at + name.length])) return true;
  }
  return false;
}

function isNamePart(character: string | undefined): boolean {
  return character !== undefined && /[\w$]/.test(character);
}
