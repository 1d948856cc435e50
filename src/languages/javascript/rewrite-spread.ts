/** Adds a header to options that are held in a variable: the call is given a copy of them that has it. */
import { Syntax, type Tree } from './parse.js';
import { boundNames, childrenOf, type Found } from './rewrite-find.js';
import { optionsOf, propertyOf, sharedOptions, type Change } from './rewrite-options.js';
import { addAll } from '../../model/long-lists.js';

/** Options in a variable. */
export interface HeldOptions {
  /** The change that sends `entry` as a header too. */
  send(entry: string): Change;
  /** Options that a token request shares, by their names. */
  readonly kept: string;
}

/** What a name stands for: an object that is written out, or what the caller gives. */
type Origin =
  | { readonly kind: 'object'; readonly object: Tree.ObjectExpression }
  | { readonly kind: 'parameter'; readonly mayLack: boolean };

/** How the client of the call takes its options. */
interface Taking {
  readonly options: number;
  readonly takesOptionsFirst: boolean;
  readonly keeps: readonly string[];
  /** Whether headers may be an object that is not copied by its entries. */
  readonly takesHeaderObjects: boolean;
}

/** The options of the call when they are all held in a variable, whose origin is plain to see. */
export function heldOptions(found: Found, taking: Taking, code: string): HeldOptions | undefined {
  const { call } = found;
  const [first] = call.arguments;
  const written = optionsOf(call, taking.options);
  // What stands behind an object of options is not looked at.
  if (call.arguments.length > 1 && taking.takesOptionsFirst && first && originOf(first, found, code)?.kind === 'object')
    return undefined;
  if (written?.type === Syntax.ObjectExpression) return heldHeaders(written, taking, found, code);
  const holder = holderOf(call, taking, found, code);
  const origin = holder && originOf(holder, found, code);
  if (holder === undefined || origin === undefined) return undefined;
  const name = code.slice(...holder.range);
  const headers = headersOf(origin, name, taking, found, code);
  if (headers === undefined) return undefined;
  return {
    send: (entry) => ({
      span: { start: holder.range[0], end: holder.range[1] },
      text: `{ ...${name}, headers: { ${headers}${entry} } }`,
    }),
    kept: keptOf(origin, name, taking),
  };
}

/** Headers in a variable, of options that are written out. */
function heldHeaders(
  options: Tree.ObjectExpression,
  { keeps }: Taking,
  found: Found,
  code: string,
): HeldOptions | undefined {
  const headers = propertyOf(options, 'headers');
  const isPlain = options.properties.every((one) => one.type === Syntax.Property && !one.computed);
  if (headers === undefined || !isPlain || originOf(headers.value, found, code)?.kind !== 'object') return undefined;
  const kept = sharedOptions(options, keeps, code);
  if (kept === undefined) return undefined;
  const name = code.slice(...headers.value.range);
  const [start, end] = headers.range;
  return { send: (entry) => ({ span: { start, end }, text: `headers: { ...${name}, ${entry} }` }), kept };
}

/** The argument that holds the options: a name, or a field. */
function holderOf(
  call: Tree.CallExpression,
  { options, takesOptionsFirst }: Taking,
  found: Found,
  code: string,
): Tree.Node | undefined {
  const [first] = call.arguments;
  const isAlone = takesOptionsFirst && call.arguments.length === 1 && first !== undefined;
  const holder = isAlone && originOf(first, found, code)?.kind === 'object' ? first : call.arguments[options];
  if (holder === undefined || (holder !== first && first !== undefined && first.type === Syntax.ObjectExpression))
    return undefined;
  return holder;
}

/** What is copied of the headers before one is added: '' when there are none; undefined when that cannot be known. */
function headersOf(
  origin: Origin,
  name: string,
  { takesHeaderObjects }: Taking,
  found: Found,
  code: string,
): string | undefined {
  if (origin.kind === 'parameter')
    return takesHeaderObjects ? undefined : `...${name}${origin.mayLack ? '?' : ''}.headers, `;
  const { object } = origin;
  if (!object.properties.every((one) => one.type === Syntax.Property && !one.computed)) return undefined;
  const headers = propertyOf(object, 'headers')?.value;
  const isSetLater = new RegExp(`(?<![\\w$.])${escaped(name)}(?:\\.headers|\\[['"\`]headers)`).test(code);
  if (headers === undefined) return isSetLater ? undefined : '';
  const isPlain = headers.type === Syntax.ObjectExpression || originOf(headers, found, code)?.kind === 'object';
  return isPlain || !takesHeaderObjects ? `...${name}.headers, ` : undefined;
}

