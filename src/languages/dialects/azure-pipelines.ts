/** Azure Pipelines: the scripts of steps, wherever in stages, jobs and templates they are. */
import type { Region } from '../../model/expr.js';
import { at, entriesOf, hasKeys, itemsOf, scalarText, type DataNode, type Scalar } from '../data/tree.js';
import type { Dialect } from './dialect.js';
import { addCodeFor, bind, bindAll, regionOf, type Found } from './found.js';
import { beside, EXPRESSION, filledElsewhere, type Notation } from './notation.js';
import { exprOf, readText } from './texts.js';

/** The keys of a step that hold a script, named for what runs it. */
const SHELLS = ['bash', 'pwsh', 'powershell'];

/** What `scriptType` of a task stands for. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['bash', 'bash'],
  ['pscore', 'pwsh'],
  ['ps', 'powershell'],
  ['batch', 'cmd'],
]);

/** Tasks that are given a script. */
const TASKS: ReadonlyMap<string, { readonly script: string; readonly program: string | undefined }> = new Map([
  ['bash', { script: 'script', program: 'bash' }],
  ['powershell', { script: 'script', program: 'powershell' }],
  ['cmdline', { script: 'script', program: undefined }],
  ['azurecli', { script: 'inlineScript', program: undefined }],
  ['azurepowershell', { script: 'Inline', program: 'powershell' }],
  ['awsshellscript', { script: 'inlineScript', program: 'bash' }],
  ['ssh', { script: 'inline', program: 'bash' }],
]);

const isStep = (node: DataNode): boolean =>
  ['script', ...SHELLS, 'task', 'checkout', 'template'].some((key) => hasKeys(node, key));

export const azurePipelines: Dialect = {
  claims: (root, { path }) =>
    /(?:^|\/)\.?(?:azure-pipelines?|vsts-ci)[^/]*\.ya?ml$/.test(path) ||
    (at(root, 'steps')?.kind === 'sequence' && itemsOf(at(root, 'steps')).some((step) => isStep(step))) ||
    ['stages', 'jobs'].some((key) =>
      itemsOf(at(root, key)).some((one) => hasKeys(one, 'job') || hasKeys(one, 'stage')),
    ),
  read(root, found) {
    const around = { names: [], notation: notationFor([]), region: found.root, isWindows: false };
    readPart(found, root, around, 0);
  },
};

/** What a part of a pipeline has from those that it is in. */
interface Around {
  /** The variables and parameters that are known here. */
  readonly names: readonly string[];
  readonly notation: Notation;
  readonly region: Region;
  /** Whether what runs it is Windows, whose `script` is a batch file. */
  readonly isWindows: boolean;
}

/** Stages are in stages, jobs in jobs, and conditions in any list. */
const MOST_DEEP = 12;
/** Variables that are filled in; further ones are only known to scripts. */
const MOST_NAMES = 500;

/** A pipeline, stage, job or deployment: what it sets, its steps, and the parts in it. */
function readPart(found: Found, part: DataNode, around: Around, depth: number): void {
  if (depth > MOST_DEEP) return;
  const here = within(found, part, around);
  for (const step of itemsOf(at(part, 'steps'))) readStep(found, step, here, depth);
  const inner = ['stages', 'jobs'].flatMap((key) => itemsOf(at(part, key)));
  for (const one of inner.flatMap((item) => [item, ...conditional(item)])) readPart(found, one, here, depth + 1);
  // A deployment has its steps below the moments of its strategy.
  for (const { value } of entriesOf(at(part, 'strategy')))
    for (const moment of entriesOf(value)) {
      readPart(found, moment.value, here, depth + 1);
      for (const outcome of entriesOf(moment.key === 'on' ? moment.value : undefined))
        readPart(found, outcome.value, here, depth + 1);
    }
}

/** What stands below `${{ if … }}:` in a list. */
function conditional(item: DataNode): readonly DataNode[] {
  return entriesOf(item).flatMap(({ key, value }) => (key.startsWith('${{') ? itemsOf(value) : []));
}

/** What is known within `part`. */
function within(found: Found, part: DataNode, around: Around): Around {
  const settings = settingsOf(part);
  const region = settings.length === 0 && around.region !== found.root ? around.region : regionOf(part, around.region);
  const names = [...around.names];
  for (const [name, value] of settings) {
    const expr = exprOf(value, found.text, around.notation);
    bind(found, macro(name), expr, region);
    // Scripts see them as variables of the environment.
    bind(found, name.toUpperCase().replaceAll(/[. ]/g, '_'), expr, region);
    names.push(name);
  }
  const image = scalarText(at(part, 'pool', 'vmImage'));
  const isWindows = image === undefined ? around.isWindows : /windows|vs\d{4}/i.test(image);
  return { names, notation: settings.length === 0 ? around.notation : notationFor(names), region, isWindows };
}

/** The variables of a part, as a mapping or a list, and the parameters of a template that have a text by default. */
function settingsOf(part: DataNode): readonly (readonly [string, Scalar])[] {
  const variables = at(part, 'variables');
  const listed = [...itemsOf(variables), ...itemsOf(at(part, 'parameters'))].map(
    (one) => [scalarText(at(one, 'name')), at(one, 'value') ?? at(one, 'default')] as const,
  );
  const named =
    variables?.kind === 'mapping' ? entriesOf(variables).map(({ key, value }) => [key, value] as const) : [];
  return [...named, ...listed].flatMap(([name, value]) =>
    name !== undefined && value?.kind === 'scalar' ? [[name, value] as const] : [],
  );
}

/** The name that a variable has in the data: no script can have one like it. */
const macro = (name: string): string => `variables.${name.toLowerCase()}`;

/**
 * `$(name)` is filled in where a variable has that name, and is a command of the shell where none has; of one that is set
 * elsewhere nothing is known either way.
 */
function notationFor(names: readonly string[]): Notation {
  const some = names.slice(0, MOST_NAMES);
  const known = some.map((name) => name.replaceAll(/[^\w]/g, String.raw`\$&`)).join('|');
  const holes = known === '' ? EXPRESSION : new RegExp(String.raw`${EXPRESSION.source}|\$\((${known})\)`, 'gi');
  return {
    holes,
    fills: ([, expression, variable], span) => {
      const name = variable ?? /^\s*(?:variables|parameters)\.([\w.]+)\s*$/.exec(expression ?? '')?.[1];
      return name === undefined
        ? filledElsewhere(span, 'an expression of the pipeline')
        : { kind: 'ref', name: macro(name), span };
    },
    codec: beside(holes),
  };
}

function readStep(found: Found, step: DataNode, around: Around, depth: number): void {
  if (depth > MOST_DEEP) return;
  for (const inner of conditional(step)) readStep(found, inner, around, depth + 1);
  const region = regionOf(step, around.region);
  bindAll(found, entriesOf(at(step, 'env')), region, around.notation);
  const add = (script: DataNode | undefined, program: string | undefined): void => {
    if (script?.kind === 'scalar')
      addCodeFor(found, program, readText(script, found.text, around.notation), script.span, region);
  };
  const plain = around.isWindows ? 'cmd' : undefined;
  add(at(step, 'script'), plain);
  for (const shell of SHELLS) add(at(step, shell), shell);
  const task = TASKS.get(scalarText(at(step, 'task'))?.replace(/@.*/, '').toLowerCase() ?? '');
  if (task === undefined) return;
  const type = scalarText(at(step, 'inputs', 'scriptType'))?.toLowerCase() ?? '';
  add(at(step, 'inputs', task.script), task.program ?? TYPES.get(type) ?? plain);
}
