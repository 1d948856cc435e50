/** Shows that `inspect` has an answer to why something was, or was not, reported. */
import { defaultOptions } from '../src/config.js';
import type { FileSystem } from '../src/discover/file-system.js';
import { inspect } from '../src/inspect.js';
import { filesBelow } from './support/files-in-memory.js';

const HOST = '169.254.169.254';

function inspected(files: Readonly<Record<string, string>>, target: string): Promise<string> {
  return inspect(filesBelow('/p', files), { ...defaultOptions, root: '/p' }, target);
}

const files = {
  'config.js': `export const HOST = 'http://${HOST}';\n`,
  'main.js': [
    `import { exec } from 'child_process';`,
    `import { HOST } from './config.js';`,
    `import missing from './missing.js';`,
    `const get = (path, options) => fetch(HOST + path, options);`,
    `get('/latest/meta-data/ami-id');`,
    `get('/latest/user-data', { headers: { 'X-aws-ec2-metadata-token': missing } });`,
    `exec(\`curl -s \${HOST}/latest/meta-data/hostname\`);`,
    `// not http://${HOST}/latest/user-data`,
    `const NO_PROXY = ['localhost', '${HOST}'];`,
    `console.log('asked ${HOST}');`,
    `if (process.env.HOST === '${HOST}') process.exit(1);`,
    `fetch('https://example.com/meta-data');`,
    ``,
  ].join('\n'),
};

test('a file: documents, imports, calls with values and their origins, verdicts, mentions', async () => {
  expect((await inspected(files, 'main.js')).split('\n')).toEqual([
    'main.js',
    `  read, because it holds '${HOST}' (line 8), 'meta-data' (line 5), 'latest/user-data' (line 6), 'ec2-metadata' (line 6)`,
    '',
    'javascript: 7 calls',
    '  imports the package child_process',
    '  imports config.js',
    "  imports './missing.js', which was not found",
    '  main.js:4:32  globalThis.fetch',
    `      argument 1: "http://${HOST}…", from config.js:1:21; … is the parameter 'path' of get, which no caller settles`,
    "      argument 2: unknown: the parameter 'options' of get, which no caller settles",
    '      called from main.js:5:1:',
    `        fetch GET "http://${HOST}/latest/meta-data/ami-id", from config.js:1:21, main.js:5:5`,
    "        reaches the service: yes, the host is the metadata service's",
    '        headers: none',
    '        session token: never sent, because no headers are sent',
    '      called from main.js:6:1:',
    `        fetch GET "http://${HOST}/latest/user-data", from config.js:1:21, main.js:6:5`,
    "        reaches the service: yes, the host is the metadata service's",
    '        headers: X-aws-ec2-metadata-token',
    '        session token: always sent, because the header is set',
    '      reported as IMDS001 tokenless-request (certain) at main.js:5:5',
    '      not reported: the session token is always sent, because the header is set',
    '  main.js:5:1  function get',
    '      argument 1: "/latest/meta-data/ami-id"',
    '      no request of its own: followed into main.js:4:13',
    '  main.js:6:1  function get',
    '      argument 1: "/latest/user-data"',
    "      argument 2: { headers: { X-aws-ec2-metadata-token: unknown: the module './missing.js', which was not found } }",
    '      no request of its own: followed into main.js:4:13',
    '  main.js:12:1  globalThis.fetch',
    '      argument 1: "https://example.com/meta-data"',
    '      fetch GET "https://example.com/meta-data"',
    '      reaches the service: no, the service does not speak https',
    '      not reported: it is no request to the service',
    '  of no client, and not handed the address: child_process.exec, globalThis.console.log, process.exit',
    '',
    'shell in javascript at main.js:7:1: 1 call',
    '  main.js:7:7  curl',
    '      argument 1: "-s"',
    `      argument 2: "http://${HOST}/latest/meta-data/hostname", from config.js:1:21`,
    `      curl GET "http://${HOST}/latest/meta-data/hostname", from config.js:1:21`,
    "      reaches the service: yes, the host is the metadata service's",
    '      headers: none',
    '      session token: never sent, because no headers are sent',
    '      reported as IMDS001 tokenless-request (certain) at main.js:7:15',
    '',
    'mentions of the service that belong to no request',
    '  line 8: only mentioned: a comment',
    '  line 9: only mentioned: in a list, the value of NO_PROXY, which reaches no request',
    '  line 10: only mentioned: handed to console.log, which sends no request with it',
    '  line 11: only mentioned: an operand of ===',
    '  line 12: only mentioned: handed to fetch, which sends no request with it',
    '',
  ]);
});