function keptOf(origin: Origin, name: string, { keeps, takesHeaderObjects }: Taking): string {
  if (origin.kind === 'parameter')
    return takesHeaderObjects || !keeps.includes('cancelToken')
      ? ''
      : `timeout: ${name}${origin.mayLack ? '?' : ''}.timeout`;
  return ['signal', ...keeps]
    .filter((key) => propertyOf(origin.object, key) !== undefined)
    .map((key) => `${key}: ${name}.${key}`)
    .join(', ');
}

/** What `node`, a name or a field, stands for where the call is. */
function originOf(node: Tree.Node, { around, call }: Found, code: string): Origin | undefined {
  if (node.type === Syntax.MemberExpression) {
    const [program] = around;
    return program === undefined || node.object.type !== Syntax.ThisExpression
      ? undefined
      : fieldOf(node, program, code);
  }
  if (node.type !== Syntax.Identifier) return undefined;
  for (let i = around.length - 1; i >= 0; i -= 1) {
    const at = around[i];
    if (at === undefined) return undefined;
    if ('params' in at && Array.isArray(at.params)) {
      const parameter = at.params.find((one) => boundNames(one).includes(node.name));
      if (parameter !== undefined) return parameterOf(parameter, code);
    }
    if (!('body' in at) || !Array.isArray(at.body)) continue;
    const declared = declaratorOf(node.name, at.body);
    if (declared !== undefined) return declared.range[1] <= call.range[0] || i === 0 ? objectOf(declared) : undefined;
  }
  return undefined;
}

/** The declaration of `name` by one of `statements`. */
function declaratorOf(name: string, statements: readonly Tree.Node[]): Tree.VariableDeclarator | undefined {
  for (const statement of statements) {
    const declaration = statement.type === Syntax.ExportNamedDeclaration ? statement.declaration : statement;
    if (declaration?.type !== Syntax.VariableDeclaration) continue;
    const found = declaration.declarations.find(({ id }) => boundNames(id).includes(name));
    if (found !== undefined) return found;
  }
  return undefined;
}

function objectOf({ id, init }: Tree.VariableDeclarator): Origin | undefined {
  const object = init === null ? undefined : withoutTypes(init);
  return id.type === Syntax.Identifier && object?.type === Syntax.ObjectExpression
    ? { kind: 'object', object }
    : undefined;
}

function withoutTypes(node: Tree.Node): Tree.Node {
  return node.type === Syntax.TSAsExpression || node.type === Syntax.TSSatisfiesExpression ? node.expression : node;
}

/** Types that are known to have headers. */
const TYPES = /^:\s?(?:any|[\w.]*(?:Config|Options|Init|OptionsOf\w+)(?:<[^<>]{0,99}>)?)$/;

function parameterOf(parameter: Tree.Node, code: string): Origin | undefined {
  const named = parameter.type === Syntax.AssignmentPattern ? parameter.left : parameter;
  if (named.type !== Syntax.Identifier) return undefined;
  const { typeAnnotation } = named;
  if (typeAnnotation !== undefined && !TYPES.test(code.slice(...typeAnnotation.range))) return undefined;
  return { kind: 'parameter', mayLack: parameter === named && (typeAnnotation === undefined || named.optional) };
}

/** The only value that a field is given, if that is written out. */
function fieldOf(field: Tree.MemberExpression, program: Tree.Node, code: string): Origin | undefined {
  const name = code.slice(...field.range);
  const values: Tree.Node[] = [];
  const pending: Tree.Node[] = [program];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.type === Syntax.AssignmentExpression && code.slice(...at.left.range) === name) values.push(at.right);
    if (at.type === Syntax.PropertyDefinition && at.value !== null && `this.${code.slice(...at.key.range)}` === name)
      values.push(at.value);
    addAll(pending, childrenOf(at));
  }
  const [only, another] = values;
  if (only?.type !== Syntax.ObjectExpression || another !== undefined) return undefined;
  return { kind: 'object', object: only };
}

function escaped(name: string): string {
  return name.replaceAll('$', '\\$');
}
