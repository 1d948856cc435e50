/** What cfn-init and Elastic Beanstalk are told to do: files to write and commands to run. */
import type { MappedText } from '../../model/mapped-text.js';
import { at, entriesOf, itemsOf, scalarText, type DataNode } from '../data/tree.js';
import type { Dialect } from './dialect.js';
import { addCall, addCode, bind, regionOf, type Found } from './found.js';
import { templateExpr, templateText } from './intrinsics.js';
import { addFile, decoded } from './scripts.js';

/** Adds the code of one configuration set of either. */
export function addInitConfig(found: Found, config: DataNode): void {
  for (const { key, value } of entriesOf(at(config, 'files'))) addContent(found, key, value);
  for (const name of ['commands', 'container_commands']) {
    for (const { value } of entriesOf(at(config, name))) addInitCommand(found, value);
  }
}

function addContent(found: Found, path: string, file: DataNode): void {
  const content = at(file, 'content');
  if (content === undefined) return;
  addFile(found, path, decoded(templateText(content, found.text), scalarText(at(file, 'encoding'))), content.span);
}

function addInitCommand(found: Found, value: DataNode): void {
  const region = regionOf(value, found.root);
  for (const { key, value: given } of entriesOf(at(value, 'env')))
    bind(found, key, templateExpr(given, found.text), region);
  for (const name of ['test', 'command']) {
    const command = at(value, name);
    if (command === undefined) continue;
    if (command.kind !== 'sequence' || command.tag !== undefined) {
      const text: MappedText | undefined = templateText(command, found.text);
      addCode(found, text, command.span, region);
      continue;
    }
    const items = itemsOf(command).map((word) => ({ value: templateExpr(word, found.text), spread: 'no' as const }));
    const [first] = items;
    if (first !== undefined) addCall(found, first.value, { kind: 'list', items, span: command.span }, region, true);
  }
}

export const elasticBeanstalk: Dialect = {
  claims: (root, { path }) => {
    if (/(?:^|\/)\.ebextensions\//.test(path)) return true;
    const isCommand = (node: DataNode): boolean => at(node, 'command') !== undefined;
    const commands = [...entriesOf(at(root, 'commands')), ...entriesOf(at(root, 'container_commands'))];
    const files = entriesOf(at(root, 'files'));
    return (
      (commands.length > 0 && commands.every(({ value }) => isCommand(value))) ||
      (files.length > 0 && files.every(({ key, value }) => key.startsWith('/') && at(value, 'mode') !== undefined))
    );
  },
  read: (root, found) => {
    addInitConfig(found, root);
  },
};
