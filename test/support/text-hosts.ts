/** Takes the shell code out of files that are no data, as the program that reads them would: for the live tests. */
import { spawnSync } from 'node:child_process';
import { DockerfileParser, PropertyInstruction } from 'dockerfile-ast';
import { commandOf, script, type Data, type Script } from './hosted-scripts.js';

/** An image's instructions by name, each with what stands behind it; here-documents and lines that go on are part of that. */
function instructionsOf(text: string): readonly (readonly [string, string])[] {
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((one) => [one.getKeyword(), one.getRawArgumentsContent() ?? ''] as const);
}

/** The code of all that is run while an image is built or a container of it starts. */
function dockerfile(text: string): readonly Script[] {
  const env: (readonly [string, string])[] = [];
  return DockerfileParser.parse(text)
    .getInstructions()
    .flatMap((instruction): readonly Script[] => {
      const kind = instruction.getKeyword();
      const filled = (value: string): string =>
        value.replace(/\$(\w+)/g, (_, name: string) => new Map(env).get(name) ?? '');
      if (instruction instanceof PropertyInstruction)
        env.push(...instruction.getProperties().map((one) => [one.getName(), filled(one.getValue() ?? '')] as const));
      const content = (instruction.getArgumentsContent() ?? '').replace(/^CMD /, '');
      if (!/^(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(kind)) return [];
      if (content.startsWith('[')) return [script(commandOf(JSON.parse(content) as string[]), [...env])];
      // Of a here-document that stands alone the lines are the script; else the shell reads it as its own.
      const [, dash, lines] = /^<<(-?)'?\w+'?\n(.*)\n\t*\w+$/s.exec(content) ?? [];
      const code = lines === undefined ? content : dash === '-' ? lines.replace(/^\t+/gm, '') : lines;
      return [script(code, [...env])];
    });
}

/** What make knows after it has read a makefile: its names, and the lines of its rules. Nothing is run: its shell says what it is given. */
function makeDatabase(text: string): Data {
  const made = spawnSync('make', ['-pqrR', '-f', '-', 'SHELL=/bin/echo', 'DEBUG=1', '--no-print-directory'], {
    input: text,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  if (/:\d+: \*\*\*/.test(made.stderr)) throw new Error(made.stderr);
  const parts = made.stdout.replace(/^#.*\n/gm, '').split(/\n+(?=\S)/);
  const own = parts.filter((part) => !/\/Gm\w+/.test(part));
  return Object.fromEntries(own.map((part) => [/^[^\s:=]+/.exec(part)?.[0] ?? '', part.trim()]));
}

/** The code of the shells that a unit starts. */
function systemd(text: string): readonly Script[] {
  const lines = text.replace(/\\\n(?:[#;].*\n)*/g, ' ').split('\n');
  const pairs = lines.flatMap((line) => [
    ...(/^Environment=(.*)/.exec(line)?.[1] ?? '').matchAll(/"(\w+)=([^"]*)"|(\w+)=(\S*)/g),
  ]);
  const env = pairs.map(([, a, b, c, d]) => [a ?? c ?? '', b ?? d ?? ''] as const);
  return lines.flatMap((line) => {
    const [, , written = ''] = /^Exec.*?sh -e?c (["'])(.*)\1$/.exec(line) ?? [];
    const code = written.replace(/\\(.)|\$\$|%%|\$\{(\w+)\}/g, (match, escaped?: string, name?: string) => {
      if (name !== undefined) return new Map(env).get(name) ?? '';
      return escaped ?? match.charAt(0);
    });
    return code === '' ? [] : [{ code, env }];
  });
}

/** What a unit says, setting by setting, lines that go on joined. */
function settingsOf(text: string): Data {
  return text.replace(/\\\n(?:[#;].*\n)*/g, ' ').split('\n');
}

/** What the engines of templates mark: a comment or a decision, which is nothing, and a value, with `%%{` and `$${` for themselves. */
const MARKS: Readonly<Record<string, readonly [mark: RegExp, value: RegExp]>> = {
  j2: [/^[ \t]*\{[%#].*?[%#]\}\n|\{[%#].*?[%#]\}/gms, /\{\{.*?\}\}/g],
  erb: [/^[ \t]*<%(?!=).*?%>\n|<%(?!=).*?%>/gms, /<%=.*?%>/g],
  tmpl: [/^[ \t]*\{\{-? *(?:if|else|end|range).*?\}\}\n|\{\{-? *(?:if|else|end|range).*?\}\}/gm, /\{\{.*?\}\}/g],
  tftpl: [/^(?<!%)%\{.*?\}\n|(?<!%)%\{.*?\}/gm, /(?<!\$)\$\{[^}]*\}/g],
};
const ENGINES: Readonly<Record<string, string>> = { jinja: 'j2', gotmpl: 'tmpl', tpl: 'tftpl' };

/** The script that a template makes, where all its conditions hold and each value is a word that a number and a name can be. */
export function filledTemplate(text: string, name: string): string {
  const ending = name.slice(name.lastIndexOf('.') + 1);
  const [mark, value] = MARKS[ENGINES[ending] ?? ending] ?? [];
  if (mark === undefined || value === undefined) throw new Error(`no engine is known for ${name}`);
  return text
    .replace(mark, '')
    .replace(value, '7')
    .replace(/([$%])\1\{/g, '$1{');
}

/** What Groovy reads a string as, `names` being what is filled in where its quotes say so. */
function groovyText(written: string, names: ReadonlyMap<string, string>): string {
  const [, quote = '', inner = ''] = /^('''|\"\"\"|'|")([^]*)\1$/.exec(written) ?? [];
  return inner.replace(/\\([^])|\$\{?(\w+)\}?/g, (match, escaped?: string, name?: string) => {
    if (escaped !== undefined) return escaped === 'n' ? '\n' : escaped;
    return quote.startsWith('"') ? (names.get(name ?? '') ?? '') : match;
  });
}

const GROOVY_STRING = /'''(?:\\[^]|[^\\])*?'''|"""(?:\\[^]|[^\\])*?"""|'(?:\\[^]|[^'\\])*'|"(?:\\[^]|[^"\\])*"/;

/** The code of the steps of a pipeline, with the names that its environment has. */
function jenkins(text: string): readonly Script[] {
  const source = text.replace(/^\s*(?:\/\/|#!).*$/gm, '').replace(/" \+ (\w+) \+ "/g, '${$1}');
  const setting = new RegExp(`(\\w+) = (${GROOVY_STRING.source})$`, 'gm');
  const names = [...source.matchAll(setting)].map(
    ([, name = '', value = '']) => [name, groovyText(value, new Map())] as const,
  );
  const step = new RegExp(
    `\\b(?:sh|bat|powershell|pwsh)\\b\\(?(?:[ \\w:,]|'told')*?(${GROOVY_STRING.source})(?!,)`,
    'g',
  );
  const filled = new Map(names);
  const named = [...source.matchAll(/\bsh\((\w+)\)/g)].map(([, name = '']) => filled.get(name) ?? '');
  const written = [...source.matchAll(step)].map(([, string = '']) => groovyText(string, filled));
  return [...written, ...named].map((code) => script(code, names));
}

/** What Nix reads lines between '' as: without the indentation that all of them have, and without a first line of nothing. */
function nixLines(inner: string): string {
  const lines = inner.replace(/^ *\n/, '').replace(/\n *$/, '\n').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  return lines
    .map((line) => line.slice(Math.min(...indents)))
    .join('\n')
    .replace(/'''/g, "''");
}

/** The scripts that are given to names of a module, or made by a function. */
function nix(text: string): readonly Script[] {
  const imds = /imds = "([^"]*)"/.exec(text)?.[1] ?? '';
  const filled = (code: string): string => code.replace(/\$\{imds\}/g, imds).replace(/\$\{pkgs\.\w+\}\/bin\//g, '');
  const source = text.replace(/^ *#.*$/gm, '');
  const given =
    /(?:told|preStart|script|\w+Phase) = (?:pkgs\.\w+ "\w+" )?(?:''((?:[^']|'(?!')|''[$'])*)''|"((?:\\.|[^"\\])*)");/g;
  return [...source.matchAll(given)].map(([, lines, quoted = '']) =>
    script(
      lines === undefined
        ? filled(quoted.replace(/\\(.)/g, '$1'))
        : filled(nixLines(lines)).replace(/''\$/g, () => '$'),
    ),
  );
}

/** By the folder that fixtures are in: what a file says, and the scripts in it. */
export const textHosts: Readonly<Record<string, TextHost>> = {
  dockerfile: { data: instructionsOf, scripts: dockerfile },
  jenkins: {
    data: (text) =>
      [...text.matchAll(new RegExp(GROOVY_STRING.source, 'g'))].map(([one]) => groovyText(one, new Map())),
    scripts: jenkins,
  },
  makefile: { data: makeDatabase, scripts: () => [] },
  nix: { data: (text) => nix(text).map(({ code }) => code), scripts: nix },
  systemd: { data: settingsOf, scripts: systemd },
  template: { data: filledTemplate, scripts: (text, name) => [script(filledTemplate(text, name))] },
};

export interface TextHost {
  readonly data: (text: string, name: string) => Data;
  readonly scripts: (text: string, name: string) => readonly Script[];
}
