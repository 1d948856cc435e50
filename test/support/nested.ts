/** Writes scripts into scripts and files, with encoders that share nothing with ours, and knows where each address then stands. */

/** A text, and where in it the addresses of its calls stand (half-open UTF-16 offsets). */
export interface Placed {
  readonly text: string;
  readonly marks: readonly (readonly [start: number, end: number])[];
}

/** A way to write a script into something else: undefined where that cannot hold it. */
export interface Layer {
  readonly name: string;
  readonly write: (inner: Placed, depth: number) => Placed | undefined;
}

/** A file that holds a script, by its name. */
export interface Container extends Layer {
  readonly file: string;
  /** Whether a configuration of a machine may stand in it too, and a script must say of itself that it is one. */
  readonly isUserData?: boolean;
}

/** How a character is written, and what stands before and behind that on its account. */
type Character = string | readonly [before: string, itself: string, behind: string];

/** `inner` between `head` and `tail`, each of its characters written as `each` says. */
export function written(
  inner: Placed,
  head: string,
  each: (character: string, index: number) => Character,
  tail = '',
): Placed {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = head;
  for (let i = 0; i < inner.text.length; i += 1) {
    const one = each(inner.text.charAt(i), i);
    const [before, itself, behind] = typeof one === 'string' ? ['', one, ''] : one;
    starts.push(text.length + before.length);
    ends.push(text.length + before.length + itself.length);
    text += before + itself + behind;
  }
  return {
    text: text + tail,
    marks: inner.marks.map(([start, end]) => [starts[start] ?? text.length, ends[end - 1] ?? text.length] as const),
  };
}

type Table = Readonly<Record<string, Character>>;
const by =
  (table: Table) =>
  (character: string): Character =>
    table[character] ?? character;
const hasLines = (inner: Placed): boolean => inner.text.includes('\n');
const endOf = (depth: number): string => `END${String(depth)}`;

/** The quote is written between two texts in quotes. */
const SINGLE: Table = { "'": ["'", "\\'", "'"] };
const DOUBLE: Table = { '"': '\\"', '\\': '\\\\', $: '\\$', '`': '\\`' };
const HEREDOC: Table = { '\\': '\\\\', $: '\\$', '`': '\\`' };
const JSON_STRING: Table = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', é: '\\u00e9', '\r': '\\r' };

const quotedIn = (name: string, head: string, table: Table, quote: string): Layer => ({
  name: `${head}${quote}`.trim() || name,
  write: (inner) => written(inner, `${head}${quote}`, by(table), quote),
});

/** Ways to write a script into a script. What is expanded by the outer one is always escaped: else nobody could tell what is run. */
export const shellLayers: readonly Layer[] = [
  quotedIn('', 'bash -c ', SINGLE, "'"),
  quotedIn('', 'sudo sh -ec ', DOUBLE, '"'),
  quotedIn('', 'ssh -p 22 admin@host ', SINGLE, "'"),
  quotedIn('', 'docker exec web sh -c ', DOUBLE, '"'),
  { name: 'eval', write: (inner) => written(inner, "echo 'é'; eval '", by(SINGLE), "'") },
  {
    name: "<<'END'",
    write: (inner, depth) => written(inner, `bash <<'${endOf(depth)}'\n`, (one) => one, `\n${endOf(depth)}`),
  },
  {
    name: '<<END',
    write: (inner, depth) => written(inner, `bash -s <<${endOf(depth)}\n`, by(HEREDOC), `\n${endOf(depth)}`),
  },
  {
    name: "<<-'END'",
    write: (inner, depth) =>
      /(?:^|\n)\t/.test(inner.text)
        ? undefined
        : written(
            inner,
            `ssh host <<-'${endOf(depth)}'\n\t`,
            (one) => (one === '\n' ? '\n\t' : one),
            `\n\t${endOf(depth)}`,
          ),
  },
];

