/** Which scripts are in YAML and JSON of which form, and what is filled in there: one function for each that reads such data. */
import type { Data, Names, Script } from './hosted-scripts.js';
import {
  cloudInit,
  commandOf,
  entriesOf,
  get,
  isShellCommand,
  linesIn,
  listOf,
  namesIn,
  script,
  textIn,
  userDataIn,
} from './hosted-scripts.js';

function cloudformation(data: Data): readonly Script[] {
  const parameters = new Map(entriesOf(get(data, 'Parameters')).map(([name, one]) => [name, get(one, 'Default')]));
  const nameOf = (name: string): string => textIn(parameters.get(name) ?? name.replace(/\W/g, '-'));
  const text = (node: Data | undefined): string => {
    const [name = '', given = ''] = entriesOf(node)[0] ?? [];
    if (node === undefined || typeof node === 'string') return node ?? '';
    if (name === 'Ref') return nameOf(text(given));
    if (name === 'Fn::Base64') return text(given);
    if (name === 'Fn::Join')
      return listOf(listOf(given)[1])
        .map(text)
        .join(text(listOf(given)[0]));
    if (name !== 'Fn::Sub') throw new Error(`${name} is not known`);
    const [template, names] = typeof given === 'string' ? [given] : listOf(given);
    return text(template).replace(/\$\{(!?)([^}]*)\}/g, (_, mark: string, inner: string) => {
      const own = get(names, inner);
      return mark === '!' ? `\${${inner}}` : own === undefined ? nameOf(inner) : text(own);
    });
  };
  return entriesOf(get(data, 'Resources')).flatMap(([, resource]) => {
    const properties = get(resource, 'Properties');
    const userData = get(properties, 'UserData') ?? get(properties, 'LaunchTemplateData', 'UserData');
    const init = entriesOf(get(resource, 'Metadata', 'AWS::CloudFormation::Init'));
    return [
      ...(userData === undefined ? [] : userDataIn(text(userData))),
      ...init.flatMap(([, config]) => initConfig(config, text)),
      ...document(get(properties, 'Content') ?? '', text),
    ];
  });
}

/** Of cfn-init and Elastic Beanstalk. */
function initConfig(config: Data, text = textIn): readonly Script[] {
  const files = entriesOf(get(config, 'files')).map(([, file]) => text(get(file, 'content') ?? ''));
  const commands = ['commands', 'container_commands'].flatMap((name) => entriesOf(get(config, name)));
  return [
    ...files.filter((content) => content.startsWith('#!')).map((code) => script(code)),
    ...commands.map(([, one]) => {
      const command = get(one, 'command') ?? '';
      const env = entriesOf(get(one, 'env')).map(([name, value]) => [name, text(value)] as const);
      return script(Array.isArray(command) ? commandOf(command) : text(command), env);
    }),
  ];
}

/** Of Systems Manager. */
function document(data: Data, text = textIn): readonly Script[] {
  const given = new Map(entriesOf(get(data, 'parameters')).map(([name, one]) => [name, get(one, 'default')]));
  const properties = entriesOf(get(data, 'runtimeConfig')).flatMap(([, one]) => listOf(get(one, 'properties')));
  const steps = [...listOf(get(data, 'mainSteps')).map((step) => get(step, 'inputs')), ...properties];
  return steps.map((step) => {
    const code = listOf(get(step, 'runCommand')).map(text).join('\n');
    return script(code.replace(/\{\{ *(\w+) *\}\}/g, (_, name: string) => textIn(given.get(name))));
  });
}

function githubActions(data: Data): readonly Script[] {
  const expand = (text: string, env: Names): string =>
    text.replace(/\$\{\{\s*(?:env\.)?([\w.]+)\s*\}\}/g, (_, name: string) => new Map(env).get(name) ?? name);
  const envOf = (node: Data, before: Names): Names => [
    ...before,
    ...namesIn(get(node, 'env')).map(([name, value]) => [name, expand(value, before)] as const),
  ];
  const ofSteps = (steps: Data | undefined, before: Names): readonly Script[] =>
    listOf(steps).flatMap((step) => {
      const run = get(step, 'run');
      const env = envOf(step, before);
      if (run === undefined || get(step, 'shell') === 'python') return [];
      return [script(expand(textIn(run), env), env)];
    });
  const root = envOf(data, []);
  const jobs = entriesOf(get(data, 'jobs')).flatMap(([, job]) => ofSteps(get(job, 'steps'), envOf(job, root)));
  return [...ofSteps(get(data, 'runs', 'steps'), root), ...jobs];
}

