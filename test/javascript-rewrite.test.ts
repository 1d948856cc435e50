/** How a request in JavaScript is given a session token, and where that is left to a person. */
import { applyEdits } from '../src/edits.js';
import { javascript } from '../src/languages/javascript/index.js';
import { parse } from '../src/languages/javascript/parse.js';
import { findCall } from '../src/languages/javascript/rewrite-find.js';
import { heldToken } from '../src/languages/javascript/rewrite-held-token.js';
import { snippetFor } from '../src/languages/javascript/rewrite-snippets.js';
import { rows } from '../src/clients/javascript-rows.js';
import { shownName } from '../src/clients/javascript-names.js';
import { Project, type Sources } from '../src/resolve/project.js';
import { sitesIn } from '../src/sites/index.js';
import { expectInProportion } from './support/growth.js';

const HOST = 'http://169.254.169.254';
const ID = `${HOST}/latest/meta-data/instance-id`;
const TOKEN = `${HOST}/latest/api/token`;
const TTL = "{ 'X-aws-ec2-metadata-token-ttl-seconds': '21600' }";
const SEND = "{ 'X-aws-ec2-metadata-token': imdsToken }";

/** `text` after the fix of its first request; undefined when there is none. */
function fixed(text: string, path = 'a.mjs'): string | undefined {
  const sources: Sources = {
    read: () => undefined,
    among: (paths) => paths,
    claim: () => javascript,
    language: (id) => (id === 'javascript' ? javascript : undefined),
  };
  const project = new Project(sources);
  const document = project.documentOf({ path, text });
  const [site] = document === undefined ? [] : sitesIn([document], project);
  if (site?.kind !== 'metadata-request') throw new Error('no request was found');
  const fix = site.rewrite.addSessionToken();
  if (fix === undefined) return undefined;
  expect(fix.safety).toBe('safe');
  const after = applyEdits(text, fix.edits);
  expect(parse(after, path).errors).toEqual([]);
  return after;
}

const lines = (...all: readonly string[]): string => all.join('\n');

const rewritten: readonly (readonly [string, string, string])[] = [
  [
    'fetch',
    `const r = await fetch('${ID}');`,
    lines(
      `const imdsTokenResponse = await fetch('${TOKEN}', { method: 'PUT', headers: ${TTL} });`,
      'if (!imdsTokenResponse.ok) throw new Error(`IMDSv2 token request failed: ${imdsTokenResponse.status}`);',
      'const imdsToken = await imdsTokenResponse.text();',
      `const r = await fetch('${ID}', { headers: ${SEND} });`,
    ),
  ],
  [
    'fetch with options over several lines, without semicolons, in double quotes',
    lines(
      'async function id() {',
      `  const r = await fetch("${ID}", {`,
      '    signal: AbortSignal.timeout(1000),',
      '  })',
      '  return r.text()',
      '}',
    ),
    lines(
      'async function id() {',
      `  const imdsTokenResponse = await fetch("${TOKEN}", { method: "PUT", headers: ${TTL.replaceAll("'", '"')}, signal: AbortSignal.timeout(1000) })`,
      '  if (!imdsTokenResponse.ok) throw new Error(`IMDSv2 token request failed: ${imdsTokenResponse.status}`)',
      '  const imdsToken = await imdsTokenResponse.text()',
      `  const r = await fetch("${ID}", {`,
      '    signal: AbortSignal.timeout(1000),',
      `    headers: ${SEND.replaceAll("'", '"')},`,
      '  })',
      '  return r.text()',
      '}',
    ),
  ],
  [
    'headers that are there',
    `import axios from 'axios';\nconst { data } = await axios.get('${ID}', { timeout: 100, headers: { a: 'b' } });\n`,
    lines(
      "import axios from 'axios';",
      `const { data: imdsToken } = await axios.put('${TOKEN}', null, { headers: ${TTL}, timeout: 100 });`,
      `const { data } = await axios.get('${ID}', { timeout: 100, headers: { a: 'b', 'X-aws-ec2-metadata-token': imdsToken } });`,
      '',
    ),
  ],
  [
    'a configuration',
    `import axios from 'axios';\nconst f = async () => {\n  return axios({ url: '${ID}' });\n};\n`,
    lines(
      "import axios from 'axios';",
      'const f = async () => {',
      `  const { data: imdsToken } = await axios.put('${TOKEN}', null, { headers: ${TTL} });`,
      `  return axios({ url: '${ID}', headers: ${SEND} });`,
      '};',
      '',
    ),
  ],
  [
    'got',
    `import got from 'got';\nif ((await got.get('${ID}').text()) === 'x') f();\n`,
    lines(
      "import got from 'got';",
      `const { body: imdsToken } = await got.put('${TOKEN}', { headers: ${TTL} });`,
      `if ((await got.get('${ID}', { headers: ${SEND} }).text()) === 'x') f();`,
      '',
    ),
  ],
  [
    'superagent',
    `import request from 'superagent';\nconst r = await request.get('${ID}').timeout(100);\n`,
    lines(
      "import request from 'superagent';",
      `const { text: imdsToken } = await request.put('${TOKEN}').set('X-aws-ec2-metadata-token-ttl-seconds', '21600').timeout(100);`,
      `const r = await request.get('${ID}').set('X-aws-ec2-metadata-token', imdsToken).timeout(100);`,
      '',
    ),
  ],
  [
    'names that are taken, on one line',
    `const imdsToken = 1; async function f() { return await fetch('${ID}'); }`,
    `const imdsToken = 1; async function f() { const imdsTokenResponse2 = await fetch('${TOKEN}', { method: 'PUT', headers: ${TTL} }); ` +
      'if (!imdsTokenResponse2.ok) throw new Error(`IMDSv2 token request failed: ${imdsTokenResponse2.status}`); ' +
      `const imdsToken2 = await imdsTokenResponse2.text(); return await fetch('${ID}', { headers: ${SEND.replace('imdsToken', 'imdsToken2')} }); }`,
  ],
];

