/** Comments that ignore findings: in every comment syntax, in embedded documents, for whole statements; and what is wrong with them. */
import { audit } from '../src/audit.js';
import { defaultOptions, type Options } from '../src/config.js';
import type { Report } from '../src/model/finding.js';
import { filesInMemory } from './support/files-in-memory.js';

const HOST = 'http://169.254.169.254/latest';
const CURL = `curl ${HOST}/meta-data/`;

function run(path: string, text: string, options: Partial<Options> = {}): Promise<Report> {
  return audit(filesInMemory({ [`/r/${path}`]: text }), {
    ...defaultOptions,
    root: '/r',
    today: '2026-05-01',
    ...options,
  });
}

function told({ findings, suppressed, notices }: Report): readonly string[] {
  return [
    ...findings.map(({ ruleId, location }) => `${ruleId} ${String(location.start.line)}`),
    ...suppressed.map(({ ruleId, location, suppression: { reason } }) => {
      return `${ruleId} ${String(location.start.line)} ignored: ${reason ?? '-'}`;
    }),
    ...notices
      .filter(({ kind }) => kind === 'ignore')
      .map(({ position, message }) => `${String(position?.line)} ${message}`),
  ];
}

const SAYS = 'imds-audit: ignore[IMDS001] why not';
const ignored = (line: number): readonly string[] => [`IMDS001 ${String(line)} ignored: why not`];

test.each<[string, string, string, number]>([
  ['shell, behind', 'a.sh', `${CURL} # ${SAYS}\n`, 1],
  ['shell, above', 'a.sh', `# ${SAYS}\n# and more of it\n\n${CURL}\n`, 4],
  ['shell, above a command of several lines', 'a.sh', `# ${SAYS}\ncurl -s \\\n  ${HOST}/meta-data/\n`, 3],
  ['JavaScript, behind', 'a.js', `fetch('${HOST}'); // ${SAYS}\n`, 1],
  ['JavaScript, a block above', 'a.js', `/* ${SAYS} */\nfetch('${HOST}');\n`, 2],
  ['JavaScript, a block of several lines', 'a.js', `/*\n * ${SAYS}\n */\nfetch('${HOST}');\n`, 4],
  ['JavaScript, behind the end of a statement', 'a.js', `fetch(\n  '${HOST}',\n); // ${SAYS}\n`, 2],
  ['JavaScript, above a statement', 'a.js', `// ${SAYS}\nconst all = Promise.all([\n  fetch('${HOST}'),\n]);\n`, 3],
  [
    'YAML, shell within',
    'a.yml',
    `on: push\njobs:\n  a:\n    steps:\n      - run: |\n          # ${SAYS}\n          ${CURL}\n`,
    7,
  ],
  ['YAML, around the shell', 'a.yml', `on: push\njobs:\n  a:\n    steps:\n      # ${SAYS}\n      - run: ${CURL}\n`, 6],
  ['Dockerfile', 'Dockerfile', `FROM a\n# ${SAYS}\nRUN ${CURL}\n`, 3],
  ['Makefile', 'Makefile', `a:\n\t# ${SAYS}\n\t${CURL}\n`, 3],
  ['HTML', 'a.html', `<!-- ${SAYS} -->\n<script>fetch('${HOST}')</script>\n`, 2],
  ['Terraform', 'a.tf', `resource "aws_instance" "a" {\n  # ${SAYS}\n  user_data = "#!/bin/sh\\n${CURL}"\n}\n`, 3],
  ['PowerShell', 'a.ps1', `Invoke-RestMethod ${HOST} # ${SAYS}\n`, 1],
  ['shell in JavaScript', 'a.js', "require('child_process').exec(`\n" + `${CURL} # ${SAYS}\n` + '`);\n', 2],
  ['JavaScript, a block without stars', 'a.js', `/*\n  ${SAYS}\n*/\nfetch('${HOST}');\n`, 4],
  ['PowerShell, a block', 'a.ps1', `<#\n  ${SAYS}\n#>\nInvoke-RestMethod ${HOST}\n`, 4],
  ['HTML, a block', 'a.html', `<!--\n  ${SAYS}\n-->\n<script>fetch('${HOST}')</script>\n`, 4],
  [
    'YAML, above a script',
    'a.yml',
    `on: push\njobs:\n  a:\n    steps:\n      # ${SAYS}\n      - run: |\n          echo\n          ${CURL}\n`,
    8,
  ],
  [
    'YAML, above its line',
    'a.yml',
    `on: push\njobs:\n  a:\n    steps:\n      - name: a\n        # ${SAYS}\n        run: >-\n          ${CURL}\n`,
    8,
  ],
  ['Dockerfile, above an instruction', 'Dockerfile', `FROM a\n# ${SAYS}\nRUN set -e; \\\n  ${CURL}\n`, 4],
  [
    'Terraform, above a here-document',
    'a.tf',
    `resource "aws_instance" "a" {\n  # ${SAYS}\n  user_data = <<-E\n    #!/bin/sh\n    ${CURL}\n  E\n}\n`,
    5,
  ],
  ['a template', 'a.sh.erb', `<%# ${SAYS} %>\n${CURL}\n`, 2],
])('%s', async (_, path, text, line) => {
  const found = told(await run(path, text, { rules: ['IMDS001'] }));
  expect(found).toEqual(ignored(line));
});

