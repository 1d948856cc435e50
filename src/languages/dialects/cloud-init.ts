/** The cloud-config of cloud-init: commands and files of an instance's first start. */
import { at, itemsOf, scalarText, type DataNode } from '../data/tree.js';
import type { Dialect } from './dialect.js';
import { addCode, addCommand, type Found } from './found.js';
import type { Notation } from './notation.js';
import { joined, readText } from './texts.js';
import { addFile, decoded } from './scripts.js';
import { template } from './template-holes.js';

export const cloudInit: Dialect = {
  claims: (root, { text }) =>
    root.kind === 'mapping' && /^\s*(?:## template: *jinja *\n)?#cloud-config\b/.test(text.slice(0, 200)),
  read(root, found) {
    const notation = found.text.text.startsWith('## template') ? template : undefined;
    addCommands(found, at(root, 'bootcmd'), notation);
    addCommands(found, at(root, 'runcmd'), notation);
    for (const file of itemsOf(at(root, 'write_files'))) {
      const content = at(file, 'content');
      if (content?.kind !== 'scalar') continue;
      const isBinary = content.tag === '!!binary' || content.tag === 'tag:yaml.org,2002:binary';
      const encoding = isBinary ? 'b64' : scalarText(at(file, 'encoding'));
      const text = decoded(readText(content, found.text, notation), encoding);
      addFile(found, scalarText(at(file, 'path')) ?? '', text, content.span);
    }
  },
};

/** Commands as text are lines of one script, in which names live on; those that are lists are run without a shell. */
function addCommands(found: Found, list: DataNode | undefined, notation: Notation | undefined): void {
  if (list === undefined) return;
  const lines = itemsOf(list).flatMap((item) =>
    item.kind === 'scalar' ? (readText(item, found.text, notation) ?? []) : [],
  );
  addCode(found, joined(lines, '\n'), list.span);
  for (const item of itemsOf(list)) {
    if (item.kind === 'sequence') addCommand(found, item.items, item.span, found.root, notation);
  }
}