test('one line of it', async () => {
  expect((await inspected(files, 'main.js:10')).split('\n')).toEqual([
    'main.js',
    `  read, because it holds '${HOST}' (line 8), 'meta-data' (line 5), 'latest/user-data' (line 6), 'ec2-metadata' (line 6)`,
    '',
    'javascript: 7 calls',
    '  main.js:10:1  globalThis.console.log',
    `      argument 1: "asked ${HOST}"`,
    '      no request: no client is known by the name globalThis.console.log',
    '',
    'mentions of the service that belong to no request',
    '  line 10: only mentioned: handed to console.log, which sends no request with it',
    '',
  ]);
  const fifth = await inspected(files, 'main.js:5');
  expect(fifth).toContain('main.js:5:1  function get');
  expect(fifth).toContain('no request of its own: followed into main.js:4:13');
  expect(fifth).not.toContain('main.js:6');
});

test.each<[string, Readonly<Record<string, string>>, string, string]>([
  ['mentions nothing', { 'a.js': 'f();' }, 'a.js', 'holds none of the strings'],
  [
    'is in no language',
    { 'a.py': `x = "http://${HOST}/latest/meta-data/"` },
    'a.py',
    'in no language that is analysed',
  ],
  ['is neither', { 'a.txt': 'x' }, 'a.txt', 'and is in no language that is analysed: a scan passes it over'],
  [
    'is ignored',
    { '.gitignore': 'a.sh\n', 'a.sh': `curl ${HOST}` },
    'a.sh',
    'leaves it out: ignored by .gitignore; named',
  ],
  [
    'is below an ignored directory',
    { '.imdsauditignore': 'd/\n', 'd/a.sh': 'x' },
    'd/a.sh',
    'ignored by .imdsauditignore',
  ],
  [
    'is a dependency',
    { 'node_modules/a/b.js': `fetch('http://${HOST}/')` },
    'node_modules/a/b.js',
    'dependencies; named',
  ],
  ['is minified', { 'a.min.js': `fetch('http://${HOST}/')` }, 'a.min.js', 'generated or minified'],
  ['is too large', { 'a.sh': `#${' '.repeat(1 << 20)}` }, 'a.sh', 'leaves it out: too large'],
  ['is binary', { 'a.sh': '\0' }, 'a.sh', 'left out: binary, nothing in it is read'],
  ['cannot be parsed', { 'a.js': `fetch('http://${HOST}/latest/user-data'` }, 'a.js', 'not understood at a.js:1:'],
])('a file that %s', async (_, texts, path, answer) => {
  expect(await inspected(texts, path)).toContain(answer);
});

test.each<[string, string, string]>([
  ['a client that is in no table', `import get from 'x';\nget('http://${HOST}/');`, 'no client is known by the name x'],
  ['a host that is another', `fetch('http://example.com/latest/user-data');`, 'the host "example.com" is another'],
  ['headers from elsewhere', `fetch('http://${HOST}/', { headers: JSON.parse(x) });`, 'session token: unknown sent'],
  ['a token', `fetch('http://${HOST}/', { headers: { 'X-aws-ec2-metadata-token': t } });`, 'token is always sent'],
  ['another cloud', `fetch('http://${HOST}/', { headers: { 'Metadata-Flavor': 'Google' } });`, 'are those of'],
  [
    'the request for a token',
    `fetch('http://${HOST}/latest/api/token', { method: 'PUT', headers: { 'X-aws-ec2-metadata-token-ttl-seconds': 60 } });`,
    'not reported: it asks for the token, as it should',
  ],
  ['what is called by a name made at run time', `x[y]('http://${HOST}/');`, 'no request:'],
])('why for %s', async (_, text, answer) => {
  expect(await inspected({ 'a.js': text }, 'a.js')).toContain(answer);
});

test('callers elsewhere settle what a wrapper sends', async () => {
  const texts = {
    'get.js': `export const get = (url) => fetch(url); // meta-data\n`,
    'use.js': `import { get } from './get.js';\nget('http://${HOST}/latest/user-data');\n`,
  };
  expect(await inspected(texts, 'get.js')).toContain('called from use.js:2:1:');
  expect(await inspected(texts, 'get.js')).toContain('reported as IMDS001 tokenless-request (certain) at use.js:2:5');
});

/** What is said of `target`, and the files that were read for it. */
async function readFor(files: Readonly<Record<string, string>>, target: string) {
  const fileSystem = filesBelow('/p', files);
  const read = new Set<string>();
  const readFile: FileSystem['readFile'] = (path, limit) => {
    read.add(path.slice('/p/'.length));
    return fileSystem.readFile(path, limit);
  };
  const text = await inspect({ ...fileSystem, readFile }, { ...defaultOptions, root: '/p' }, target);
  return { text, read: [...read].toSorted() };
}

