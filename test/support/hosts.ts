/** Who reads which data, and what code it runs then. */
import {
  commandOf,
  dataOf,
  entriesOf,
  get,
  listOf,
  programOf,
  textIn,
  type Data,
  type Script,
} from './hosted-scripts.js';
import { textHosts } from './text-hosts.js';

const alone = (code: string): Script => ({ code, env: [] });

function cloudFormation(data: Data): readonly Script[] {
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
    const lines = listOf(get(properties, 'Content', 'mainSteps')).map((step) =>
      listOf(get(step, 'inputs', 'runCommand'))
        .map(text)
        .join('\n'),
    );
    return [
      ...(userData === undefined ? [] : userDataIn(text(userData))),
      ...init.flatMap(([, config]) => initConfig(config, text)),
      ...lines.map(alone),
    ];
  });
}

function userDataIn(text: string): readonly Script[] {
  return text.startsWith('#cloud-config') ? cloudInit(dataOf(text)) : [alone(text)];
}

/** Of cfn-init and Elastic Beanstalk. */
function initConfig(config: Data, text = textIn): readonly Script[] {
  const files = entriesOf(get(config, 'files')).map(([, file]) => text(get(file, 'content') ?? ''));
  const commands = ['commands', 'container_commands'].flatMap((name) => entriesOf(get(config, name)));
  return [
    ...files.filter((content) => content.startsWith('#!')).map(alone),
    ...commands.map(([, one]) => {
      const command = get(one, 'command') ?? '';
      return {
        code: Array.isArray(command) ? commandOf(command) : text(command),
        env: entriesOf(get(one, 'env')).map(([name, value]) => [name, text(value)] as const),
      };
    }),
  ];
}

function cloudInit(data: Data): readonly Script[] {
  const files = listOf(get(data, 'write_files')).map((file) => textIn(get(file, 'content')));
  const lines = listOf(get(data, 'runcmd')).map(commandOf).join('\n');
  return [...files.filter((content) => content.startsWith('#!')), lines].map(alone);
}

function githubActions(data: Data): readonly Script[] {
  const expand = (text: string, env: readonly (readonly [string, string])[]): string =>
    text.replace(/\$\{\{\s*(?:env\.)?([\w.]+)\s*\}\}/g, (_, name: string) => new Map(env).get(name) ?? name);
  const envOf = (node: Data, before: Script['env']): Script['env'] => [
    ...before,
    ...entriesOf(get(node, 'env')).map(([name, value]) => [name, expand(textIn(value), before)] as const),
  ];
  const ofSteps = (steps: Data | undefined, before: Script['env']): readonly Script[] =>
    listOf(steps).flatMap((step) => {
      const run = get(step, 'run');
      const env = envOf(step, before);
      if (run === undefined || get(step, 'shell') === 'python') return [];
      return [{ code: expand(textIn(run), env), env }];
    });
  const root = envOf(data, []);
  const jobs = entriesOf(get(data, 'jobs')).flatMap(([, job]) => ofSteps(get(job, 'steps'), envOf(job, root)));
  return [...ofSteps(get(data, 'runs', 'steps'), root), ...jobs];
}

/** Tasks that have a shell; others are no code that could be changed. */
function ansible(data: Data): readonly Script[] {
  return listOf(data).flatMap((play) => {
    const variables = new Map(entriesOf(get(play, 'vars')));
    const fill = (text: string): string =>
      text.replace(/\{\{ *([\w.]+) *\}\}/g, (_, name: string) => textIn(variables.get(name) ?? name));
    const tasks = listOf(get(play, 'tasks')).flatMap((task) => [task, ...listOf(get(task, 'block'))]);
    return tasks.flatMap((task) => {
      const shell = get(task, 'shell') ?? get(task, 'ansible.builtin.shell', 'cmd');
      return shell === undefined ? [] : [alone(fill(textIn(shell)))];
    });
  });
}

function gitlabCi(data: Data): readonly Script[] {
  const env = entriesOf(get(data, 'variables')).map(([name, value]) => [name, textIn(value)] as const);
  return entriesOf(data).flatMap(([, job]) => {
    const base = get(data, textIn(get(job, 'extends')));
    const lines = [...listOf(get(job, 'before_script') ?? get(base, 'before_script')), ...listOf(get(job, 'script'))];
    return get(job, 'script') === undefined ? [] : [{ code: lines.map(textIn).join('\n'), env }];
  });
}

/** Of CircleCI and Buildkite. */
function pipelines(data: Data): readonly Script[] {
  const jobs = entriesOf(get(data, 'jobs')).map(([, job]) => job);
  const runs = jobs.flatMap((job) => {
    const env = entriesOf(get(job, 'environment')).map(([name, value]) => [name, textIn(value)] as const);
    return listOf(get(job, 'steps')).flatMap((step) => {
      const run = get(step, 'run');
      const code = textIn(get(run, 'command') ?? run).replace(/<<.*?>>/g, 'name');
      return run === undefined ? [] : [{ code, env }];
    });
  });
  const commands = listOf(get(data, 'steps')).flatMap((step) => {
    const code = get(step, 'command') ?? listOf(get(step, 'commands')).map(textIn).join('\n');
    return code === '' ? [] : [alone(textIn(code))];
  });
  return [...runs, ...commands];
}

/** Commands that are shells, of services and of containers. */
function containers(data: Data): readonly Script[] {
  const services = entriesOf(get(data, 'services')).flatMap(([, service]) => {
    const dollars = (text: string): string => text.replaceAll('$$', '$');
    const [kind, check] = listOf(get(service, 'healthcheck', 'test'));
    const [shell] = listOf(get(service, 'entrypoint'));
    const code = shell === 'sh' ? listOf(get(service, 'command')).slice(0, 1) : [];
    return [...code, ...(kind === 'CMD-SHELL' ? [check] : [])].map((one) => alone(dollars(textIn(one))));
  });
  const pods = [data, ...listOf(data)].flatMap((one) => listOf(get(one, 'spec', 'template', 'spec', 'containers')));
  return [...services, ...pods.flatMap((pod) => listOf(get(pod, 'args')).map((one) => alone(textIn(one))))];
}

/** What Helm would make of a chart, all of its conditions holding. */
function rendered(text: string): string {
  return text.replace(/^[ \t]*\{\{-.*\}\}\n/gm, '').replace(/\{\{[^}]*\}\}/g, 'filled-in');
}

const readers: Readonly<Record<string, (data: Data) => readonly Script[]>> = {
  cloudformation: cloudFormation,
  'cloud-init': cloudInit,
  'github-actions': githubActions,
  ansible,
  compose: containers,
  'gitlab-ci': gitlabCi,
  kubernetes: containers,
  pipelines,
  'elastic-beanstalk': (data) => initConfig(data),
  npm: (data) => entriesOf(get(data, 'scripts')).map(([, code]) => alone(textIn(code))),
};

/** Whether fixtures of `kind` (the folder they are in) are data with code in it. */
export function isHost(kind: string): boolean {
  return kind in readers || kind in textHosts;
}

/** What a fixture of this kind holds. */
export function hostedData(kind: string, text: string): Data {
  const scripts = textHosts[kind]?.(text);
  if (scripts !== undefined) return scripts.map(({ code }) => code);
  return dataOf(kind === 'kubernetes' ? rendered(text) : text);
}

/** The code that the reader of data of this kind would run, as one program. */
export function hostedProgram(kind: string, text: string): string {
  return programOf(textHosts[kind]?.(text) ?? readers[kind]?.(hostedData(kind, text)) ?? []);
}
