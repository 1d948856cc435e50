/** Takes the shell code out of files that are no data, as the program that reads them would: for the live tests. */
import { commandOf, type Script } from './hosted-scripts.js';

interface Joined {
  readonly line: string;
  /** Where the next line is. */
  readonly next: number;
}

/** The line that begins at `at` and goes on over others, after BuildKit's parser. */
export function joinedDockerLine(lines: readonly string[], at: number, escape = '\\'): Joined {
  const mark = escape === '\\' ? /(?<!\\)\\[ \t]*$/ : /(?<!`)`[ \t]*$/;
  let line = lines[at] ?? '';
  let next = at + 1;
  while (mark.test(line) && next < lines.length) {
    const more = lines[next] ?? '';
    next += 1;
    if (/^[ \t]*(?:#|$)/.test(more)) continue;
    line = line.replace(mark, '') + more;
  }
  return { line: line.replace(mark, ''), next };
}

/** The code of all that is run while an image is built or a container of it starts; comments have a line of their own. */
function dockerfile(text: string): readonly Script[] {
  const lines = text.split('\n');
  const env: (readonly [string, string])[] = [];
  const scripts: Script[] = [];
  const filled = (value: string): string =>
    value.replace(/\$(\w+)/g, (_, name: string) => new Map(env).get(name) ?? '').replaceAll('"', '');
  for (let at = 0; at < lines.length;) {
    const { line, next } = joinedDockerLine(lines, at);
    at = next;
    const [, keyword = '', rest = ''] = /^\s*([A-Z]+)\s+(.*)$/s.exec(line.replace(/^HEALTHCHECK .*?CMD/, 'CMD')) ?? [];
    if (keyword === 'ENV' || keyword === 'ARG')
      env.push(
        ...[...rest.matchAll(/(\w+)=("[^"]*"|\S*)/g)].map(
          ([, name = '', value = '']) => [name, filled(value)] as const,
        ),
      );
    if (!/^(?:RUN|CMD|ENTRYPOINT)$/.test(keyword)) continue;
    const command = rest.replace(/^(?:--\S+\s+)*/, '');
    const [, dash, name] = /<<(-?)'?(\w+)'?/.exec(command) ?? [];
    const end =
      name === undefined
        ? at
        : lines.findIndex((one, i) => i >= at && one.replace(dash === '-' ? /^\t+/ : '', '') === name);
    const document = lines.slice(at, end);
    at = name === undefined ? at : end + 1;
    const isAlone = /^<<\S+$/.test(command);
    const code = command.startsWith('[') ? commandOf(JSON.parse(command) as string[]) : isAlone ? '' : command;
    scripts.push({
      code: [code, ...document, ...(isAlone || name === undefined ? [] : [name])].join('\n'),
      env: [...env],
    });
  }
  return scripts;
}

/** What make gives to shells: each line of a recipe, and each `$(shell …)` that a variable is set to. */
function makefile(text: string): readonly Script[] {
  const values = new Map<string, string>();
  const filled = (line: string): string =>
    line.replace(/\$\$|\$[({](\w+)[)}]/g, (match, name: string) => (match === '$$' ? '$' : (values.get(name) ?? '')));
  const scripts: Script[] = [];
  for (const line of text.split(/(?<!\\)\n/)) {
    const [, name = '', value = ''] = /^(\w+) *[:?]?= *(.*)$/s.exec(line) ?? [];
    const [, command] = /^\$\(shell (.*)\)$/s.exec(value) ?? [];
    if (command !== undefined) scripts.push({ code: filled(command), env: [] });
    else if (name !== '') values.set(name, filled(value));
    if (line.startsWith('\t'))
      scripts.push({ code: filled(line.replace(/^\t[-@+ ]*/, '').replaceAll('\\\n\t', '\\\n')), env: [] });
  }
  return scripts;
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

/** By the folder that fixtures are in. */
export const textHosts: Readonly<Record<string, (text: string) => readonly Script[]>> = {
  dockerfile,
  makefile,
  systemd,
};
