/** What a program sends as tokens, declares and refuses, found once for all of its requests. */
import { SESSION_TOKEN } from '../../imds/names.js';
import { addAll } from '../../model/long-lists.js';
import { obtain } from '../../model/obtain.js';
import { Syntax, type Tree } from './parse.js';
import { boundNames, childrenOf, declaredBy, isFunction, type Callable } from './rewrite-find.js';

/** A statement's number in its block, by name. */
type Places = ReadonlyMap<string, readonly number[]>;

/** What the statements of a block do with names, in their order. */
interface BodyIndex {
  readonly numbers: ReadonlyMap<Tree.Node, number>;
  /** Constants that are made of one value, and that the program sends as tokens; of one statement the last first. */
  readonly sent: readonly SentConstant[];
  readonly declared: Places;
  /** Statements that end what runs where a name holds nothing: `if (!name) return;` */
  readonly refused: Places;
}

export interface SentConstant {
  readonly name: string;
  readonly init: Tree.Node;
  /** The number of its statement. */
  readonly at: number;
}

const bodies = new WeakMap<readonly unknown[], BodyIndex>();

/** The index of a block's statements, of the program whose text is `code`. */
export function indexOfBody(body: readonly unknown[], program: Tree.Node, code: string): BodyIndex {
  return obtain(bodies, body, () => {
    const sentNames = namesSent(program, code);
    const statements = body as readonly Tree.Node[];
    const declared = new Map<string, number[]>();
    const refused = new Map<string, number[]>();
    const sent: SentConstant[] = [];
    for (const [at, statement] of statements.entries()) {
      for (const name of declaredBy(statement)) obtain(declared, name, (): number[] => []).push(at);
      const name = refusedBy(statement, code);
      if (name !== undefined) obtain(refused, name, (): number[] => []).push(at);
      addAll(
        sent,
        constantsOf(statement, at).filter((one) => sentNames.has(one.name.toLowerCase())),
      );
    }
    return { numbers: new Map(statements.map((statement, at) => [statement, at])), sent, declared, refused };
  });
}

function constantsOf(statement: Tree.Node, at: number): readonly SentConstant[] {
  if (statement.type !== Syntax.VariableDeclaration || statement.kind !== 'const') return [];
  return statement.declarations
    .flatMap(({ id, init }): readonly SentConstant[] => {
      const [name, another] = boundNames(id);
      return name === undefined || another !== undefined || init === null ? [] : [{ name, init, at }];
    })
    .toReversed();
}

function refusedBy(statement: Tree.Node, code: string): string | undefined {
  if (statement.type !== Syntax.IfStatement) return undefined;
  const { consequent, test } = statement;
  const last = consequent.type === Syntax.BlockStatement ? consequent.body.at(-1) : consequent;
  if (last?.type !== Syntax.ThrowStatement && last?.type !== Syntax.ReturnStatement) return undefined;
  const text = code.slice(...test.range);
  return text.startsWith('!') ? text.slice(1) : undefined;
}

const sentBy = new WeakMap<Tree.Node, ReadonlySet<string>>();

const SENT = new RegExp(
  `${SESSION_TOKEN}['"\`]\\s?\\]?\\s?[:,=]\\s{0,20}([\\p{ID_Continue}$]+)(?![\\p{ID_Continue}$.])`,
  'giu',
);

/** What the code sends as tokens: names, in small letters. */
export function namesSent(program: Tree.Node, code: string): ReadonlySet<string> {
  return obtain(sentBy, program, () => new Set([...code.matchAll(SENT)].map(([, name = '']) => name.toLowerCase())));
}

const functions = new WeakMap<Tree.Node, ReadonlyMap<string, readonly Callable[]>>();

/** The only function of the program with that name. */
export function functionNamed(name: string, program: Tree.Node): Callable | undefined {
  const named = obtain(functions, program, functionsIn).get(name);
  return named?.length === 1 ? named[0] : undefined;
}

function functionsIn(program: Tree.Node): ReadonlyMap<string, readonly Callable[]> {
  const found = new Map<string, Callable[]>();
  const add = (key: Tree.Node | null, fn: Callable): void => {
    if (key?.type === Syntax.Identifier) obtain(found, key.name, (): Callable[] => []).push(fn);
  };
  const pending: Tree.Node[] = [program];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.type === Syntax.FunctionDeclaration) add(at.id, at);
    if (at.type === Syntax.VariableDeclarator && at.init !== null && isFunction(at.init)) add(at.id, at.init);
    if (at.type === Syntax.MethodDefinition && isFunction(at.value)) add(at.key, at.value);
    addAll(pending, childrenOf(at));
  }
  return found;
}
