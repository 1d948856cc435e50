/** What JavaScript's HTTP clients are asked for, from the code of a call to the request it makes. */
import { javascript } from '../src/languages/javascript/index.js';
import type { HttpRequest } from '../src/clients/client.js';
import { textWithHoles, type Value } from '../src/model/value.js';
import { Callers } from '../src/resolve/callers.js';
import { Project, type Sources } from '../src/resolve/project.js';
import { waysOf } from '../src/sites/ways.js';

function requestsOf(text: string): readonly string[] {
  const file = { path: 'a.ts', text };
  const sources: Sources = {
    read: () => undefined,
    among: (paths) => paths,
    claim: () => javascript,
    language: (id) => (id === 'javascript' ? javascript : undefined),
  };
  const project = new Project(sources);
  const document = project.documentOf(file);
  if (document === undefined) throw new Error('the file was not read');
  const callers = new Callers(project, new Set([document]));
  return document.calls.flatMap((call) =>
    (waysOf(call, document, project, callers)?.alone ?? []).map(({ request }) => print(request)),
  );
}

const show = (value: Value): string => textWithHoles(value, '…');

function print({ client, url, method, headers }: HttpRequest): string {
  const entries = headers.entries.map(
    ({ name, value }) => `${show(name)}: ${value.kind === 'nothing' ? '-' : show(value)}`,
  );
  const open = headers.open === undefined ? [] : ['…'];
  return `${client} ${show(method)} ${show(url)} {${[...entries, ...open].join(', ')}}`;
}

const U = 'http://h/x';

