/** The adapter of unbash: a shell's text to its tree, never throwing and never deeper than can be walked. */
import { forEachChild, parse } from 'unbash';
import type {
  ArrayValue,
  Assignment,
  CommandExpansionPart,
  HereDocBody,
  ParsedScript,
  ParseError,
  ProcessSubstitutionPart,
  Script,
  SyntaxNode,
  Word,
  WordPart,
} from 'unbash';
import { withTestsAsFunctions } from './bats.js';

export type {
  AndOr,
  ArrayValue,
  Assignment,
  Case,
  Command,
  CommandNode,
  CompoundList,
  For,
  Function as ShellFunction,
  HereDoc,
  If,
  ParameterExpansionPart,
  Pipeline,
  PipelineNode,
  Redirection,
  Select,
  Statement,
  SyntaxNode,
  TestExpression,
  While,
  Word,
  WordPart,
  CommandExpansionPart,
} from 'unbash';

/** A tree, or part of one, that was parsed with what was wrong in it. */
export interface Parsed {
  readonly statements: Script['commands'];
  readonly errors: readonly ParseError[];
  /** The text that positions count in, where it is not the text around: code between backticks, escapes taken off. */
  readonly source: string | undefined;
}

/** More here-documents than this on one line are not read: the time it takes grows with their square. */
const MAX_HEREDOCS_OF_A_LINE = 64;

/** Substitutions nested deeper than this are not read: each level is parsed once more. */
const MAX_SUBSTITUTIONS = 200;

const nothingRead = (message: string): Parsed => ({ statements: [], errors: [{ message, pos: 0 }], source: undefined });

/** The tree of a whole text. */
export function parseShell(text: string): Parsed {
  for (const line of text.split('\n')) {
    if (line.includes('<<') && line.split('<<').length > MAX_HEREDOCS_OF_A_LINE) {
      return nothingRead('too many here-documents on one line');
    }
  }
  if (nestingOf(text) > MAX_SUBSTITUTIONS) return nothingRead('nested too deeply to be read');
  return attempt(() => parsed(parse(withTestsAsFunctions(text)))) ?? nothingRead('nested too deeply to be read');
}

/** How deep substitutions are nested at most, quotes left aside: no less than they are. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/[$<>][({]|[)}]/g)) {
    depth = token.length === 2 ? depth + 1 : Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** The code of a command or process substitution. */
export function scriptOf(part: CommandExpansionPart | ProcessSubstitutionPart): Parsed {
  const script = attempt(() => part.script);
  return script === undefined ? { statements: [], errors: [], source: undefined } : parsed(script);
}

/** The parts of a word or a here-document's body; undefined when it is all literal. */
export function partsOf(word: Word | HereDocBody): readonly WordPart[] | undefined {
  return attempt(() => word.parts);
}

/** What is assigned. */
export function valueOf(assignment: Assignment): Word | ArrayValue | undefined {
  return attempt(() => assignment.value);
}

/** The direct children of `node`. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  attempt(() => {
    forEachChild(node, (child) => {
      children.push(child);
    });
    return children;
  });
  return children;
}

function parsed(script: ParsedScript): Parsed {
  return { statements: script.commands, errors: script.errors ?? [], source: script.source };
}

/** Parts are parsed when they are asked for; on absurd input that can overflow the stack. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