/** A YAML scalar behind `head`, of which nothing is as deep as `indent`. */
const yaml = (head: string, indent: number): Readonly<Record<string, Layer['write']>> => {
  const margin = ' '.repeat(indent);
  const startsDeep = (inner: Placed): boolean => /^\n*[ \t]/.test(inner.text);
  return {
    literal: (inner) => {
      const mark = startsDeep(inner) ? '|2-' : '|-';
      const isBlank = (i: number): boolean => inner.text.charAt(i + 1) === '\n';
      if (/\n$/.test(inner.text)) return undefined;
      return written(inner, `${head}${mark}\n${margin}`, (one, i) =>
        one === '\n' && !isBlank(i) ? `\n${margin}` : one,
      );
    },
    folded: (inner) =>
      /(?:^|\n)(?:[ \t\n]|$)/.test(inner.text)
        ? undefined
        : written(inner, `${head}>-\n${margin}`, (one) => (one === '\n' ? `\n\n${margin}` : one)),
    double: (inner) => written(inner, `${head}"`, by(JSON_STRING), '"'),
    single: (inner) =>
      /[ \t]\n|\n[ \t]|^[ \t\n]|[ \t\n]$|\n\n/.test(inner.text)
        ? undefined
        : written(inner, `${head}'`, (one) => (one === "'" ? "''" : one === '\n' ? `\n\n${margin}` : one), "'"),
    plain: (inner) =>
      /\n|: |:$| #|^[^a-zA-Z]|[ \\]$/.test(inner.text) ? undefined : written(inner, head, (one) => one),
  };
};

const yamlFiles = (kind: string, file: string, head: string, indent: number, more: Partial<Container> = {}) =>
  Object.entries(yaml(head, indent)).map(([style, write]): Container => ({
    name: `${kind}, ${style}`,
    file,
    write,
    ...more,
  }));

/** What a machine is given when it starts, which stands in other files. */
export const cloudConfig: readonly Layer[] = Object.entries(yaml('#cloud-config\nruncmd:\n  - ', 4)).map(
  ([style, write]) => ({ name: `cloud-config, ${style}`, write }),
);

const RUN = 'import { execSync } from "node:child_process";\nexecSync(';
const doubledBraces = (inner: Placed) => (one: string, i: number) =>
  (one === '$' || one === '%') && inner.text.charAt(i + 1) === '{' ? one + one : one;
const TEMPLATE = 'Resources:\n  Web:\n    Type: AWS::EC2::Instance\n    Properties:\n      UserData:\n        ';
const unit: Table = { '\\': '\\\\', '"': '\\"', $: '$$', '%': '%%', '\n': '\\n' };

/** The dollars of a script are doubled, and the whole then a scalar of YAML; a backslash before one would be the sign of its own. */
const dollarsDoubled = (layer: Layer['write']): Layer['write'] => {
  return (inner, depth) => (inner.text.includes('\\$') ? undefined : layer(written(inner, '', by({ $: '$$' })), depth));
};

