/** GitHub Actions: the scripts of workflows and of composite actions. */
import type { Region } from '../../model/expr.js';
import { at, entriesOf, hasKeys, itemsOf, scalarText, type DataNode } from '../data/tree.js';
import type { Dialect } from './dialect.js';
import { addCode, addCodeFor, bind, bindAll, regionOf, type Found } from './found.js';
import { beside, EXPRESSION, filledElsewhere, type Notation } from './notation.js';
import { exprOf, readText } from './texts.js';

const notation: Notation = {
  holes: EXPRESSION,
  fills: (match, span) => {
    const [, context, name = ''] = /^\s*(env|inputs)\.([\w-]+)\s*$/.exec(match[1] ?? '') ?? [];
    if (context === undefined) return filledElsewhere(span, 'an expression of the workflow');
    return { kind: 'ref', name: context === 'env' ? name : `inputs.${name}`, span };
  },
  codec: beside(EXPRESSION),
};

export const githubActions: Dialect = {
  claims: (root, { path }) =>
    (/(?:^|\/)\.github\/workflows\/[^/]+$/.test(path) && hasKeys(root, 'jobs')) ||
    (hasKeys(root, 'on', 'jobs') && at(root, 'jobs')?.kind === 'mapping') ||
    scalarText(at(root, 'runs', 'using')) !== undefined,
  read(root, found) {
    bindAll(found, entriesOf(at(root, 'env')), found.root, notation);
    const inputs = [
      at(root, 'inputs'),
      at(root, 'on', 'workflow_call', 'inputs'),
      at(root, 'on', 'workflow_dispatch', 'inputs'),
    ];
    for (const { key, value } of inputs.flatMap(entriesOf)) {
      const given = at(value, 'default');
      if (given?.kind === 'scalar') bind(found, `inputs.${key}`, exprOf(given, found.text), found.root);
    }
    for (const step of itemsOf(at(root, 'runs', 'steps'))) addStep(found, step, found.root, undefined);
    for (const { value: job } of entriesOf(at(root, 'jobs'))) {
      const region = regionOf(job, found.root);
      bindAll(found, entriesOf(at(job, 'env')), region, notation);
      const shell = at(job, 'defaults', 'run', 'shell') ?? at(root, 'defaults', 'run', 'shell');
      const runner = scalarText(at(job, 'runs-on')) ?? itemsOf(at(job, 'runs-on')).map(scalarText).join();
      const given = scalarText(shell) ?? (/windows/i.test(runner) ? 'pwsh' : undefined);
      for (const step of itemsOf(at(job, 'steps'))) addStep(found, step, region, given);
    }
  },
};

function addStep(found: Found, step: DataNode, parent: Region, defaultShell: string | undefined): void {
  const region = regionOf(step, parent);
  bindAll(found, entriesOf(at(step, 'env')), region, notation);
  const run = at(step, 'run');
  const shell = scalarText(at(step, 'shell')) ?? defaultShell;
  if (run?.kind === 'scalar') {
    // Of a shell that an expression gives, the script tells more than nothing would.
    const program = shell?.includes('${{') === true ? undefined : shell;
    addCodeFor(found, program, readText(run, found.text, notation), run.span, region);
  }
  // Actions that run a script on another machine over ssh.
  const script = /\bssh\b/i.test(scalarText(at(step, 'uses')) ?? '') ? at(step, 'with', 'script') : undefined;
  if (script?.kind === 'scalar') addCode(found, readText(script, found.text, notation), script.span, region);
}
