/** Renders what is known not to be followed: the bounds, and what the fixtures say is missed or noisy. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Each bound as a sentence says it, and where the program has it. */
const bounds = [
  ['callers of callers that settle what a wrapper is handed', 'src/resolve/callers.ts', 'MAX_CALLERS_DEPTH'],
  ['ways in which callers reach one call', 'src/resolve/callers.ts', 'MAX_CONTEXTS'],
  ['calls of functions within one another that give a value back', 'src/resolve/calls.ts', 'MAX_FRAMES'],
  ['modules that pass the address on to a file that mentions nothing', 'src/sites/importers.ts', 'MAX_HOPS'],
  ['files that imports lead to', 'src/resolve/project.ts', 'MAX_IMPORTED_FILES'],
  ['code within code within code', 'src/resolve/project.ts', 'MAX_NESTING'],
  ['alternatives of one value', 'src/model/value.ts', 'MAX_OPTIONS'],
  ['parts of one text', 'src/model/value.ts', 'MAX_PARTS'],
  ['alternatives of one call', 'src/sites/ways.ts', 'MAX_WORLDS'],
  ['characters of a file', 'src/resolve/read.ts', 'MAX_LENGTH'],
  ['expressions that are looked at for one question', 'src/resolve/evaluate.ts', 'MAX_STEPS'],
  ['expressions that are looked at for one file', 'src/resolve/evaluate.ts', 'MAX_STEPS_A_FILE'],
];

/** A list of the bounds, with the numbers that the sources have. */
export function renderBounds(root) {
  const rows = bounds.map(([what, file, name]) => {
    const number = new RegExp(`const ${name} = ([\\d_]+);`).exec(readFileSync(join(root, file), 'utf8'))?.[1];
    if (number === undefined) throw new Error(`${file} has no number ${name}`);
    return `| ${what} | ${Number(number.replaceAll('_', '')).toLocaleString('en')} |`;
  });
  return ['| what | how many |', '| --- | ---: |', ...rows].join('\n');
}

/** What is read in each notation that has fixtures. */
const notations = {
  ansible: 'playbooks, roles: `shell`, `command`, `script`, `uri`, `get_url`, those of Windows, settings of instances',
  'azure-pipelines': 'pipelines and templates: `script`, `bash`, `pwsh`, `powershell`, tasks with a script',
  batch: 'batch files: commands, `set`, `for /f`, PowerShell, certutil, bitsadmin',
  buildkite: 'pipelines: `command`, `commands`, groups',
  circleci: '`run` steps, commands, jobs, orbs',
  'cloud-init': '`#cloud-config`: `runcmd`, `bootcmd`, `write_files`; MIME messages',
  cloudformation: 'YAML and JSON, SAM: user data, `Fn::Sub`, `Fn::Join`, cfn-init, settings of instances',
  codebuild: 'build specifications: the commands of all phases',
  compose: '`command`, `entrypoint`, health checks, `environment`',
  dockerfile: '`RUN` in all forms, `CMD`, `ENTRYPOINT`, `HEALTHCHECK`, `ONBUILD`, `ENV`, here-documents',
  'elastic-beanstalk': '`.ebextensions`: files, commands, option settings',
  'github-actions': 'workflows and composite actions: `run` by its shell, `env`',
  'gitlab-ci': '`script`, `before_script`, `after_script`, `variables`',
  hcl: 'Terraform and Packer: user data, `templatefile`, provisioners, settings of instances',
  html: 'pages, Vue, Svelte, Astro: scripts, event handlers, expressions of blocks',
  javascript: 'JavaScript and TypeScript, JSX: clients, wrappers, SDKs, CDK and Pulumi',
  jenkins: 'Jenkinsfiles and libraries: `sh`, `bat`, `powershell`, `httpRequest`, `new URL(…).text`',
  kubernetes: 'manifests and Helm charts: commands, probes, configuration that holds scripts',
  makefile: 'recipes, `$(shell …)`, variables',
  markdown: 'code blocks of Markdown, reStructuredText, AsciiDoc',
  nix: 'strings with shell code, units of systemd in them',
  npm: '`package.json`: scripts, libraries that send no token',
  powershell: 'scripts and modules: cmdlets, .NET clients, curl',
  shell: 'sh, bash, zsh, ksh, Bats; commands in commands, here-documents',
  systemd: 'units: `Exec…`, `Environment`',
  'systems-manager': 'documents of Systems Manager, their commands',
  taskfile: 'files of go-task: `cmds`, `sh` of variables, conditions',
  template: '`.j2`, `.erb`, `.tpl`, `.tftpl`, `.tmpl`, `.in` of scripts and units',
  'terraform-json': 'Terraform and Packer in JSON',
  tools: 'configurations of eksctl, Karpenter, kOps, ParallelCluster, Cluster API and others: settings of instances',
};

