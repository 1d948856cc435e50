/** Configurations of Terraform and Packer in JSON: user data, and the commands of provisioners. */
import { HANDED } from '../../model/document.js';
import type { Expr } from '../../model/expr.js';
import type { Codec } from '../../model/mapped-text.js';
import { unescape } from '../codecs/shell-quotes.js';
import { languageOfContent } from '../content.js';
import { at, entriesOf, hasKeys, itemsOf, scalarText, type DataNode } from '../data/tree.js';
import type { Dialect } from './dialect.js';
import { addCode, bind, type Found } from './found.js';
import { filledElsewhere, type Notation } from './notation.js';
import { dataExpr } from './records.js';
import { template } from './template-holes.js';
import { exprOf, joined, readText } from './texts.js';
import { addUserData, isMessage } from './user-data.js';

/** What begins an expression is doubled. At the end it might meet a brace that is written behind it. */
const doubled: Codec = {
  decode: (source) => unescape(source, /\$(?=\$\{)|%(?=%\{)/g, () => ''),
  encode: (plain) => (/[$%]$/.test(plain) ? undefined : plain.replace(/[$%](?=\{)/g, '$&$&')),
};

const notation: Notation = {
  holes: /(?<!\$)\$\{(?:[^{}"]|"[^"]*"|\{[^{}]*\})*\}|(?<!%)%\{[^{}]*\}/g,
  fills: (match, span) => {
    const name = /^\$\{\s*((?:var|local)\.\w+)\s*\}$/.exec(match[0])?.[1];
    return name === undefined ? filledElsewhere(span) : { kind: 'ref', name, span };
  },
  codec: doubled,
};

/** What stands at the top of a configuration; a machine's own, in a string of one, has the same path. */
const BLOCKS: ReadonlySet<string> = new Set(
  'build check data import locals module moved output packer provider resource source terraform variable'.split(' '),
);

export const terraformJson: Dialect = {
  claims: (root, { path }) =>
    (/\.(?:tf|tofu|pkr)\.json$/.test(path) && entriesOf(root).some(({ key }) => BLOCKS.has(key))) ||
    hasKeys(root, 'builders', 'provisioners') ||
    isConfiguration(root),
  read(root, found) {
    for (const { key, value } of entriesOf(at(root, 'variable')))
      addName(found, `var.${key}`, at(value, 'default') ?? at(itemsOf(value)[0], 'default'));
    for (const { key, value } of entriesOf(at(root, 'locals'))) addName(found, `local.${key}`, value);
    const isPacker = hasKeys(root, 'provisioners');
    for (const one of itemsOf(at(root, 'provisioners')))
      addProvisioner(found, scalarText(at(one, 'type')) ?? '', one, template);
    if (!isPacker) visit(found, root, 0);
  },
};

/** Values of variables, in a file of their own. */
export const terraformValues: Dialect = {
  claims: (_, { path }) => /\.tfvars\.json$/.test(path),
  read(root, found) {
    for (const { key, value } of entriesOf(root)) {
      const read = (node: DataNode): Expr | undefined =>
        node.kind === 'scalar' ? exprOf(node, found.text, undefined) : undefined;
      bind(found, HANDED + key, dataExpr(value, read), found.root);
    }
  },
};

/** Plans have resources too, but as lists; templates of other services have no providers. */
function isConfiguration(root: DataNode): boolean {
  return hasKeys(root, 'resource') && (hasKeys(root, 'provider') || hasKeys(root, 'terraform'));
}

function addName(found: Found, name: string, value: DataNode | undefined): void {
  if (value?.kind === 'scalar') bind(found, name, exprOf(value, found.text, notation), found.root);
}

/** Names for shells among provisioners. */
const SHELLS: ReadonlySet<string> = new Set(['local-exec', 'remote-exec', 'shell', 'shell-local']);

function addProvisioner(found: Found, type: string, options: DataNode, reads: Notation): void {
  if (!SHELLS.has(type)) return;
  const interpreter = at(options, 'interpreter');
  if (interpreter !== undefined && !/sh$/.test(scalarText(itemsOf(interpreter)[0]) ?? '')) {
    found.unread.push({ span: interpreter.span, what: 'code for another interpreter' });
    return;
  }
  for (const key of ['command', 'inline']) {
    const value = at(options, key);
    if (value === undefined) continue;
    const lines = value.kind === 'sequence' ? value.items : [value];
    const texts = lines.flatMap((line) => (line.kind === 'scalar' ? (readText(line, found.text, reads) ?? []) : []));
    addCode(found, joined(texts, '\n'), value.span);
  }
}

/** How deep data is followed: user data lies five deep. */
const MAX_DEPTH = 12;

function visit(found: Found, node: DataNode, depth: number): void {
  if (depth > MAX_DEPTH) return;
  for (const item of itemsOf(node)) visit(found, item, depth + 1);
  for (const { key, value } of entriesOf(node)) {
    if (key !== 'provisioner') visitValue(found, value, depth);
    else
      for (const one of [value, ...itemsOf(value)])
        for (const { key: type, value: options } of entriesOf(one))
          for (const each of [options, ...itemsOf(options)]) addProvisioner(found, type, each, notation);
  }
}

/** A text that says of itself that it is code is; all else is looked into. */
function visitValue(found: Found, value: DataNode, depth: number): void {
  if (value.kind !== 'scalar') return visit(found, value, depth + 1);
  if (languageOfContent(value.text) === undefined && !isMessage(value.text)) return;
  addUserData(found, readText(value, found.text, notation), value.span);
}
