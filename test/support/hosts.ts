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

const readers: Readonly<Record<string, (data: Data) => readonly Script[]>> = {
  cloudformation: cloudFormation,
  'cloud-init': cloudInit,
  'github-actions': githubActions,
  'elastic-beanstalk': (data) => initConfig(data),
};

/** Whether fixtures of `kind` (the folder they are in) are data with code in it. */
export function isHost(kind: string): boolean {
  return kind in readers;
}

/** The code that the reader of data of this kind would run, as one program. */
export function hostedProgram(kind: string, text: string): string {
  return programOf(readers[kind]?.(dataOf(text)) ?? []);
}
