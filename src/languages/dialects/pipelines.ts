/** CircleCI, Buildkite and AWS CodeBuild: steps that are shell commands. */
import type { Region } from '../../model/expr.js';
import { at, entriesOf, hasKeys, itemsOf, scalarText, type DataNode } from '../data/tree.js';
import { unescape } from '../codecs/shell-quotes.js';
import type { Dialect } from './dialect.js';
import { addCodeFor, bindAll, regionOf, type Found } from './found.js';
import { beside, filledElsewhere, type Notation } from './notation.js';
import { joined, readText } from './texts.js';

const PARAMETER = /<<(?:[^<>]|>(?!>))*>>/g;
const circleNotation: Notation = {
  holes: PARAMETER,
  fills: (_, span) => filledElsewhere(span, 'a parameter of the pipeline'),
  codec: beside(PARAMETER),
};

/** One command, or the lines of one script. */
function addLines(
  found: Found,
  lines: DataNode | undefined,
  region: Region,
  notation?: Notation,
  program?: string,
): void {
  if (lines === undefined) return;
  const nodes = lines.kind === 'sequence' ? lines.items : [lines];
  const texts = nodes.flatMap((node) => (node.kind === 'scalar' ? (readText(node, found.text, notation) ?? []) : []));
  addCodeFor(found, program, joined(texts, '\n'), lines.span, region);
}

export const circleCi: Dialect = {
  claims: (root, { path }) =>
    /(?:^|\/)\.circleci\//.test(path) ||
    (hasKeys(root, 'version', 'jobs') && !hasKeys(root, 'on')) ||
    (hasKeys(root, 'commands') && entriesOf(at(root, 'commands')).some(({ value }) => hasKeys(value, 'steps'))),
  read(root, found) {
    for (const { value: job } of [...entriesOf(at(root, 'jobs')), ...entriesOf(at(root, 'commands'))]) {
      const region = regionOf(job, found.root);
      bindAll(found, entriesOf(at(job, 'environment')), region, circleNotation);
      addCircleSteps(found, at(job, 'steps'), region, 0);
    }
  },
};

function addCircleSteps(found: Found, steps: DataNode | undefined, parent: Region, depth: number): void {
  for (const step of itemsOf(steps)) {
    const inner = at(step, 'when', 'steps') ?? at(step, 'unless', 'steps');
    if (inner !== undefined && depth < 6) addCircleSteps(found, inner, parent, depth + 1);
    const run = at(step, 'run');
    if (run === undefined) continue;
    const shell = scalarText(at(run, 'shell'));
    const command = run.kind === 'scalar' ? run : at(run, 'command');
    const region = regionOf(step, parent);
    bindAll(found, entriesOf(at(run, 'environment')), region, circleNotation);
    addLines(found, command, region, circleNotation, shell);
  }
}

/** A dollar sign may be written twice; one alone that a name follows is filled in when the pipeline is read, or there is none. */
const buildkiteNotation: Notation = {
  holes: /(?!)/g,
  fills: (_, span) => filledElsewhere(span),
  codec: {
    decode: (source) => unescape(source, /\$\$|\\\$/g, () => '$'),
    encode: (plain) => plain.replace(/\$(?!\()/g, '$$$$'),
  },
};

export const buildkite: Dialect = {
  claims: (root, { path }) =>
    /(?:^|\/)\.buildkite\//.test(path) ||
    stepsIn(root).some((step) => hasKeys(step, 'command') || hasKeys(step, 'commands')),
  read(root, found) {
    bindAll(found, entriesOf(at(root, 'env')), found.root);
    for (const step of stepsIn(root)) {
      const region = regionOf(step, found.root);
      bindAll(found, entriesOf(at(step, 'env')), region, buildkiteNotation);
      addLines(found, at(step, 'command') ?? at(step, 'commands'), region, buildkiteNotation);
    }
  },
};

/** The steps, those of groups too. */
function stepsIn(root: DataNode): readonly DataNode[] {
  return itemsOf(at(root, 'steps')).flatMap((step) => [
    step,
    ...(hasKeys(step, 'group') ? itemsOf(at(step, 'steps')) : []),
  ]);
}

export const codeBuild: Dialect = {
  claims: (root) => entriesOf(at(root, 'phases')).some(({ value }) => hasKeys(value, 'commands')),
  read(root, found) {
    bindAll(found, entriesOf(at(root, 'env', 'variables')), found.root);
    const lists = entriesOf(at(root, 'phases')).flatMap(({ value }) => [at(value, 'commands'), at(value, 'finally')]);
    // All commands are given to one shell, phase after phase.
    const nodes = lists.flatMap((list) => itemsOf(list));
    const texts = nodes.flatMap((node) =>
      node.kind === 'scalar' ? (readText(node, found.text, undefined) ?? []) : [],
    );
    const shell = scalarText(at(root, 'env', 'shell'));
    addCodeFor(found, shell, joined(texts, '\n'), root.span);
  },
};