describe('beside the file and what it imports', () => {
  const others = {
    ...Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [
        `lib/f${String(i)}.js`,
        `export const f = () => fetch('http://${HOST}/');
`,
      ]),
    ),
    'get.js': `export const get = (path) => fetch('http://${HOST}/' + path);
`,
  };

  test.each<[string, string, string, readonly string[]]>([
    ['a script that asks itself', 'a.sh', `curl http://${HOST}/latest/meta-data/\n`, []],
    [
      'a program that is given its functions and addresses',
      'main.js',
      `import { f } from './lib/f7.js';\nconst get = (url) => fetch(url);\nget('http://${HOST}/');\nf();\n`,
      ['lib/f7.js'],
    ],
    [
      'a program that calls what asks',
      'use.js',
      `import { get } from './get.js';\nconsole.log(get('latest/user-data'));\n`,
      ['get.js'],
    ],
    ['what mentions nothing', 'quiet.js', 'console.log(1);\n', []],
    ['a mention that nobody can import', 'list.js', `import 'fs';\nconst no = ['${HOST}'];\nf(no);\n`, []],
    ['an address in a comment', 'note.js', `// http://${HOST}/\nexport const a = 1;\n`, []],
    ['a workflow', 'w.yaml', `jobs:\n  a:\n    steps:\n      - run: get() { curl "http://${HOST}/$1"; }\n`, []],
  ])('nothing is read for %s', async (_, target, content, also) => {
    const { text, read } = await readFor({ ...others, [target]: content }, target);
    expect(read).toEqual([target, ...also].toSorted());
    expect(text).not.toContain('other code');
  });

  test('what an imported function is handed is part of its request', async () => {
    const use = `import { get } from './get.js';\nget('latest/user-data');\n`;
    const { text } = await readFor({ ...others, 'use.js': use }, 'use.js');
    expect(text).toContain("'latest/user-data' (line 2)");
    expect(text).not.toContain('only mentioned');
  });

  test('a name that is no path: only what tells which packages there are', async () => {
    const files = {
      ...others,
      'package.json': '{}',
      'packages/config/package.json': '{ "name": "config", "main": "index.js" }',
      'packages/config/index.js': `export const URL = 'http://${HOST}/latest/meta-data/';\n`,
      'main.js': `import { URL } from 'config';\nfetch(URL);\n`,
    };
    const { text, read } = await readFor(files, 'main.js');
    expect(text).toContain('reported as IMDS001 tokenless-request (certain) at main.js:2:7');
    expect(read.filter((path) => path.startsWith('lib/'))).toEqual([]);
  });

  test('a module of Terraform: the files beside it, and those of its language', async () => {
    const main = `resource "aws_instance" "a" {\n  metadata_options {\n    http_tokens = var.tokens\n  }\n}\n`;
    const files = {
      ...others,
      'a/main.tf': main,
      'a/variables.tf': `variable "tokens" {\n  default = "optional"\n}\n`,
    };
    const { text, read } = await readFor(files, 'a/main.tf');
    expect(text).toContain('includes a/variables.tf');
    expect(read.filter((path) => path.startsWith('lib/'))).toEqual([]);
  });

  test.each<[string, string, string, Readonly<Record<string, string>>, string]>([
    [
      'a function that others call',
      'get.sh',
      `get() { curl -s "http://${HOST}/latest/$1"; }\n`,
      { 'use.sh': `. ./get.sh\nget meta-data/ami-id\n` },
      'called from use.sh:2:1:',
    ],
    [
      'an address that others import',
      'host.js',
      `export const HOST = 'http://${HOST}';\n`,
      { 'use.js': `import { HOST } from './host.js';\nfetch(HOST);\n` },
      'javascript: 0 calls',
    ],
    [
      'settings that an aspect of the app may change',
      'stack.ts',
      `import { Instance } from 'aws-cdk-lib/aws-ec2';\nnew Instance(this, 'a', {});\n`,
      {
        'app.ts': `import { InstanceRequireImdsv2Aspect } from 'aws-cdk-lib/aws-ec2';\nnew InstanceRequireImdsv2Aspect();\n`,
      },
      'javascript: 1 call',
    ],
  ])('all code is searched for %s, and that is said', async (_, target, content, more, answer) => {
    const { text, read } = await readFor({ ...others, [target]: content, ...more }, target);
    expect(text).toContain('other code may decide what it does: all was searched, 302 other files');
    expect(text).toContain(answer);
    expect(text).not.toContain('only mentioned');
    expect(read).toHaveLength(303);
  });
});

test('nothing in a file reaches the terminal as it is', async () => {
  const text = `get('http://${HOST}/\u001b[31m');\n// \u001b]0;${HOST}\u0007\n`;
  expect(await inspected({ 'a.js': text }, 'a.js')).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
});

test.each([
  ['none.js', 'none.js is no file'],
  ['d', 'd is a directory'],
  ['none.js:3', 'none.js is no file'],
])('%s is told', async (target, message) => {
  await expect(inspected({ 'd/a.js': 'x' }, target)).rejects.toThrow(message);
});
