/** GitLab CI: the scripts of jobs, each with what runs before it in the same shell. */
import type { MappedText } from '../../model/mapped-text.js';
import { at, entriesOf, hasKeys, itemsOf, scalarText, type DataNode } from '../data/tree.js';
import { looksLikePowerShell } from '../powershell/claims.js';
import type { Dialect } from './dialect.js';
import { addCode, bindAll, regionOf, type Found } from './found.js';
import { joined, readText } from './texts.js';

/** Keys of a job beside its script, some of which every job has. */
const OF_JOBS = [
  'stage',
  'image',
  'tags',
  'only',
  'rules',
  'extends',
  'needs',
  'artifacts',
  'before_script',
  'variables',
];

const isJob = (node: DataNode): boolean => hasKeys(node, 'script') || hasKeys(node, 'before_script');

export const gitlabCi: Dialect = {
  claims: (root, { path }) => {
    if (/(?:^|\/)\.?gitlab-ci[^/]*\.ya?ml$/.test(path)) return true;
    const jobs = entriesOf(root).filter(({ value }) => isJob(value));
    return (
      !hasKeys(root, 'jobs') &&
      jobs.length > 0 &&
      (hasKeys(root, 'stages') || jobs.some(({ value }) => OF_JOBS.some((key) => hasKeys(value, key))))
    );
  },
  read(root, found) {
    bindAll(found, entriesOf(at(root, 'variables')), found.root);
    for (const { key, value: job } of entriesOf(root)) if (key !== 'default' && isJob(job)) addJob(found, root, job);
    if (!entriesOf(root).some(({ value }) => hasKeys(value, 'script')))
      addLines(found, [at(root, 'before_script'), at(root, 'default', 'before_script')], root);
  },
};

function addJob(found: Found, root: DataNode, job: DataNode): void {
  const before = of(root, job, 'before_script', 0) ?? at(root, 'default', 'before_script') ?? at(root, 'before_script');
  addLines(found, [before, at(job, 'script')], job, root);
  addLines(found, [at(job, 'after_script')], job, root);
}

/** The key of a job, or of one that it extends. */
function of(root: DataNode, job: DataNode, key: string, depth: number): DataNode | undefined {
  const own = at(job, key);
  const extended = at(job, 'extends');
  if (own !== undefined || extended === undefined || depth > 5) return own;
  const names = extended.kind === 'scalar' ? [extended] : itemsOf(extended).toReversed();
  for (const name of names) {
    const base = at(root, scalarText(name) ?? '');
    const found = base === undefined ? undefined : of(root, base, key, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function addLines(found: Found, lists: readonly (DataNode | undefined)[], job: DataNode, root = job): void {
  const region = regionOf(job, found.root);
  const variables = job === root ? undefined : of(root, job, 'variables', 0);
  const given = entriesOf(variables).map((entry) => ({ ...entry, value: at(entry.value, 'value') ?? entry.value }));
  if (variables !== undefined) bindAll(found, given, region);
  const nodes = lists.flatMap((list) => (list === undefined ? [] : linesOf(root, list, 0)));
  const texts = nodes.flatMap((node): readonly MappedText[] => {
    const text = node.kind === 'scalar' ? readText(node, found.text, undefined) : undefined;
    return text === undefined ? [] : [text];
  });
  const code = joined(texts, '\n');
  // The runner decides which shell it is; nothing but the code tells.
  const language = code !== undefined && isPowerShell(code.text) ? 'powershell' : 'shell';
  addCode(found, code, job.span, region, language);
}

/** Whether code that does not say what it is is PowerShell's: it has what only that has, and nothing that only a shell has. */
function isPowerShell(code: string): boolean {
  return (
    looksLikePowerShell(code) && !/^[ \t]*(?:export[ \t]|fi\b|done\b|esac\b|if[ \t]+\[)/m.test(code.slice(0, 4000))
  );
}

/** Lists in lists are one list; `!reference` stands for another's. */
function linesOf(root: DataNode, node: DataNode, depth: number): readonly DataNode[] {
  if (node.kind !== 'sequence' || depth > 8) return [node];
  if (node.tag !== '!reference') return node.items.flatMap((item) => linesOf(root, item, depth + 1));
  const named = at(root, ...node.items.map((item) => scalarText(item) ?? ''));
  return named === undefined ? [] : linesOf(root, named, depth + 1);
}
