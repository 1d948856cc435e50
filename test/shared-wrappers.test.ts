/** Fixes of requests that one module makes for others: the caller asks for a token, beside what makes the request. */
import { applyFixes } from '../src/fix.js';
import { auditFiles } from './support/audit-text.js';

const ADDRESS = 'http://169.254.169.254/latest/meta-data/instance-id';

type Files = Readonly<Record<string, string>>;

/** The texts after all fixes, and what is still found. */
async function fixed(
  files: Files,
): Promise<{ readonly files: Files; readonly left: number; readonly withheld: number }> {
  const result = await applyFixes(await auditFiles(files), 'all', (texts) =>
    auditFiles({ ...files, ...Object.fromEntries(texts) }),
  );
  const changed = Object.fromEntries(result.files.map(({ path, after }) => [path, after]));
  return { files: { ...files, ...changed }, left: result.report.findings.length, withheld: result.withheld.length };
}

const elsewhere = `export const status = () => get('https://status.example.com/');`;
const wrapper = `async function get(url: string) {
  const response = await fetch(url);
  return response.text();
}`;
const required = `const http = require('http');
exports.get = function get(url, callback) {
  http.get(url, (response) => {
    let text = '';
    response.on('data', (chunk) => { text += chunk; });
    response.on('end', () => callback(null, text));
  }).on('error', callback);
};`;

describe('what asks for the token is imported as what makes the request is', () => {
  test('by its name', async () => {
    const result = await fixed({
      'src/http.ts': `export ${wrapper}\n`,
      'src/other.ts': `import { get } from './http';\n${elsewhere}`,
      'src/instance.ts': `import { get } from './http.js';\nexport async function id() {\n  return await get('${ADDRESS}');\n}\n`,
    });
    expect(result).toMatchObject({ left: 0, withheld: 0 });
    expect(result.files['src/instance.ts']).toBe(
      `import { get, fetchImdsToken } from './http.js';
export async function id() {
  const imdsToken = await fetchImdsToken();
  return await get('${ADDRESS}', { 'X-aws-ec2-metadata-token': imdsToken });
}
`,
    );
    expect(result.files['src/http.ts']).toContain(
      'async function get(url: string, headers: Record<string, string> = {}) {',
    );
    expect(result.files['src/http.ts']).toContain('export async function fetchImdsToken(): Promise<string> {');
  });

  test('with all that the module gives', async () => {
    const result = await fixed({
      'http.js': required,
      'other.js': `const { get } = require('./http');\nget('http://status.example.com/', console.log);`,
      'instance.js': `const client = require('./http');\nclient.get('${ADDRESS}', console.log);\n`,
    });
    expect(result).toMatchObject({ left: 0, withheld: 0 });
    expect(result.files['instance.js']).toContain('client.fetchImdsToken((imdsTokenError, imdsToken) => {');
    expect(result.files['http.js']).toContain('\nexports.fetchImdsToken = fetchImdsToken;');
  });

  test('taken from what the module gives', async () => {
    const result = await fixed({
      'http.js': `${wrapper.replace(': string', '')}\nmodule.exports = { get };\n`,
      'other.js': `const { get } = require('./http');\nmodule.exports = () => get('http://status.example.com/');`,
      'instance.js': `const { get } = require('./http');\nget('${ADDRESS}').then(console.log);\n`,
    });
    expect(result).toMatchObject({ left: 0, withheld: 0 });
    expect(result.files['instance.js']).toContain(`const { get, fetchImdsToken } = require('./http');`);
    expect(result.files['http.js']).toContain('module.exports = { get, fetchImdsToken };');
  });
});

test('several callers have one function', async () => {
  const caller = (name: string) =>
    `import { get } from './http';\nexport async function ${name}() {\n  return await get('${ADDRESS}');\n}\n`;
  const result = await fixed({
    'http.ts': `export ${wrapper}\n`,
    'other.ts': `import { get } from './http';\n${elsewhere}`,
    'a.ts': caller('a'),
    'b.ts': caller('b'),
    'c.ts': `${caller('c')}export async function d() {\n  return await get('${ADDRESS}');\n}\n`,
  });
  expect(result).toMatchObject({ left: 0, withheld: 0 });
  expect(result.files['http.ts']?.split('function fetchImdsToken').length).toBe(2);
  expect(result.files['http.ts']?.split('headers: Record<string, string>').length).toBe(2);
  expect(result.files['c.ts']?.split('fetchImdsToken }').length).toBe(2);
  expect(result.files['c.ts']?.split('await fetchImdsToken()').length).toBe(3);
});

test.each<[string, Files]>([
  [
    'through a module that hands it on',
    {
      'http.ts': `export ${wrapper}\n${elsewhere}\n`,
      'index.ts': `export { get } from './http';`,
      'm.ts': `import { get } from './index';\nexport const id = async () => await get('${ADDRESS}');`,
    },
  ],
  [
    'as what a module gives by default',
    {
      'http.ts': `export default ${wrapper}\n${elsewhere}\n`,
      'm.ts': `import get from './http';\nexport const id = async () => await get('${ADDRESS}');`,
    },
  ],
])('nothing is made up where it is known %s', async (_, files) => {
  const result = await fixed(files);
  expect(result).toMatchObject({ left: 1, files });
});
