/** Ansible playbooks and task files: commands and scripts of tasks, and the modules that make requests. */
import type { Expr, Region } from '../../model/expr.js';
import type { Span } from '../../model/source-file.js';
import { at, entriesOf, hasKeys, itemsOf, scalarText, type DataNode } from '../data/tree.js';
import type { Dialect } from './dialect.js';
import { addCall, addCodeFor, addCommand, bindAll, regionOf, type Found } from './found.js';
import type { Notation } from './notation.js';
import { dataExpr } from './records.js';
import { template } from './template-holes.js';
import { exprOf, readText } from './texts.js';

const BUILT_IN =
  /^(?:ansible\.(?:builtin|legacy|windows)\.)?(shell|command|raw|uri|get_url|win_(?:shell|command|powershell|uri|get_url))$/;
/** Modules that make instances; the others are many, and nobody asks for them. */
const MAKES_INSTANCES = /^(?:(?:amazon|community)\.aws\.)?(ec2_instance|ec2_launch_template)$/;
const LISTS = ['tasks', 'pre_tasks', 'post_tasks', 'handlers', 'block', 'rescue', 'always'];

/** The options of modules that hold code. */
const CODE = ['cmd', '_raw_params', 'script'];

/** Code that is split into words by Ansible itself: nothing that only a shell reads can be written. */
const words: Notation = { ...template, codec: { ...template.codec, encode: () => undefined } };

export const ansible: Dialect = {
  claims: (root) =>
    root.kind === 'sequence' &&
    root.items.some((item) => hasKeys(item, 'hosts') || isTask(item)) &&
    root.items.every((item) => item.kind === 'mapping'),
  read(root, found) {
    for (const item of itemsOf(root)) addTask(found, item, found.root, 0);
  },
};

function isTask(node: DataNode): boolean {
  return entriesOf(node).some(
    ({ key, value }) =>
      BUILT_IN.test(key) || MAKES_INSTANCES.test(key) || (key === 'block' && value.kind === 'sequence'),
  );
}

/** A task, or a play or block that has tasks. */
function addTask(found: Found, task: DataNode, parent: Region, depth: number): void {
  if (depth > 20) return;
  const region = regionOf(task, parent);
  bindAll(found, entriesOf(at(task, 'vars')), region, template);
  bindAll(found, entriesOf(at(task, 'environment')), region, template);
  for (const list of LISTS) for (const inner of itemsOf(at(task, list))) addTask(found, inner, region, depth + 1);
  for (const { key, keySpan, value } of entriesOf(task)) {
    const module = BUILT_IN.exec(key)?.[1];
    const maker = MAKES_INSTANCES.exec(key)?.[1];
    if (maker !== undefined) addMaker(found, maker, { start: keySpan.start, end: value.span.end }, value, region);
    if (module?.endsWith('uri') === true || module?.endsWith('get_url') === true)
      addRequest(found, module.replace('win_', ''), value, region);
    else if (module !== undefined) addModule(found, module, task, value, region);
  }
}

function addModule(found: Found, module: string, task: DataNode, value: DataNode, region: Region): void {
  const argv = at(value, 'argv') ?? at(task, 'args', 'argv');
  if (argv !== undefined) return addCommand(found, itemsOf(argv), argv.span, region, template);
  const code = value.kind === 'scalar' ? value : CODE.map((key) => at(value, key)).find((one) => one !== undefined);
  if (code?.kind !== 'scalar') return;
  const given = scalarText(at(task, 'args', 'executable') ?? at(value, 'executable'));
  const program = given ?? (/^win_(?:shell|powershell)$/.test(module) ? 'powershell' : undefined);
  const notation = module.endsWith('command') ? words : template;
  addCodeFor(found, program, readText(code, found.text, notation), code.span, region);
}

/** A module that makes a request is called with the URL, the method and the headers. */
function addRequest(found: Found, module: string, options: DataNode, region: Region): void {
  const { span } = options;
  const url = at(options, 'url');
  if (url === undefined) return;
  const nothing: Expr = { kind: 'nothing', span };
  const [method, headers] = ['method', 'headers'].map((key) => at(options, key));
  const args = [
    exprOf(url, found.text, template),
    method === undefined ? nothing : exprOf(method, found.text, template),
    headers === undefined ? { kind: 'record' as const, entries: [], span } : valueOf(found, headers),
  ];
  const items = args.map((value) => ({ value, spread: 'no' as const }));
  const callee: Expr = { kind: 'ref', name: `ansible.builtin.${module}`, span };
  addCall(found, callee, { kind: 'list', items, span }, region, false);
}

function valueOf(found: Found, root: DataNode): Expr {
  return dataExpr(root, (node) => (node.kind === 'scalar' ? exprOf(node, found.text, template) : undefined));
}

/** A module that makes instances is called with its options. */
function addMaker(found: Found, module: string, span: Span, options: DataNode, region: Region): void {
  if (options.kind !== 'mapping') return;
  const args = { kind: 'list' as const, items: [{ value: valueOf(found, options), spread: 'no' as const }], span };
  addCall(found, { kind: 'ref', name: `amazon.aws.${module}`, span }, args, region, false);
}
