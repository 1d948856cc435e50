/** Documents of AWS Systems Manager: the steps that run shell scripts. */
import type { LanguageId } from '../../model/document.js';
import { at, entriesOf, hasKeys, itemsOf, scalarText, type DataNode } from '../data/tree.js';
import type { Dialect } from './dialect.js';
import { addCode, bind, type Found } from './found.js';
import { templateText } from './intrinsics.js';
import { beside, filledElsewhere, type Notation } from './notation.js';
import { exprOf, joined, readText } from './texts.js';

const PARAMETER = /\{\{\s*([\w:./-]+)\s*\}\}/g;

const notation: Notation = {
  holes: PARAMETER,
  fills: (match, span) =>
    /^\w+$/.test(match[1] ?? '')
      ? { kind: 'ref', name: match[1] ?? '', span }
      : filledElsewhere(span, 'a parameter of Systems Manager'),
  codec: beside(PARAMETER),
};

/** Adds the scripts of a document. */
export function addSystemsManager(found: Found, root: DataNode): void {
  for (const { key, value } of entriesOf(at(root, 'parameters'))) {
    const given = at(value, 'default');
    if (given?.kind === 'scalar') bind(found, key, exprOf(given, found.text), found.root);
  }
  for (const step of itemsOf(at(root, 'mainSteps')))
    addStep(found, scalarText(at(step, 'action')) ?? '', at(step, 'inputs'));
  for (const { key, value } of entriesOf(at(root, 'runtimeConfig'))) {
    for (const properties of itemsOf(at(value, 'properties'))) addStep(found, key, properties);
  }
}

function addStep(found: Found, action: string, inputs: DataNode | undefined): void {
  const lines = at(inputs, 'runCommand');
  if (lines === undefined) return;
  if (action === 'aws:runPowerShellScript') addLines(found, lines, 'powershell');
  if (action === 'aws:runShellScript') addLines(found, lines);
}

/** Adds a list of the lines of one script, or that script. */
export function addLines(found: Found, lines: DataNode, language: LanguageId = 'shell'): void {
  const nodes = lines.kind === 'sequence' && lines.tag === undefined ? lines.items : [lines];
  const texts = nodes.flatMap((line) => {
    const isPlain = line.kind === 'scalar' && line.tag?.startsWith('!') !== true;
    return (isPlain ? readText(line, found.text, notation) : templateText(line, found.text)) ?? [];
  });
  addCode(found, joined(texts, '\n'), lines.span, found.root, language);
}

export const systemsManager: Dialect = {
  claims: (root) => hasKeys(root, 'schemaVersion') && (hasKeys(root, 'mainSteps') || hasKeys(root, 'runtimeConfig')),
  read: (root, found) => {
    addSystemsManager(found, root);
  },
};