test.each(rewritten)('%s', (_, before, after) => {
  expect(fixed(before)).toBe(after);
});

test('the file keeps its line ends', () => {
  expect(fixed(`const a = 1;\r\nconst r = await fetch('${ID}');\r\n`)?.replaceAll('\r\n', '')).not.toContain('\n');
});

const refused = 'Promise.reject(new Error(`IMDSv2 token request failed: ${response.status}`))';
const asked = (indent: string): string =>
  lines(
    `fetch('${TOKEN}', { method: 'PUT', headers: ${TTL} })`,
    `${indent}.then((response) => (response.ok ? response.text() : ${refused}))`,
    `${indent}.then((imdsToken) => fetch('${ID}', { headers: ${SEND} }))`,
  );

const chained: readonly (readonly [string, string, (request: string) => string])[] = [
  ['no async function', '    ', (it) => `function f() {\n  return ${it}.then((r) => r.text());\n}`],
  ['not awaited', '  ', (it) => `async function f() { const p = ${it}; return p; }`],
  ['a failure that is caught', '  ', (it) => `const r = await ${it}.catch(() => null);`],
  ['a race', '  ', (it) => `const r = await Promise.race([${it}, timeout(100)]);`],
  ['on a condition', '  ', (it) => `const r = ok ? await ${it} : null;`],
  ['in a loop’s condition', '  ', (it) => `while ((await ${it}).ok) f();`],
  ['an if without a block', '  ', (it) => `if (ok) await ${it};`],
];

test.each(chained)('as an expression: %s', (_, indent, code) => {
  expect(fixed(code(`fetch('${ID}')`))).toBe(code(asked(indent)));
});

test('axios as an expression', () => {
  const code = `const axios = require('axios');\nexports.id = () => axios.get('${ID}').then((r) => r.data);\n`;
  expect(fixed(code, 'a.js')).toBe(
    lines(
      "const axios = require('axios');",
      `exports.id = () => axios.put('${TOKEN}', null, { headers: ${TTL} })`,
      `  .then(({ data: imdsToken }) => axios.get('${ID}', { headers: ${SEND} })).then((r) => r.data);`,
      '',
    ),
  );
});

const left: readonly (readonly [string, string])[] = [
  ['options that are not written out', `const r = await fetch('${ID}', o());`],
  [
    'headers that are not written out',
    `const h = new Headers({ a: 'b' }); const r = await fetch('${ID}', { headers: h });`,
  ],
  ['options that are spread', `const o = {}; const r = await fetch('${ID}', { ...o });`],
  ['a host that can be another', `const r = await fetch((process.env.IMDS ?? '${HOST}') + '/latest/meta-data/');`],
  ['an instance', `import got from 'got'; const g = got.extend({ retry: 0 }); const r = await g('${ID}');`],
  ['a request that is used', `import http from 'http'; const q = http.get('${ID}', (r) => r.resume()); keep(q);`],
  ['options that cannot be written twice', `const r = await fetch('${ID}', { signal: makeSignal() });`],
  ['a token on some ways', `const r = await fetch('${ID}', { headers: t ? { 'x-aws-ec2-metadata-token': t } : {} });`],
  [
    'an address that changes',
    `let p = '/latest/a'; function f() { return fetch('${HOST}' + p).then(g); } p = '/latest/b';`,
  ],
];

test.each(left)('left to a person: %s', (_, code) => {
  expect(fixed(code)).toBeUndefined();
});

test('every client has a snippet that is JavaScript', () => {
  const names = new Set(rows.flatMap((row) => row.callees.map((callee) => snippetFor(shownName(callee)))));
  for (const snippet of [...names, snippetFor('MetadataService.request')]) {
    expect(parse(`async function f() {\n${snippet}\n}`, 'a.js').errors).toEqual([]);
    expect(snippet).toContain('X-aws-ec2-metadata-token');
  }
});

test.each([
  ['that no token is made of', '', (i: string) => `const a${i} = await f(); g(a${i});\n`],
  ['that are sent', '', (i: string) => `const a${i} = await f(); g({ 'x-aws-ec2-metadata-token': a${i} });\n`],
  ['ahead of one token', `const t = ask(); g({ 'x-aws-ec2-metadata-token': t });\n`, () => 'b(); g();\n'],
])('a token is looked for in proportion to what there is: among names %s', async (_, head, line) => {
  const size = 2000;
  const programs = new Map(
    [size, size / 4].map((count) => {
      const code = head + Array.from({ length: count }, (__, index) => line(String(index))).join('');
      return [count, { code, program: parse(code, 'a.mjs').program }];
    }),
  );
  await expectInProportion((count) => {
    const { code, program } = programs.get(count) ?? { code: '', program: undefined };
    for (const { index } of code.matchAll(/\bg\([^;]*\)/g)) {
      const end = code.indexOf(';', index);
      const found = program && findCall(program, { start: index, end });
      expect(found && heldToken(found, code)).toBeUndefined();
      expect(found).toBeDefined();
    }
  }, size);
});
