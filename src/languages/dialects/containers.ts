/** Compose files and Kubernetes manifests: the commands of containers, their environment, and scripts in config maps. */
import type { Region } from '../../model/expr.js';
import type { Codec } from '../../model/mapped-text.js';
import { unescape } from '../codecs/shell-quotes.js';
import { at, entriesOf, hasKeys, itemsOf, scalarText, type DataNode } from '../data/tree.js';
import type { Dialect } from './dialect.js';
import { addCode, addCommand, bind, bindAll, regionOf, type Found } from './found.js';
import { filledElsewhere, type Notation } from './notation.js';
import { addFile } from './scripts.js';
import { template } from './template-holes.js';
import { exprOf, readText } from './texts.js';

/** A dollar sign is written twice; one that stands alone begins what compose fills in from where it runs. */
const dollars: Codec = {
  decode: (source) => unescape(source, /\$\$/g, () => '$'),
  encode: (plain) => plain.replaceAll('$', '$$$$'),
};
const composeNotation: Notation = {
  holes: /(?<=(?:^|[^$])(?:\$\$){0,8})\$(?:\{[^{}]*\}|[A-Za-z_]\w*)/g,
  fills: (_, span) => filledElsewhere(span, 'a variable of the machine that starts the container'),
  codec: dollars,
};

export const composeFile: Dialect = {
  claims: (root, { path }) =>
    entriesOf(at(root, 'services')).some(({ value }) => hasKeys(value, 'image') || hasKeys(value, 'build')) ||
    (/(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/.test(path) && hasKeys(root, 'services')),
  read(root, found) {
    for (const { value: service } of entriesOf(at(root, 'services'))) {
      const region = regionOf(service, found.root);
      const environment = at(service, 'environment');
      bindAll(found, entriesOf(environment), region, composeNotation);
      bindPairs(found, environment, region);
      // The entry point is given the command as its arguments.
      const [entry, command] = [at(service, 'entrypoint'), at(service, 'command')];
      if (entry?.kind === 'sequence')
        addCommand(found, [...entry.items, ...itemsOf(command)], entry.span, region, composeNotation);
      else addTextOrWords(found, entry, region);
      if (entry?.kind !== 'sequence' || command?.kind !== 'sequence') addTextOrWords(found, command, region);
      addHealthCheck(found, at(service, 'healthcheck', 'test'), region);
    }
  },
};

/** `- NAME=value` */
function bindPairs(found: Found, list: DataNode | undefined, region: Region): void {
  for (const item of itemsOf(list)) {
    const [, name, value] = /^(\w+)=([^$]*)$/.exec(scalarText(item) ?? '') ?? [];
    if (name !== undefined) bind(found, name, { kind: 'literal', text: value ?? '', span: item.span }, region);
  }
}

function addTextOrWords(found: Found, node: DataNode | undefined, region: Region): void {
  if (node?.kind === 'sequence') addCommand(found, node.items, node.span, region, composeNotation);
  // Split into words as a shell does, but not run by one: nothing that a shell expands may be written.
  else if (node?.kind === 'scalar')
    addCode(
      found,
      readText(node, found.text, { ...composeNotation, codec: { ...dollars, encode: () => undefined } }),
      node.span,
      region,
    );
}

function addHealthCheck(found: Found, test: DataNode | undefined, region: Region): void {
  const [kind, ...words] = itemsOf(test);
  const code = test?.kind === 'scalar' ? test : scalarText(kind) === 'CMD-SHELL' ? words[0] : undefined;
  if (code?.kind === 'scalar') addCode(found, readText(code, found.text, composeNotation), code.span, region);
  else if (test !== undefined && scalarText(kind) === 'CMD')
    addCommand(found, words, test.span, region, composeNotation);
}

export const kubernetes: Dialect = {
  claims: (root) => hasKeys(root, 'apiVersion', 'kind'),
  read(root, found) {
    if (scalarText(at(root, 'kind')) === 'ConfigMap') {
      for (const { key, value } of entriesOf(at(root, 'data')))
        if (value.kind === 'scalar') addFile(found, key, readText(value, found.text, template), value.span);
    }
    const seen = new Set<DataNode>();
    const visit = (node: DataNode): void => {
      if (seen.has(node)) return;
      seen.add(node);
      const words = [...itemsOf(at(node, 'command')), ...itemsOf(at(node, 'args'))];
      if (words.length > 0) {
        const region = regionOf(node, found.root);
        for (const variable of itemsOf(at(node, 'env'))) {
          const value = at(variable, 'value');
          const name = scalarText(at(variable, 'name'));
          if (value !== undefined && name !== undefined) bind(found, name, exprOf(value, found.text, template), region);
        }
        addCommand(found, words, node.span, region, template);
      }
      for (const item of itemsOf(node)) visit(item);
      for (const { value } of entriesOf(node)) visit(value);
    };
    visit(root);
  },
};