/** Tasks that have a shell; others are no code that could be changed. */
function ansible(data: Data): readonly Script[] {
  return listOf(data).flatMap((play) => {
    const variables = new Map(namesIn(get(play, 'vars')));
    const fill = (text: string): string =>
      text.replace(/\{\{ *([\w.]+) *\}\}/g, (_, name: string) => variables.get(name) ?? name);
    const tasks = listOf(get(play, 'tasks')).flatMap((task) => [task, ...listOf(get(task, 'block'))]);
    return tasks.flatMap((task) => {
      const windows = get(task, 'ansible.windows.win_shell') ?? get(task, 'ansible.windows.win_powershell', 'script');
      const shell = get(task, 'shell') ?? get(task, 'ansible.builtin.shell', 'cmd') ?? windows;
      return shell === undefined ? [] : [script(fill(textIn(shell)))];
    });
  });
}

function gitlabCi(data: Data): readonly Script[] {
  return entriesOf(data).flatMap(([, job]) => {
    const base = get(data, textIn(get(job, 'extends')));
    const lines = [...listOf(get(job, 'before_script') ?? get(base, 'before_script')), ...listOf(get(job, 'script'))];
    return get(job, 'script') === undefined ? [] : [script(linesIn(lines), namesIn(get(data, 'variables')))];
  });
}

function circleci(data: Data): readonly Script[] {
  return entriesOf(get(data, 'jobs')).flatMap(([, job]) =>
    listOf(get(job, 'steps')).flatMap((step) => {
      const run = get(step, 'run');
      const code = textIn(get(run, 'command') ?? run).replace(/<<.*?>>/g, 'name');
      return run === undefined ? [] : [script(code, namesIn(get(job, 'environment')))];
    }),
  );
}

function buildkite(data: Data): readonly Script[] {
  const steps = listOf(get(data, 'steps')).flatMap((step) => [step, ...listOf(get(step, 'steps'))]);
  const codes = steps.map((step) => linesIn(get(step, 'command') ?? get(step, 'commands')));
  return codes.filter((code) => code !== '').map((code) => script(code.replace(/\$\$|\\\$/g, () => '$')));
}

/** The steps of pipelines, stages and jobs, conditions holding; of deployments too. */
function azurePipelines(data: Data, names: Names = []): readonly Script[] {
  const own = [...listOf(get(data, 'variables')), ...listOf(get(data, 'parameters'))].map(
    (one) => [textIn(get(one, 'name')), textIn(get(one, 'value') ?? get(one, 'default'))] as const,
  );
  const known: Names = [...names, ...namesIn(get(data, 'variables')), ...own];
  const values = new Map(known);
  const fill = (text: string): string =>
    text.replace(/\$\{\{ *\w+\.(\S+) *\}\}|\$\(([\w.]+)\)/g, (all, inner?: string, macro?: string) => {
      return values.get(inner ?? macro ?? '') ?? all;
    });
  const env = known.map(([name, value]) => [name.toUpperCase().replaceAll('.', '_'), value] as const);
  const parts = ['stages', 'jobs'].flatMap((key) => listOf(get(data, key)));
  const moments = entriesOf(get(data, 'strategy')).flatMap(([, one]) => entriesOf(one));
  const inner = moments.flatMap(([name, one]) => (name === 'on' ? entriesOf(one).map(([, each]) => each) : [one]));
  const steps = listOf(get(data, 'steps')).flatMap((step) => [
    step,
    ...entriesOf(step).flatMap(([key, value]) => (key.startsWith('${{') ? listOf(value) : [])),
  ]);
  const codes = steps.flatMap((step) => {
    const code = ['script', 'bash', 'pwsh', 'powershell'].map((key) => get(step, key)).find((one) => one !== undefined);
    const inTask = get(step, 'inputs', 'script') ?? get(step, 'inputs', 'inlineScript');
    const given = namesIn(get(step, 'env')).map(([name, value]) => [name, fill(value)] as const);
    return [code ?? inTask].flatMap((one) =>
      one === undefined ? [] : [script(fill(textIn(one)), [...env, ...given])],
    );
  });
  return [...codes, ...[...parts, ...inner].flatMap((part) => azurePipelines(part, known))];
}