/** Of each notation: what is read, and how many findings its fixtures expect, miss, and know to be false; how many have fixes. */
export function renderNotations(root) {
  const verdicts = verdictsIn(root);
  const files = fixturesIn(root);
  const names = [...new Set(files.map((name) => name.split('/')[1]))].toSorted();
  const rows = names.map((notation) => {
    const what = notations[notation];
    if (what === undefined) throw new Error(`scripts/render-limits.mjs does not say what is read in ${notation}`);
    const count = (kind) => verdicts.filter((one) => one.language === notation && one.kind === kind).length;
    const own = files.filter((name) => name.split('/')[1] === notation);
    const fixed = own.filter((name) => fixedForm.test(name)).length;
    const silent = own.filter((name) => /^silent-/.test(name.split('/')[2])).length;
    return `| ${notation} | ${what} | ${count('found')} | ${count('missed')} | ${count('noisy')} | ${silent} | ${fixed} |`;
  });
  const head = '| notation | what is read | found | missed | noisy | silent files | fixed files |';
  return [head, '| --- | --- | ---: | ---: | ---: | ---: | ---: |', ...rows].join('\n');
}

/** Every verdict `missed` or `noisy` with its reason, by language. */
export function renderLimits(root) {
  const verdicts = verdictsIn(root).filter((one) => one.kind !== 'found');
  const titles = { missed: 'Known misses', noisy: 'Known false alarms' };
  return languagesOf(verdicts)
    .flatMap((language) =>
      Object.entries(titles).flatMap(([kind, title]) => {
        const rows = verdicts
          .filter((one) => one.language === language && one.kind === kind)
          .map(({ reason, rule, path }) => `| ${reason} | ${rule} | [${path.split('/').at(-1)}](../${path}) |`);
        const head = [`### ${title} in ${language}`, '', '| reason | rule | shown by |', '| --- | --- | --- |'];
        return rows.length === 0 ? [] : [[...head, ...new Set(rows)].join('\n')];
      }),
    )
    .join('\n\n');
}

function languagesOf(verdicts) {
  return [...new Set(verdicts.map((one) => one.language))].toSorted();
}

const annotation = /^[ \t]*(?:#|\/\/|--|;|%|<!--)~ *\^+ (?:(missed|noisy) )?([a-z][a-z\d-]*): (.*?)(?: -->)?\s*$/gm;

const fixedForm = /\.fixed(?:-unsafely)?(?:\.\w+)?$/;

/** The fixtures as 'rule/notation/name', fixed forms too. */
function fixturesIn(root) {
  const names = readdirSync(join(root, 'fixtures', 'rules'), { recursive: true });
  return names.map((name) => name.replaceAll('\\', '/')).filter((name) => name.split('/').length === 3);
}

/** What the annotations of all fixtures say, those of fixed forms left out. */
function verdictsIn(root) {
  const kept = fixturesIn(root).filter((name) => !fixedForm.test(name));
  return kept.toSorted().flatMap((name) => {
    const path = `fixtures/rules/${name}`;
    const language = name.split('/')[1];
    return [...readFileSync(join(root, path), 'utf8').matchAll(annotation)].map(([, kind = 'found', rule, reason]) => ({
      path,
      language,
      kind,
      rule,
      reason,
    }));
  });
}
