/** Files of go-task, which run the commands of tasks in a shell of their own; other data may hold such a file. */
import type { Region } from '../../model/expr.js';
import { at, entriesOf, hasKeys, itemsOf, type DataNode } from '../data/tree.js';
import type { Dialect } from './dialect.js';
import { addCode, bindAll, regionOf, type Found } from './found.js';
import { template } from './template-holes.js';
import { readText } from './texts.js';

/** Keys of a task or a condition that hold one command. */
const COMMANDS = ['cmd', 'sh'];
/** Those that hold a list of them. */
const LISTS = ['cmds', 'status', 'preconditions'];

export const taskfile: Dialect = {
  claims: (root) => filesIn(root).length > 0,
  read(root, found) {
    for (const file of filesIn(root)) {
      bindAll(found, entriesOf(at(file, 'vars')), found.root, template);
      addVariables(found, file, found.root);
      for (const { value } of entriesOf(at(file, 'tasks'))) addTask(found, value);
    }
  },
};

/** `root`, or what one of its keys holds. */
function filesIn(root: DataNode): readonly DataNode[] {
  const isFile = (node: DataNode): boolean =>
    hasKeys(node, 'version', 'tasks') && entriesOf(at(node, 'tasks')).some(({ value }) => isTask(value));
  return [root, ...entriesOf(root).map(({ value }) => value)].filter(isFile);
}

function isTask(node: DataNode): boolean {
  return hasKeys(node, 'cmds') || hasKeys(node, 'cmd') || node.kind === 'sequence';
}

function addTask(found: Found, task: DataNode): void {
  const region = regionOf(task, found.root);
  bindAll(found, entriesOf(at(task, 'vars')), region, template);
  bindAll(found, entriesOf(at(task, 'env')), region, template);
  addVariables(found, task, region);
  for (const item of itemsOf(task)) addCommand(found, item, region);
  for (const key of LISTS) for (const item of itemsOf(at(task, key))) addCommand(found, item, region);
  addCommand(found, task, region);
}

/** What variables are set to that a command prints: `{ sh: … }`. */
function addVariables(found: Found, node: DataNode, region: Region): void {
  for (const key of ['vars', 'env'])
    for (const { value } of entriesOf(at(node, key))) addCommand(found, at(value, 'sh'), region);
}

/** A command alone, or under a key. */
function addCommand(found: Found, node: DataNode | undefined, region: Region): void {
  const codes = [node, ...COMMANDS.map((key) => (node === undefined ? undefined : at(node, key)))];
  for (const code of codes)
    if (code?.kind === 'scalar') addCode(found, readText(code, found.text, template), code.span, region);
}