test('a whole file', async () => {
  const text = `${CURL}\n${CURL}\n# imds-audit: ignore-file[tokenless-request] an old box\n`;
  expect(told(await run('a.sh', text))).toEqual(['IMDS001 1 ignored: an old box', 'IMDS001 2 ignored: an old box']);
});

test('only what is meant is ignored', async () => {
  const text = [`# ${SAYS}`, 'echo a', CURL, `${CURL} # ${SAYS}`, CURL, `echo "${SAYS}"; ${CURL}`, ''].join('\n');
  expect(told(await run('a.sh', text))).toEqual([
    'IMDS001 3',
    'IMDS001 5',
    'IMDS001 6',
    'IMDS001 4 ignored: why not',
    '1 nothing here is to be ignored for IMDS001: the comment can go',
  ]);
});

test('what follows a script that is ignored is not, nor what a comment above code shows', async () => {
  const job = `on: push\njobs:\n  a:\n    steps:\n      # ${SAYS}\n      - run: |\n          ${CURL}\n      - run: ${CURL}\n`;
  expect((await run('a.yml', job)).findings.map(({ location }) => location.start.line)).toEqual([8]);
  const page = `# a\n\n<!-- imds-audit: ignore[IMDS006] why -->\n\n\`\`\`sh\n${CURL}\n\`\`\`\n\n\`\`\`sh\n${CURL}\n\`\`\`\n`;
  expect((await run('a.md', page)).findings.map(({ location }) => location.start.line)).toEqual([10]);
});

test('what is called later, in a function that is handed over, is another statement', async () => {
  const text = `// ${SAYS}\napp.get('/', async () => {\n  await fetch('${HOST}');\n});\n`;
  expect(told(await run('a.js', text))[0]).toBe('IMDS001 3');
});

test.each<[string, string, Partial<Options>, readonly string[]]>([
  ['no rules', 'ignore why', {}, ['an ignore names the rules that it is for: imds-audit: ignore[IMDS001] reason']],
  ['empty brackets', 'ignore[ ]', {}, ['an ignore names the rules that it is for: imds-audit: ignore[IMDS001] reason']],
  ['a rule that is none', 'ignore[IMDS999] a', {}, ['there is no rule IMDS999 to ignore']],
  [
    'a day that is none',
    'ignore[IMDS001] until=2026-02-31 a',
    {},
    ['until=2026-02-31 is no day: write until=YYYY-MM-DD'],
  ],
  ['a day that is over', 'ignore[IMDS001] until=2026-04-30 a', {}, ['this ignore ended on 2026-04-30']],
  ['a day in brackets that is over', 'ignore[IMDS001] a (until=2026-04-30)', {}, ['this ignore ended on 2026-04-30']],
  ['a day behind blanks', 'ignore[IMDS001] Until = 2026-04-30, a', {}, ['this ignore ended on 2026-04-30']],
  ['a day behind a colon', 'ignore[IMDS001] until: 2026-04-30', {}, ['this ignore ended on 2026-04-30']],
  ['no reason', 'ignore[IMDS001]', { requireReason: true }, ['an ignore needs a reason: write it behind the brackets']],
])('an ignore with %s counts for nothing', async (_, words, options, complaints) => {
  const found = told(await run('a.sh', `${CURL} # imds-audit: ${words}\n`, options));
  expect(found).toEqual(['IMDS001 1', ...complaints.map((each) => `1 ${each}`)]);
});

test('an ignore holds until its day, and may name several rules', async () => {
  const text = `${CURL} # imds-audit: ignore[imds001, IMDS002] until=2026-05-01: soon gone\n`;
  expect(told(await run('a.sh', text))).toEqual([
    'IMDS001 1 ignored: soon gone',
    '1 nothing here is to be ignored for IMDS002: the comment can go',
  ]);
});

test('a rule that is not applied leaves nothing to complain of', async () => {
  expect(told(await run('a.sh', `${CURL} # ${SAYS}\n`, { rules: ['IMDS002'] }))).toEqual([]);
});

test('ignores can be left unread', async () => {
  expect(told(await run('a.sh', `${CURL} # ${SAYS}\n`, { useIgnores: false }))).toEqual(['IMDS001 1']);
});

test('what is ignored does not stand against the verdict; what is wrong with an ignore does not either', async () => {
  const { verdict } = await run('a.sh', `${CURL} # ${SAYS}\necho # ${SAYS}\n`);
  expect(verdict).toMatchObject({ ready: true, refused: 0, unread: 0 });
});