/** Files that hold scripts. */
export const containers: readonly Container[] = [
  { name: 'shell', file: 'run.sh', write: (inner) => written(inner, '#!/bin/bash\n', (one) => one, '\n') },
  ...yamlFiles('cloud-init', 'init.yaml', '#cloud-config\nruncmd:\n  - ', 4),
  ...yamlFiles('actions', 'ci.yml', 'on: push\njobs:\n  a:\n    steps:\n      - run: ', 10),
  ...yamlFiles('gitlab', '.gitlab-ci.yml', 'a:\n  stage: b\n  script:\n    - ', 6),
  ...yamlFiles('azure', 'azure-pipelines.yml', 'steps:\n  - bash: ', 6),
  ...yamlFiles('circle', '.circleci/config.yml', 'version: 2.1\njobs:\n  a:\n    steps:\n      - run: ', 10),
  ...yamlFiles('go-task', 'Taskfile.yml', "version: '3'\ntasks:\n  a:\n    cmds:\n      - ", 8),
  ...yamlFiles('ansible', 'play.yml', '- hosts: all\n  tasks:\n    - shell: ', 8).map((one) => ({
    ...one,
    // What begins so would be filled in.
    write: (inner: Placed, depth: number) => (/\{[{%#]/.test(inner.text) ? undefined : one.write(inner, depth)),
  })),
  ...yamlFiles('buildkite', '.buildkite/pipeline.yml', 'steps:\n  - command: ', 6).map((one) => ({
    ...one,
    write: dollarsDoubled(one.write),
  })),
  {
    name: 'kubernetes',
    file: 'pod.yaml',
    write: (inner) =>
      written(
        inner,
        'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      command: ["sh", "-c", "',
        by(JSON_STRING),
        '"]\n',
      ),
  },
  ...yamlFiles('cloudformation', 'template.yaml', `${TEMPLATE}Fn::Base64: `, 10, { isUserData: true }),
  {
    name: 'cloudformation, Fn::Sub',
    file: 'template.yaml',
    isUserData: true,
    write: (inner) => {
      const sub = written(inner, '', (one, i) => (inner.text.slice(i - 1, i + 1) === '${' ? '{!' : one));
      return yaml(`${TEMPLATE}Fn::Base64: !Sub `, 10)['literal']?.(sub, 0);
    },
  },
  {
    name: 'cloudformation in JSON',
    file: 'template.json',
    isUserData: true,
    write: (inner) =>
      written(
        inner,
        '{"Resources":{"Web":{"Type":"AWS::EC2::Instance","Properties":{"UserData":{"Fn::Base64":"',
        by({ ...JSON_STRING, '/': '\\/' }),
        '"}}}}}',
      ),
  },
  {
    name: 'compose',
    file: 'compose.yaml',
    write: (inner) =>
      written(
        inner,
        'services:\n  a:\n    image: a\n    command: ["sh", "-c", "',
        by({ ...JSON_STRING, $: '$$' }),
        '"]\n',
      ),
  },
  {
    name: 'RUN',
    file: 'Dockerfile',
    write: (inner) =>
      hasLines(inner) || /\\\s*$|^\s*\[|<</.test(inner.text)
        ? undefined
        : written(inner, 'FROM a\nRUN --mount=type=ssh true && \\\n# é\n  ', (one) => one, '\n'),
  },
  {
    name: 'CMD, exec form',
    file: 'Dockerfile',
    write: (inner) => written(inner, 'FROM a\nCMD ["sh", "-c", "', by(JSON_STRING), '"]\n'),
  },
  {
    name: 'RUN <<END',
    file: 'Dockerfile',
    write: (inner) => written(inner, "FROM a\nRUN <<'IMAGE'\n", (one) => one, '\nIMAGE\n'),
  },
  {
    name: "JavaScript '…'",
    file: 'run.mjs',
    write: (inner) => written(inner, `${RUN}'`, by({ "'": "\\'", '\\': '\\\\', '\n': '\\n', é: '\\xe9' }), "');\n"),
  },
  {
    name: 'JavaScript `…`',
    file: 'run.mjs',
    write: (inner) => written(inner, `${RUN}\``, by({ '`': '\\`', '\\': '\\\\', $: '\\$' }), '`);\n'),
  },
  {
    name: 'HCL <<-END',
    file: 'main.tf',
    isUserData: true,
    write: (inner) => {
      const doubled = doubledBraces(inner);
      const isBlank = (i: number): boolean => inner.text.charAt(i + 1) === '\n';
      return written(
        inner,
        'resource "aws_instance" "a" {\n  user_data = <<-EOT\n    ',
        (one, i) => (one === '\n' && !isBlank(i) ? '\n    ' : doubled(one, i)),
        '\n  EOT\n}\n',
      );
    },
  },
  {
    name: 'HCL "…"',
    file: 'main.tf',
    write: (inner) => {
      const doubled = doubledBraces(inner);
      const escaped = by({ '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t' });
      const head = 'resource "null_resource" "a" {\n  provisioner "local-exec" {\n    command = "';
      return written(inner, head, (one, i) => escaped(doubled(one, i)), '"\n  }\n}\n');
    },
  },
  {
    name: "Groovy '…'",
    file: 'Jenkinsfile',
    write: (inner) =>
      written(inner, "node {\n  sh '", by({ "'": "\\'", '\\': '\\\\', '\n': '\\n', é: '\\u00e9' }), "'\n}\n"),
  },
  {
    name: 'Groovy """…"""',
    file: 'Jenkinsfile',
    write: (inner) => written(inner, 'node {\n  sh """\n', by({ '"': '\\"', '\\': '\\\\', $: '\\$' }), '\n"""\n}\n'),
  },
  {
    name: 'Nix "…"',
    file: 'a.nix',
    write: (inner) =>
      written(inner, '{ buildPhase = "', by({ '"': '\\"', '\\': '\\\\', $: '\\$', '\n': '\\n' }), '"; }\n'),
  },
  {
    name: 'make',
    file: 'Makefile',
    write: (inner) =>
      hasLines(inner) || /\\\s*$/.test(inner.text)
        ? undefined
        : written(inner, 'all:\n\t@true; ', by({ $: '$$' }), '\n'),
  },
  {
    name: 'systemd "…"',
    file: 'a.service',
    write: (inner) => written(inner, '[Service]\nExecStart=/bin/sh -c "', by(unit), '"\n'),
  },
  {
    name: "systemd '…'",
    file: 'a.service',
    write: (inner) => written(inner, "[Service]\nExecStart=/bin/sh -c '", by({ ...unit, '"': '"', "'": "\\'" }), "'\n"),
  },
];