function codebuild(data: Data): readonly Script[] {
  const phases = entriesOf(get(data, 'phases')).flatMap(([, phase]) => listOf(get(phase, 'commands')));
  return [script(linesIn(phases), namesIn(get(data, 'env', 'variables')))];
}

/** Commands of services that are shells, and those that say how a service does. */
function compose(data: Data): readonly Script[] {
  return entriesOf(get(data, 'services')).flatMap(([, service]) => {
    const words = ['entrypoint', 'command'].flatMap((key) => listOf(get(service, key)));
    const [kind, check = ''] = listOf(get(service, 'healthcheck', 'test'));
    const codes = [...(isShellCommand(words) ? [commandOf(words)] : []), ...(kind === 'CMD-SHELL' ? [check] : [])];
    return codes.map((code) => script(textIn(code).replaceAll('$$', '$')));
  });
}

/** The commands of containers, however deep they lie in a manifest, and the scripts of its files. */
function kubernetes(data: Data): readonly Script[] {
  const words = ['command', 'args'].flatMap((key) => listOf(get(data, key)));
  const files = get(data, 'kind') === 'ConfigMap' ? namesIn(get(data, 'data')).map(([, text]) => text) : [];
  const inside = Array.isArray(data) ? listOf(data) : entriesOf(data).map(([, value]) => value);
  return [
    ...(isShellCommand(words) ? [script(commandOf(words))] : []),
    ...files.filter((text) => text.startsWith('#!')).map((code) => script(code)),
    ...inside.flatMap((one) => kubernetes(one)),
  ];
}

/** What Helm would make of a chart, all of its conditions holding. */
export function rendered(text: string): string {
  return text.replace(/^[ \t]*\{\{-.*\}\}\n/gm, '').replace(/\{\{[^}]*\}\}/g, 'filled-in');
}

/** Of go-task: the commands of each task, and those that variables are set by. */
function taskfile(data: Data): readonly Script[] {
  const names = namesIn(get(data, 'vars'));
  const tasks = entriesOf(get(data, 'tasks')).map(([, task]) => task);
  const codes = [data, ...tasks].flatMap((task) => {
    const known = new Map([...names, ...namesIn(get(task, 'vars'))]);
    const fill = (text: string): string =>
      text.replace(/\{\{\.(\w+)\}\}/g, (_, name: string) => known.get(name) ?? name);
    const printed = entriesOf(get(task, 'vars')).map(([, one]) => textIn(get(one, 'sh')));
    const commands = listOf(get(task, 'cmds')).map((one) => (typeof one === 'string' ? one : textIn(get(one, 'cmd'))));
    return [...printed, ...commands].map(fill);
  });
  return codes.filter((code) => code !== '').map((code) => script(code));
}

/** By the folder that fixtures are in. */
export const dataHosts: Readonly<Record<string, (data: Data) => readonly Script[]>> = {
  ansible,
  'azure-pipelines': (data) => azurePipelines(data),
  buildkite,
  circleci,
  'cloud-init': cloudInit,
  cloudformation,
  codebuild,
  compose,
  'elastic-beanstalk': (data) => initConfig(data),
  'github-actions': githubActions,
  'gitlab-ci': gitlabCi,
  kubernetes,
  npm: (data) => namesIn(get(data, 'scripts')).map(([, code]) => script(code)),
  'systems-manager': (data) => document(data),
  taskfile,
};
