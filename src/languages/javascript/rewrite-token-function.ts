/** Writes a function that asks for a session token, to stand beside a function whose callers hand it one. */
import { TOKEN_PATH } from '../../imds/names.js';
import { Syntax, type Tree } from './parse.js';
import { callbackRecipeFor, receiverOf, type CallbackRecipe, type TokenNames } from './rewrite-callback-clients.js';
import { askingStatements, quoted, recipeFor } from './rewrite-clients.js';
import { childrenOf, type Found } from './rewrite-find.js';
import { indexOf } from './rewrite-handed.js';
import { clientOf, linesOf, optionsFor, SHARED } from './rewrite-http.js';
import { isInstance } from './rewrite-instances.js';
import { isRepeatable, propertyOf } from './rewrite-options.js';
import { declarationOf, nodesIn, scopeOf, type FunctionNode } from './rewrite-scope.js';
import { opening, type Hand } from './rewrite-writing.js';

/** The function beside which it stands, and the request that this makes. */
export interface Beside {
  readonly fn: FunctionNode;
  readonly inner: Found;
  readonly client: string;
  /** The argument with the options of the request. */
  readonly options: Tree.Node | undefined;
  readonly hand: Hand;
  readonly code: string;
}

/** What asks for a token. */
export interface TokenFunction {
  readonly lines: readonly string[];
  /** The parameters of the other function that it takes too, by their index there: time-outs and their like. */
  readonly shared: readonly number[];
}

const NAMES: TokenNames & { readonly request: string } = {
  error: 'imdsTokenError',
  response: 'imdsTokenResponse',
  token: 'imdsToken',
  request: 'imdsTokenRequest',
};

/** The function `name`, which gives a promise of a token from `origin`, or tells a callback of one as its last parameter. */
export function tokenFunction(
  name: string,
  origin: string,
  form: 'promise' | 'callback',
  beside: Beside,
): TokenFunction | undefined {
  const { client, inner, hand, code } = beside;
  if (form === 'callback' && hand.isTyped) return undefined;
  const url = quoted(`${origin}${TOKEN_PATH}`, hand);
  const made = recipeFor(client, inner.call);
  if (made !== undefined) {
    if (form === 'callback' || !hand.isModern || !isOfModule(made.client, inner)) return undefined;
    const asker = code.slice(...made.client.range);
    const shared = isInstance(asker, code) ? undefined : sharedOptions(['signal', ...made.recipe.keeps], beside);
    if (shared === undefined) return undefined;
    const request = made.recipe.request(asker, url, shared.entries.join(', '), hand);
    const lines = [...askingStatements(made.recipe, request, NAMES, hand), `return ${NAMES.token}${hand.semicolon}`];
    return { lines: inFunction(name, shared, 'async', lines, beside), shared: shared.indices };
  }
  const isHttp = /^(?:follow-redirects[./])?http\.(?:get|request)$/.test(client);
  return isHttp ? httpFunction(name, origin, form, beside) : callbackFunction(name, url, form, beside);
}

function httpFunction(
  name: string,
  origin: string,
  form: 'promise' | 'callback',
  beside: Beside,
): TokenFunction | undefined {
  const { inner, hand, code } = beside;
  const client = isOfModule(inner.call.callee, inner) ? clientOf(inner.call, code) : undefined;
  const time = timeIn(beside);
  const shared = sharedOptions(time === undefined ? SHARED : SHARED.slice(1), beside);
  const timed = time === undefined ? shared : shared && withTime(time, shared, beside);
  if (client === undefined || timed === undefined) return undefined;
  const target = form === 'promise' ? 'reject' : 'callback';
  const { before, after } = linesOf(
    {
      ...client,
      options: optionsFor({ origin }, timed.entries, hand),
      route: { listener: target, target },
      isTimed: timed.entries.some((entry) => entry.startsWith('timeout')),
      form: 'statements',
      isArrow: false,
      names: NAMES,
    },
    hand,
  );
  const lines = [...before, hand.step.repeat(2) + succeeding(form, NAMES.token, hand), ...after];
  return { lines: inFunction(name, timed, form, lines, beside), shared: timed.indices };
}

function callbackFunction(
  name: string,
  url: string,
  form: 'promise' | 'callback',
  beside: Beside,
): TokenFunction | undefined {
  const { client, inner, hand, code } = beside;
  const recipe = callbackRecipeFor(client);
  const receiver = recipe && receiverOf(inner.call, recipe);
  if (recipe === undefined || receiver === undefined || !isOfModule(receiver, inner)) return undefined;
  const shared =
    recipe.takesPath === true || recipe.sends === 'chain' ? undefined : sharedOptions(recipe.shares, beside);
  if (shared === undefined) return undefined;
  const asking = recipe.ask(code.slice(...receiver.range), url, shared.entries, hand);
  const lines = [...answered(asking, recipe, form, hand), `})${hand.semicolon}`];
  return { lines: inFunction(name, shared, form, lines, beside), shared: shared.indices };
}

