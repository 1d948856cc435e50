/** How a request in JavaScript is given a session token, and where that is left to a person. */
import { applyEdits } from '../src/edits.js';
import { javascript } from '../src/languages/javascript/index.js';
import { parse } from '../src/languages/javascript/parse.js';
import { snippetFor } from '../src/languages/javascript/rewrite-snippets.js';
import { rows } from '../src/clients/javascript-rows.js';
import { shownName } from '../src/clients/javascript-names.js';
import { Project, type Sources } from '../src/resolve/project.js';
import { sitesIn } from '../src/sites/index.js';

const HOST = 'http://169.254.169.254';
const ID = `${HOST}/latest/meta-data/instance-id`;
const TOKEN = `${HOST}/latest/api/token`;
const TTL = "{ 'X-aws-ec2-metadata-token-ttl-seconds': '21600' }";
const SEND = "{ 'X-aws-ec2-metadata-token': imdsToken }";

/** `text` after the fix of its first request; undefined when there is none. */
function fixed(text: string, path = 'a.mjs'): string | undefined {
  const sources: Sources = {
    read: () => undefined,
    claim: () => javascript,
    language: (id) => (id === 'javascript' ? javascript : undefined),
  };
  const project = new Project(sources);
  const document = project.documentOf({ path, text });
  const [site] = document === undefined ? [] : sitesIn([document], project);
  if (site === undefined) throw new Error('no request was found');
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
    lines('async function id() {', `  const r = await fetch("${ID}", {`, '    signal: AbortSignal.timeout(1000),', '  })', '  return r.text()', '}'),
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
      `const { text: imdsToken } = await request.put('${TOKEN}').set('X-aws-ec2-metadata-token-ttl-seconds', '21600');`,
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

const left: readonly (readonly [string, string])[] = [
  ['no async function', `function f() { return fetch('${ID}').then((r) => r.text()); }`],
  ['not awaited', `async function f() { const p = fetch('${ID}'); return p; }`],
  ['a failure that is caught', `const r = await fetch('${ID}').catch(() => null);`],
  ['a race', `const r = await Promise.race([fetch('${ID}'), timeout(100)]);`],
  ['on a condition', `const r = ok ? await fetch('${ID}') : null;`],
  ['in a loop’s condition', `while ((await fetch('${ID}')).ok) f();`],
  ['an if without a block', `if (ok) await fetch('${ID}');`],
  ['options that are not written out', `const o = { redirect: 'error' }; const r = await fetch('${ID}', o);`],
  ['headers that are not written out', `const h = { a: 'b' }; const r = await fetch('${ID}', { headers: h });`],
  ['options that are spread', `const o = {}; const r = await fetch('${ID}', { ...o });`],
  ['a host that can be another', `const r = await fetch((process.env.IMDS ?? '${HOST}') + '/latest/meta-data/');`],
  ['an instance', `import got from 'got'; const g = got.extend({ retry: 0 }); const r = await g('${ID}');`],
  ['a callback', `import http from 'http'; http.get('${ID}', (r) => r.resume());`],
  ['options that cannot be written twice', `const r = await fetch('${ID}', { signal: makeSignal() });`],
  ['a token on some ways', `const r = await fetch('${ID}', { headers: t ? { 'x-aws-ec2-metadata-token': t } : {} });`],
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
