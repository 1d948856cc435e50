/** The dialects of YAML and JSON: who claims a tree reads it; a script that says so by its first line is code anywhere. */
import type { Unread } from '../../model/document.js';
import type { MappedText } from '../../model/mapped-text.js';
import { contains } from '../../model/source-file.js';
import type { DataNode, Scalar } from '../data/tree.js';
import { isShellShebang } from '../shell/claims.js';
import { ansible } from './ansible.js';
import { azurePipelines } from './azure-pipelines.js';
import { cloudFormation } from './cloudformation.js';
import { cloudInit } from './cloud-init.js';
import type { Dialect } from './dialect.js';
import { addCode, nothingFound, type Found } from './found.js';
import { composeFile, kubernetes } from './containers.js';
import { githubActions } from './github-actions.js';
import { gitlabCi } from './gitlab-ci.js';
import { elasticBeanstalk } from './init-config.js';
import { addManifest } from './manifests.js';
import { packageJson } from './package-json.js';
import { buildkite, circleCi, codeBuild } from './pipelines.js';
import { taskfile } from './taskfile.js';
import { systemsManager } from './systems-manager.js';
import { terraformJson, terraformValues } from './terraform-json.js';
import { readText } from './texts.js';
import { addUserData } from './user-data.js';
import { addAll } from '../../model/long-lists.js';

/** The first that claims a tree has it. */
const dialects: readonly Dialect[] = [
  terraformValues,
  terraformJson,
  cloudInit,
  cloudFormation,
  githubActions,
  systemsManager,
  ansible,
  kubernetes,
  composeFile,
  circleCi,
  buildkite,
  azurePipelines,
  codeBuild,
  gitlabCi,
  elasticBeanstalk,
  packageJson,
  taskfile,
];

/** The code in the trees of one text. */
export function codeIn(roots: readonly DataNode[], text: MappedText, path: string): Found {
  const found = nothingFound(text);
  for (const root of roots) {
    const dialect = dialects.find((one) => one.claims(root, { path, text: text.text }));
    const known = found.embedded.length + found.calls.length;
    dialect?.read(root, found);
    addManifest(found, root);
    const scalars = scalarsIn(root);
    for (const scalar of scalars) addScript(found, scalar);
    if (dialect === undefined && found.embedded.length + found.calls.length === known)
      addAll(
        found.unread,
        scalars.map(({ span }): Unread => ({ span, what: 'data of no known form' })),
      );
  }
  return found;
}

/** What begins so can be nothing but a command. */
const CALLS_POWERSHELL = /^\s*(?:powershell|pwsh)(?:\.exe)?\s+[-/][a-z]/i;

/** Adds a text that is code by its first line, if no dialect has. */
function addScript(found: Found, scalar: Scalar): void {
  const [first = ''] = scalar.text.slice(0, 300).split('\n', 1);
  const isUserData = first === '#cloud-config' || first.startsWith('MIME-Version:');
  const isCommand = CALLS_POWERSHELL.test(scalar.text.slice(0, 300));
  if (!isCommand && (!scalar.text.includes('\n') || !(isShellShebang(first) || isUserData))) return;
  const isKnown = found.embedded.some(({ span }) => contains(span, scalar.span));
  if (isKnown || found.unread.some(({ span }) => contains(span, scalar.span))) return;
  const text = readText(scalar, found.text, undefined);
  if (isUserData) addUserData(found, text, scalar.span);
  else addCode(found, text, scalar.span);
}

/** Every scalar of `root`, each once. */
function scalarsIn(root: DataNode): readonly Scalar[] {
  const seen = new Set<DataNode>();
  const scalars: Scalar[] = [];
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'scalar') scalars.push(node);
    else if (node.kind === 'sequence') addAll(pending, node.items.toReversed());
    else addAll(pending, node.entries.map(({ value }) => value).toReversed());
  }
  return scalars;
}