function answered(asking: string, recipe: CallbackRecipe, form: 'promise' | 'callback', hand: Hand): readonly string[] {
  const { step, semicolon } = hand;
  const { test, error } = recipe.failed(NAMES, hand);
  return [
    asking + opening(recipe.parameters(NAMES), hand, false),
    `${step}if (${test}) {`,
    `${step}${step}${form === 'promise' ? 'reject' : 'callback'}(${error})${semicolon}`,
    `${step}${step}return${semicolon}`,
    `${step}}`,
    step + succeeding(form, recipe.token(NAMES), hand),
  ];
}

function succeeding(form: 'promise' | 'callback', token: string, { semicolon }: Hand): string {
  return form === 'promise' ? `resolve(${token})${semicolon}` : `callback(null, ${token})${semicolon}`;
}

/** `lines` as the body of the function, or of the promise that it gives. */
function inFunction(
  name: string,
  { indices }: Shared,
  form: 'async' | 'promise' | 'callback',
  lines: readonly string[],
  { fn, hand, code }: Beside,
): readonly string[] {
  const { step, semicolon } = hand;
  const own = indices.map((index) => code.slice(...(fn.params[index]?.range ?? [0, 0])));
  const parameters = [...own, ...(form === 'callback' ? ['callback'] : [])].join(', ');
  const head = `${form === 'async' ? 'async ' : ''}function ${name}(${parameters})${hand.isTyped ? ': Promise<string>' : ''} {`;
  const deeper = (one: readonly string[]): readonly string[] => one.map((line) => step + line);
  if (form !== 'promise') return [head, ...deeper(lines), '}'];
  const making = `return new Promise${hand.isTyped ? '<string>' : ''}(${opening(['resolve', 'reject'], hand, false)}`;
  return [head, ...deeper([making, ...deeper(lines), `})${semicolon}`]), '}'];
}

/** Entries of options that both requests have, and the parameters that these need. */
interface Shared {
  readonly entries: readonly string[];
  readonly indices: readonly number[];
}

/** What the token request shares of the options; undefined where these, or some of them, are not known beside the function. */
function sharedOptions(named: readonly string[], { fn, inner, options, code }: Beside): Shared | undefined {
  if (options === undefined) return { entries: [], indices: [] };
  const declared = options.type === Syntax.Identifier ? declarationOf(options.name, inner.around) : options;
  const isGiven = options.type === Syntax.Identifier && indexOf(options.name, fn) !== undefined;
  if (isGiven && declared === undefined) return { entries: [], indices: [] };
  if (declared?.type !== Syntax.ObjectExpression) return undefined;
  const entries: string[] = [];
  const indices = new Set<number>();
  for (const name of named) {
    const entry = propertyOf(declared, name);
    if (entry === undefined) continue;
    const needed = isRepeatable(entry.value) ? parametersIn(entry.value, fn, inner) : undefined;
    if (needed === undefined) return undefined;
    entries.push(code.slice(...entry.range));
    for (const index of needed) indices.add(index);
  }
  return { entries, indices: [...indices].sort((a, b) => a - b) };
}

/** The time that the function gives its request by `setTimeout`. */
function timeIn({ fn }: Beside): Tree.Node | undefined {
  for (const node of nodesIn(fn.body)) {
    if (node.type !== Syntax.CallExpression || node.callee.type !== Syntax.MemberExpression) continue;
    if (node.callee.property.type === Syntax.Identifier && node.callee.property.name === 'setTimeout')
      return node.arguments[0];
  }
  return undefined;
}

function withTime(time: Tree.Node, { entries, indices }: Shared, { fn, inner, code }: Beside): Shared | undefined {
  const needed = isRepeatable(time) ? parametersIn(time, fn, inner) : undefined;
  return (
    needed && {
      entries: [`timeout: ${code.slice(...time.range)}`, ...entries],
      indices: [...new Set([...indices, ...needed])].sort((a, b) => a - b),
    }
  );
}

/** The parameters of `fn` that `node` names; undefined when it names something else that only `fn` knows. */
function parametersIn(node: Tree.Node, fn: FunctionNode, { around }: Found): readonly number[] | undefined {
  const found: number[] = [];
  for (const name of rootsIn(node)) {
    const scope = name === 'this' ? fn : scopeOf(name, around);
    if (scope === undefined || scope.type === Syntax.Program) continue;
    const index = scope === fn ? indexOf(name, fn) : undefined;
    if (index === undefined) return undefined;
    found.push(index);
  }
  return found;
}

/** The names that `node` is made of, `this` among them; members of them left out. */
function rootsIn(node: Tree.Node): readonly string[] {
  if (node.type === Syntax.Identifier) return [node.name];
  if (node.type === Syntax.ThisExpression) return ['this'];
  if (node.type === Syntax.MemberExpression && !node.computed) return rootsIn(node.object);
  if (node.type === Syntax.Property && !node.computed) return rootsIn(node.value);
  return childrenOf(node).flatMap(rootsIn);
}

/** Whether what makes the request is known in the whole module. */
function isOfModule(asker: Tree.Node, { around }: Found): boolean {
  return rootsIn(asker).every((name) => {
    const scope = name === 'this' ? undefined : scopeOf(name, around);
    return name !== 'this' && (scope === undefined || scope.type === Syntax.Program);
  });
}
