/** Whole runs over several files: what is followed from one to the other, and what the report says of the rest. */
import { audit } from '../src/audit.js';
import { defaultOptions, type Options } from '../src/config.js';
import type { Report } from '../src/model/finding.js';
import { filesBelow } from './support/files-in-memory.js';

const HOST = 'http://169.254.169.254';

function run(files: Readonly<Record<string, string>>, options: Partial<Options> = {}): Promise<Report> {
  return audit(filesBelow('/r', { README: '', ...files }), { ...defaultOptions, root: '/r', ...options });
}

function places({ findings }: Report): readonly string[] {
  return findings.map(({ location: { path, start }, ruleName }) => `${path}:${String(start.line)} ${ruleName}`);
}

describe('an address from another file', () => {
  test.each<[string, Record<string, string>]>([
    [
      'a named export',
      {
        'c.js': `export const BASE = '${HOST}';`,
        'm.js': `import { BASE } from './c.js';\nfetch(BASE + '/latest/meta-data/');`,
      },
    ],
    [
      'an export under another name, through an index file',
      {
        'conf/urls.ts': `const base = '${HOST}/latest'; export { base as imds };`,
        'conf/index.ts': `export * from './urls';`,
        'm.js': `import * as conf from './conf';\nfetch(\`\${conf.imds}/meta-data/\`);`,
      },
    ],
    [
      'a default export',
      {
        'c.js': `export default { urls: { imds: '${HOST}/latest/user-data' } };`,
        'm.js': `import c from './c';\nfetch(c.urls.imds);`,
      },
    ],
    [
      'module.exports',
      {
        'c.js': `module.exports = { url: '${HOST}/latest/user-data' };`,
        'm.js': `const { url } = require('./c');\nfetch(url);`,
      },
    ],
    [
      'exports by name',
      { 'c.js': `exports.URL = '${HOST}/latest/user-data';`, 'm.js': `const c = require('./c');\nfetch(c.URL);` },
    ],
    [
      'an enum',
      {
        'c.ts': `export enum Endpoint { V4 = '${HOST}' }`,
        'm.js': `import { Endpoint } from './c';\nfetch(Endpoint.V4);`,
      },
    ],
  ])('%s', async (_, files) => {
    expect(places(await run(files))).toEqual(['m.js:2 tokenless-request']);
  });

  test('is followed into the function that it is handed to', async () => {
    const files = {
      'get.js': `const http = require('http');\nmodule.exports = (host, path, cb) => http.get(host + path, cb);`,
      'm.js': `const get = require('./get');\nget('${HOST}', '/latest/meta-data/', console.log);\nget('http://localhost', '/', console.log);`,
    };
    const report = await run(files);
    expect(places(report)).toEqual(['m.js:2 tokenless-request']);
    expect(
      report.findings[0]?.related.map(({ location }) => `${location.path}:${String(location.start.line)}`),
    ).toContain('get.js:2');
  });

  test('is followed through a sourced script', async () => {
    const files = {
      'lib.sh': `IMDS=${HOST}/latest/meta-data\nfetch() { curl -s "$1"; }\n`,
      'boot.sh': `#!/bin/sh\n. ./lib.sh\ncurl -s "$IMDS/ami-id"\nfetch "$IMDS/instance-id"\n`,
    };
    expect(places(await run(files))).toEqual(['boot.sh:3 tokenless-request', 'boot.sh:4 tokenless-request']);
  });

  test('a token that a wrapper in another file sends counts for its callers', async () => {
    const files = {
      'get.js': `module.exports = (url, token) => fetch(url, { headers: { 'X-aws-ec2-metadata-token': token } });`,
      'm.js': `const get = require('./get');\nget('${HOST}/latest/meta-data/', process.env.T);`,
    };
    const report = await run(files);
    expect(places(report)).toEqual([]);
    expect(report.statistics.requests).toBe(1);
  });

  test('a path out of the root is not followed', async () => {
    const files = { 'm.js': `const { url } = require('../../etc/c');\nfetch(url); // 169.254.169.254` };
    expect(places(await run(files))).toEqual([]);
  });
});

