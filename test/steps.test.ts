/** Shows the way from where an address is defined to the request, as every report has it. */
import type { Log } from 'sarif';
import { rules } from '../rules/index.js';
import { json } from '../src/report/json.js';
import { sarif } from '../src/report/sarif.js';
import { text } from '../src/report/text.js';
import { auditFiles } from './support/audit-text.js';

const HOST = '169.254.169.254';

/** The steps of the last finding, each as 'path:line message'. */
async function steps(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { findings } = await auditFiles(files);
  const related = findings.at(-1)?.related ?? [];
  return related.map(({ location, message }) => `${location.path}:${String(location.start.line)} ${message}`);
}

const modules = {
  'config.js': `export const HOST = '${HOST}';\nexport const endpoints = {\n  imds: \`http://\${HOST}\`,\n};\n`,
  'index.js': `export { endpoints } from './config.js';\n`,
  'main.js': `import { endpoints } from './index.js';\nconst base = endpoints.imds;\nfetch(base + '/latest/user-data');\n`,
};

test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ['an address at the call needs none', { 'a.js': `fetch('http://${HOST}/latest/user-data');` }, []],
  [
    'a constant',
    { 'a.js': `const H = 'http://${HOST}';\nfetch(H + '/latest/user-data');` },
    ['a.js:1 the address is defined here'],
  ],
  [
    'a config object, a re-export, an import and a name',
    modules,
    [
      'config.js:1 the address is defined here',
      'config.js:3 passed on as endpoints',
      'index.js:1 re-exported here',
      'main.js:1 imported here',
      'main.js:2 passed on as base',
    ],
  ],
  [
    'a module of CommonJS',
    {
      'c.js': `const H = 'http://${HOST}';\nmodule.exports = { other: 'x', H };`,
      'm.js': `const { H } = require('./c');\nfetch(H + '/latest/user-data');`,
    },
    ['c.js:1 the address is defined here', 'm.js:1 imported here'],
  ],
  [
    'what a function gives back',
    { 'a.js': `const H = '${HOST}';\nfunction at() {\n  return 'http://' + H;\n}\nfetch(at() + '/latest/user-data');` },
    ['a.js:1 the address is defined here', 'a.js:3 given back by at'],
  ],
  [
    'callers of a wrapper, whose paths they say',
    {
      'a.js': `const get = (path) =>\n  fetch('http://${HOST}' + path);\nconst more = (path) =>\n  get('/latest' + path);\nmore('/user-data');`,
    },
    ['a.js:5 called from here', 'a.js:4 called from here'],
  ],
  [
    'the request in a wrapper that only a caller sends to the service',
    {
      'a.js': `const get = (url) =>\n  fetch(url);\nget('http://example.com');\nget('http://${HOST}/latest/user-data');`,
    },
    ['a.js:2 the request is sent here'],
  ],
  [
    'a field that a constructor sets',
    {
      'a.js': `class C {\n  constructor(base) {\n    this.base = base;\n  }\n  get() {\n    return fetch(this.base + '/latest/user-data');\n  }\n}\nnew C('http://${HOST}').get();`,
    },
    ['a.js:3 passed on as this.base', 'a.js:6 the request is sent here'],
  ],
  [
    'a shell script in a JavaScript text',
    {
      'a.js': `const { exec } = require('child_process');\nconst H = '${HOST}';\nconst base = 'http://' + H;\nexec(\`curl -s \${base}/latest/user-data\`);`,
    },
    ['a.js:2 the address is defined here', 'a.js:3 passed on as base'],
  ],
  [
    'variables of a shell, a sourced file among them',
    { 'lib.sh': `H=${HOST}\nBASE="http://$H/latest"\n`, 'main.sh': `. ./lib.sh\ncurl "$BASE/user-data"\n` },
    ['lib.sh:1 the address is defined here', 'lib.sh:2 passed on as BASE'],
  ],
  [
    'a part that is written apart',
    {
      'a.js': `const TREE =\n  '/latest/user-data';\nconst H = 'http://${HOST}';\nfetch(\n  H + TREE);`,
    },
    ['a.js:3 the address is defined here', 'a.js:2 a part of the address is defined here'],
  ],
])('the way over %s', async (_, files, expected) => {
  expect(await steps(files)).toEqual(expected);
});

test('a text report takes three lines for it, and more when asked', async () => {
  const report = await auditFiles(modules);
  const short = text(report, { color: false }).split('\n');
  expect(short.slice(short.indexOf('  reached through:') + 1).slice(0, 3)).toEqual([
    '    config.js:1:21  the address is defined here',
    '    … 3 more places (all with --verbose)',
    '    main.js:2:14  passed on as base',
  ]);
  expect(text(report, { color: false, verbose: true })).toContain('    index.js:1:1  re-exported here\n');
});

test('SARIF has one location a step, in order, the finding last; JSON has the steps', async () => {
  const report = await auditFiles(modules);
  const log = JSON.parse(sarif(report, rules, { exitCode: 1 })) as Log;
  const [result] = log.runs[0]?.results ?? [];
  const flow = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
  expect(flow.map((step) => step.executionOrder)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(flow.map(({ location }) => location?.physicalLocation?.artifactLocation?.uri)).toEqual([
    'config.js',
    'config.js',
    'index.js',
    'main.js',
    'main.js',
    'main.js',
  ]);
  expect(flow.at(-1)?.location?.physicalLocation).toEqual(result?.locations?.[0]?.physicalLocation);
  expect(result?.relatedLocations).toHaveLength(5);
  expect(JSON.parse(json(report))).toMatchObject({
    findings: [
      { related: [{ message: 'the address is defined here' }, {}, {}, {}, { location: { path: 'main.js' } }] },
    ],
  });
});
