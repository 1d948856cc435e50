/** Whatever is scanned, a run ends, and says so where it did not look at all of it. */
import { audit } from '../src/audit.js';
import { defaultOptions } from '../src/config.js';
import type { Report } from '../src/model/finding.js';
import { MappedText } from '../src/model/mapped-text.js';
import { known, nothing, unknown, type ListValue, type Value } from '../src/model/value.js';
import { worldsOf } from '../src/model/worlds.js';
import { filesInMemory } from './support/files-in-memory.js';

const URL = 'http://169.254.169.254/latest/meta-data/';

function scan(path: string, text: string): Promise<Report> {
  return audit(filesInMemory({ '/r/README': '', [`/r/${path}`]: text }), { ...defaultOptions, root: '/r' });
}

test('a variable that is set very often and read as often: what is not followed is told', async () => {
  const line = (i: number): string => `if (ask(${String(i)})) u = pick(u);\nfetch('${URL}' + u);\n`;
  const report = await scan('a.js', `let u = '';\n${Array.from({ length: 1500 }, (_, i) => line(i)).join('')}`);
  expect(report.notices.map(({ message }) => message).join()).toContain('holds more code than is followed');
}, 120_000);

test.each(['sh', 'mjs', 'yaml', 'tf', 'ps1', 'mk', 'groovy', 'html', 'dockerfile', 'bat', 'nix'])(
  'a file of more characters than are analysed is told and not called ready: .%s',
  async (extension) => {
    const text = `curl ${URL}\n${'#\n'.repeat(4_200_000)}`;
    const files = filesInMemory({ '/r/README': '', [`/r/a.${extension}`]: text });
    const { notices, verdict } = await audit(files, { ...defaultOptions, root: '/r', paths: [`a.${extension}`] });
    expect(notices.map(({ message }) => message)).toEqual([
      'has more than 8388608 characters: nothing of it is analysed',
    ]);
    expect(verdict).toMatchObject({ ready: false });
  },
);

describe('a shell line of very many', () => {
  test.each(['{% ', '{', '{a,b}', '${A:-b}', '"${A:-b}" ', '$(a) ', '`a` ', '$A ', "'a'", '| a ', '&& a ', '-H x '])(
    '%j',
    async (part) => {
      const report = await scan('a.sh', `curl ${URL} ${part.repeat(20_000)}\n`);
      expect(report.statistics.requests).toBe(1);
    },
    60_000,
  );
});

test.each(['-H x ', "-H 'a: b' "])('a command of very many words is read to its last: %j', async (part) => {
  expect((await scan('a.sh', `curl ${part.repeat(30_000)} ${URL}\n`)).statistics.requests).toBe(1);
});

test('of a value with very many choices few worlds are made, and each is without choices', () => {
  const choices = Array.from({ length: 20_000 }, (): Value => ({
    kind: 'choice',
    id: {},
    options: [known('a'), nothing],
  }));
  const { worlds, complete } = worldsOf({ kind: 'list', items: choices, open: unknown('more') }, 256);
  expect(complete).toBe(false);
  expect(worlds.length).toBeLessThan(64);
  expect((worlds[0] as ListValue).items.some(({ kind }) => kind === 'choice')).toBe(false);
});

test('every one of many findings in one file has its fix', async () => {
  const ask = (i: number): string =>
    `async function f${String(i)}() { return (await fetch('${URL}ami-id')).text(); }\n`;
  const report = await scan('a.mjs', Array.from({ length: 600 }, (_, i) => ask(i)).join(''));
  expect(report.findings.filter(({ fix }) => fix !== undefined)).toHaveLength(600);
}, 60_000);

describe('what is looked at of a file of many requests grows no faster than they do', () => {
  /** How much is done, as `watch` counts it, while a file of so many requests is scanned. */
  async function looked(
    path: string,
    text: (count: number) => string,
    count: number,
    watch: () => () => number,
  ): Promise<number> {
    const end = watch();
    const { findings } = await scan(path, text(count));
    const sum = end();
    expect(findings.filter(({ fix }) => fix !== undefined)).toHaveLength(count);
    return sum;
  }

  const lines = (count: number, line: (url: string) => string): string =>
    Array.from({ length: count }, (_, i) => line(URL + String(i))).join('\n');

  /** Characters that were looked for what a template made of them. */
  function watchParts(): () => number {
    const spy = jest.spyOn(MappedText.prototype, 'partsOf');
    return () => {
      const sum = spy.mock.calls.reduce((characters, [{ start, end }]) => characters + end - start, 0);
      spy.mockRestore();
      return sum;
    };
  }

  /** Nodes whose children were listed. */
  function watchNodes(): () => number {
    const spy = jest.spyOn(Object, 'entries');
    return () => {
      const sum = spy.mock.calls.length;
      spy.mockRestore();
      return sum;
    };
  }

  /** Nodes of trees that were looked through. */
  function watchTrees(): () => number {
    const spy = jest.spyOn(Array.prototype, 'toReversed');
    return () => {
      const sum = spy.mock.calls.length;
      spy.mockRestore();
      return sum;
    };
  }

  const resource = 'resource "aws_instance" "web" {\n  ami = "ami-1"\n}\n';

  test.each([
    ['a.sh', (count: number) => `#!/bin/bash\n${lines(count, (url) => `curl -s ${url}`)}\n`, watchParts],
    ['a.tf', (count: number) => resource.repeat(count), watchTrees],
    ['a.mjs', (count: number) => `${lines(count, (url) => `await fetch('${url}');`)}\n`, watchNodes],
  ])(
    '%s',
    async (path, text, watch) => {
      const few = await looked(path, text, 100, watch);
      expect(few).toBeGreaterThan(100);
      expect(await looked(path, text, 400, watch)).toBeLessThan(5 * few);
    },
    120_000,
  );
});