describe('what the report says', () => {
  test('a file in a language that is not analysed is named, and nothing is ready', async () => {
    const report = await run({ 'a.py': `requests.get('${HOST}/latest/meta-data/')`, 'b.sh': 'true\n' });
    expect(report.notices).toMatchObject([{ kind: 'not-analysed', path: 'a.py' }]);
    const none = { refused: 0, fallback: 0, undecided: 0, sdkFallback: 0 };
    expect(report.verdict).toEqual({ ...none, ready: false, partial: false, unread: 1 });
  });

  test('a broken file is reported, and what can be read of it is scanned', async () => {
    const report = await run({ 'a.js': `fetch('${HOST}/latest/meta-data/');\nconst = ;\n` });
    expect(places(report)).toEqual(['a.js:1 tokenless-request']);
    expect(report.notices).toMatchObject([{ kind: 'syntax', path: 'a.js', position: { line: 2 } }]);
  });

  test('code that mentions nothing is ready', async () => {
    const report = await run({ 'a.js': 'fetch("/x")', 'b.sh': 'true\n' });
    expect(report.verdict.ready).toBe(true);
    expect(report.statistics).toMatchObject({ scanned: 3, analysed: {}, requests: 0 });
  });

  test('a client of an SDK that asks for tokens does not stand against it; a library that never does stands', async () => {
    const sdk = `new (require('aws-sdk').EC2MetadataCredentials)();\n`;
    const asks = await run({ 'a.js': sdk });
    expect(places(asks)).toEqual(['a.js:1 sdk-v1-fallback']);
    expect(asks.verdict).toMatchObject({ ready: true, refused: 0, sdkFallback: 1 });
    const never = await run({
      'a.js': `require('awscred').load(() => undefined);\n`,
      'b.js': `import 'ec2-metadata';\n`,
    });
    expect(places(never)).toEqual(['a.js:1 v1-only-library', 'b.js:1 v1-only-library']);
    expect(never.verdict).toMatchObject({ ready: false, refused: 1, undecided: 1 });
  });

  test('requests in order are counted and not reported', async () => {
    const script = `T=$(curl -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' ${HOST}/latest/api/token)\ncurl -H "X-aws-ec2-metadata-token: $T" ${HOST}/\n`;
    const report = await run({ 'a.sh': script });
    expect(report.statistics.requests).toBe(2);
    expect(report.verdict.ready).toBe(true);
  });

  test('only the rules that are asked for are applied', async () => {
    const files = { 'a.sh': `curl ${HOST}/\n` };
    expect(places(await run(files, { rules: ['IMDS003'] }))).toEqual([]);
    expect(places(await run(files, { rules: ['tokenless-request'] }))).toEqual(['a.sh:1 tokenless-request']);
  });

  test('standard input is scanned under the name it is given', async () => {
    const stdin = { path: 'x/boot.sh', text: `curl ${HOST}/\n` };
    expect(places(await run({}, { stdin }))).toEqual(['x/boot.sh:1 tokenless-request']);
  });

  test('a file that needs more steps than are granted is named', async () => {
    const doubling = Array.from(
      { length: 14 },
      (_, i) => `f${String(i)} = (x) => f${String(i + 1)}(x) + f${String(i + 1)}(x)`,
    );
    const text = `const ${doubling.join(',\n')}, f14 = (x) => x;\nfetch(f0('${HOST}/'));\n`;
    const calls = Array.from({ length: 400 }, (_, i) => `fetch(f0('${String(i)}'));`).join('\n');
    const report = await run({ 'a.js': text + calls, 'b.sh': `curl ${HOST}/\n` });
    expect(places(report)).toEqual(['b.sh:1 tokenless-request']);
    expect(report.notices).toMatchObject([{ kind: 'undecided', path: 'a.js' }]);
  });

  test('the same run gives the same report', async () => {
    const files = { 'a.sh': `curl ${HOST}/\nwget ${HOST}/latest/\n`, 'b.js': `fetch('${HOST}/')` };
    expect(await run(files)).toEqual(await run(files));
  });
});

test('a rule that is optional runs only when it is named', async () => {
  const ttl = 'X-aws-ec2-metadata-token-ttl-seconds: 60';
  const files = {
    'a.sh': `T=$(curl -X PUT -H '${ttl}' ${HOST}/latest/api/token)\ncurl -H "X-aws-ec2-metadata-token: $T" ${HOST}/latest/meta-data/`,
  };
  expect(places(await run(files))).toEqual([]);
  expect(places(await run(files, { rules: ['unchecked-token'] }))).toEqual(['a.sh:1 unchecked-token']);
  expect(places(await run(files, { rules: ['IMDS001', 'IMDS005'] }))).toEqual(['a.sh:1 unchecked-token']);
});