const table: readonly (readonly [string, string, ...(readonly string[])])[] = [
  [
    'fetch',
    `fetch('${U}'); window.fetch('${U}', { method: 'PUT', headers: { a: 'b' } });`,
    'fetch GET http://h/x {}',
    'fetch PUT http://h/x {a: b}',
  ],
  [
    'fetch with Headers',
    `const h = new Headers({ a: 'b' }); h.set('c', 'd'); fetch(new URL('/x', 'http://h'), { headers: h });`,
    'fetch GET http://h/x {a: b, c: d}',
  ],
  ['fetch with pairs', `fetch('${U}', { headers: [['a', 'b']] });`, 'fetch GET http://h/x {a: b}'],
  ['fetch of a Request', `fetch(new Request('${U}', { headers: { a: 'b' } }));`, 'fetch GET http://h/x {a: b}'],
  [
    'fetch with unknown options',
    `export function f(options) { return fetch('${U}', options); }`,
    'fetch … http://h/x {…}',
  ],
  [
    'fetch with a spread',
    `export function f(o) { return fetch('${U}', { ...o, headers: { a: 'b' } }); }`,
    'fetch … http://h/x {a: b}',
  ],
  ['node-fetch', `const f = require('node-fetch'); f('${U}');`, 'node-fetch GET http://h/x {}'],
  [
    'http.get',
    `import http from 'node:http'; http.get('${U}', cb); http.get({ host: 'h', path: '/x', headers: { a: 'b' } }, cb);`,
    'http.get GET http://h/x {}',
    'http.get GET http://h/x {a: b}',
  ],
  [
    'https.request',
    `import * as https from 'https'; https.request({ hostname: 'h', port: 81, path: p }, cb);`,
    'https.request GET https://h:81/… {}',
  ],
  [
    'http.request with both',
    `import { request } from 'http'; request('http://h', { path: '/x', method: 'PUT' }).end();`,
    'http.request PUT http://h/x {}',
  ],
  [
    'http.request and setHeader',
    `import http from 'http'; const req = http.request('${U}', cb); req.setHeader('a', 'b'); req.end();`,
    'http.request GET http://h/x {a: b}',
  ],
  [
    'http.request of a parsed URL',
    `const http = require('http'), url = require('url'); http.request(Object.assign(url.parse('${U}?q'), { method: 'HEAD' }));`,
    'http.request HEAD http://h/x?q {}',
  ],
  [
    'axios',
    `import axios from 'axios'; axios.get('${U}', { headers: { a: 'b' } }); axios({ url: '${U}', method: 'put' }); axios.put('${U}', null, { headers: { a: 'b' } });`,
    'axios.get GET http://h/x {a: b}',
    'axios put http://h/x {}',
    'axios.put PUT http://h/x {a: b}',
  ],
  [
    'axios.create',
    `const axios = require('axios').default; const api = axios.create({ baseURL: 'http://h/', headers: { common: { a: 'b' } } }); api.get('/x', { headers: { c: 'd' } }); api({ url: 'x' });`,
    'axios.get GET http://h/x {a: b, c: d}',
    'axios GET http://h/x {a: b}',
  ],
  [
    'axios defaults',
    `import axios from 'axios'; const api = axios.create(); api.defaults.baseURL = 'http://h'; api.defaults.headers.common['a'] = 'b'; api.get('/x');`,
    'axios.get GET http://h/x {a: b}',
  ],
  [
    'axios interceptors',
    `import axios from 'axios'; const api = axios.create(); api.interceptors.request.use(f); api.get('${U}');`,
    'axios.get GET http://h/x {…}',
  ],
  [
    'got',
    `import got from 'got'; got('${U}', { headers: { a: 'b' } }); got.extend({ prefixUrl: 'http://h' }).get('x').json();`,
    'got GET http://h/x {a: b}',
    'got.get GET http://h/x {}',
  ],
  [
    'got with hooks',
    `import got from 'got'; const g = got.extend({ hooks: { beforeRequest: [f] } }); g('${U}');`,
    'got GET http://h/x {…}',
  ],
  [
    'ky',
    `import ky from 'ky'; ky.create({ prefixUrl: 'http://h/', headers: { a: 'b' } }).get('x');`,
    'ky.get GET http://h/x {a: b}',
  ],
  [
    'needle',
    `const needle = require('needle'); needle('put', '${U}', null, { headers: { a: 'b' } }); needle.get('${U}', cb);`,
    'needle put http://h/x {a: b}',
    'needle.get GET http://h/x {}',
  ],
  [
    'request',
    `const request = require('request'); request('${U}', { headers: { a: 'b' } }, cb); request({ uri: '${U}', method: 'PUT' }, cb); request.defaults({ baseUrl: 'http://h' }).get('/x', cb);`,
    'request GET http://h/x {a: b}',
    'request PUT http://h/x {}',
    'request.get GET http://h/x {}',
  ],
  [
    'promisified request',
    `const request = Promise.promisifyAll(require('request')), { promisify } = require('util'); promisify(require('request').get)('${U}');`,
    'request.get GET http://h/x {}',
  ],
  [
    'superagent',
    `import request from 'superagent'; request.get('${U}').set('a', 'b').set({ c: 'd' }).end(cb); request('${U}'); request('PUT', '${U}');`,
    'superagent.get GET http://h/x {a: b, c: d}',
    'superagent GET http://h/x {}',
    'superagent PUT http://h/x {}',
  ],
  [
    'superagent, set later',
    `const sa = require('superagent'); const r = sa.get('${U}'); r.set('a', 'b'); r.end();`,
    'superagent.get GET http://h/x {a: b}',
  ],
  [
    'undici',
    `import { request, Client } from 'undici'; await request('${U}', { headers: ['a', 'b'] }); new Client('http://h').request({ path: '/x', method: 'GET' });`,
    'undici.request GET http://h/x {a: b}',
    'undici.Client.request GET http://h/x {}',
  ],
  [
    'sync-request',
    `const request = require('sync-request'); request('GET', '${U}', { headers: { a: 'b' } });`,
    'sync-request GET http://h/x {a: b}',
  ],
  [
    'jQuery',
    `$.ajax({ url: '${U}', type: 'PUT', headers: { a: 'b' } }); $.get('${U}');`,
    '$.ajax PUT http://h/x {a: b}',
    '$.get GET http://h/x {}',
  ],
  [
    'XMLHttpRequest',
    `const x = new XMLHttpRequest(); x.open('GET', '${U}'); x.setRequestHeader('a', 'b'); x.send();`,
    'XMLHttpRequest.open GET http://h/x {a: b}',
  ],
  [
    'gaxios',
    `import { request, Gaxios } from 'gaxios'; request({ url: '${U}' }); new Gaxios({ baseURL: 'http://h' }).request({ url: '/x' });`,
    'gaxios.request GET http://h/x {}',
    'gaxios.Gaxios.request GET http://h/x {}',
  ],
  [
    '@actions/http-client',
    `import { HttpClient } from '@actions/http-client'; const http = new HttpClient('x'); http.get('${U}', { a: 'b' }); http.put('${U}', '', { c: 'd' });`,
    'HttpClient.get GET http://h/x {a: b}',
    'HttpClient.put PUT http://h/x {c: d}',
  ],
  ['get', `const get = require('get'); new get('${U}').asString(cb); get('${U}');`, 'get GET http://h/x {}'],
  [
    'SDK version 2',
    `const AWS = require('aws-sdk'); const ms = new AWS.MetadataService(); ms.request('/latest/a', cb); ms.request('/latest/b', { headers: { a: 'b' } }, cb);`,
    'MetadataService.request GET http://169.254.169.254/latest/a {}',
    'MetadataService.request GET http://169.254.169.254/latest/b {a: b}',
  ],
  [
    'SDK version 2, promisified',
    `import { MetadataService } from 'aws-sdk'; import { promisify } from 'util'; const ms = new MetadataService(); const get = promisify(ms.request.bind(ms)); await get('latest/a');`,
    'MetadataService.request GET http://169.254.169.254/latest/a {}',
  ],
  [
    'SDK version 2, another host',
    `const AWS = require('aws-sdk'); new AWS.MetadataService({ host: 'h' }).request('/x', cb);`,
    'MetadataService.request GET http://h/x {}',
  ],
  [
    'SDK version 3, which asks for tokens by itself',
    `import { MetadataService } from '@aws-sdk/ec2-metadata-service'; await new MetadataService({}).request('/latest/a', {});`,
  ],
  [
    'SDK version 3 without tokens',
    `import { MetadataService } from '@aws-sdk/ec2-metadata-service'; await new MetadataService({ disableFetchToken: true }).request('/latest/a', {});`,
    'MetadataService.request GET http://169.254.169.254/latest/a {}',
  ],
  [
    'programs',
    `import { execFile, spawn } from 'child_process'; execFile('curl', ['-s', '${U}', '-H', 'a: b'], cb); spawn('ls', ['${U}']);`,
    'curl GET http://h/x {a: b}',
  ],
  ['execa', `import { execa } from 'execa'; await execa('wget', ['-qO-', '${U}']);`, 'wget GET http://h/x {}'],
  ['what calls nothing', `const o = { fetch: 1 }; nock('${U}').get('/x'); app.get('${U}', cb); foo.request('${U}');`],
];

test.each(table)('%s', (_, code, ...expected) => {
  expect(requestsOf(code)).toEqual(expected);
});
