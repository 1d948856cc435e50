/** How a session token is added to a shell's request, and where that is refused. */
import { sharedToken, sharersOf } from '../src/languages/shell/rewrite-shared-token.js';
import { rewriterFor } from '../src/languages/shell/rewrite.js';
import type { Document } from '../src/model/document.js';
import type { MetadataRequest } from '../src/model/site.js';
import { MappedText } from '../src/model/mapped-text.js';
import { known } from '../src/model/value.js';
import { readShell } from './shell-print.js';
import { expectInProportion } from './support/growth.js';

const HOST = 'http://169.254.169.254';

interface Given {
  readonly url?: string;
  readonly sent?: 'never' | 'sometimes' | 'unknown';
  readonly client?: string;
  readonly afterTokenTest?: boolean;
}

function documentOf(source: string): Document {
  const file = { path: 'x.sh', text: source };
  const text = MappedText.ofFile(file);
  const { lowered } = readShell(text);
  return { ...lowered, file, language: 'shell', text, parent: undefined, embedded: [], errors: [] };
}

/** The request that the last call of `client` in `source` makes. */
function requestIn(
  source: string,
  { url = `${HOST}/latest/meta-data/x`, sent = 'never', client = 'curl', afterTokenTest = false }: Given,
) {
  const document = documentOf(source);
  const call = document.calls.findLast(({ args }) =>
    args.items.some(({ value }) => value.kind === 'literal' && value.text.endsWith(client)),
  );
  if (call === undefined) throw new Error(`no call of ${client}`);
  const place = { document, span: call.span };
  const request: Omit<MetadataRequest, 'rewrite'> = {
    kind: 'metadata-request',
    place,
    call,
    url: { place, values: [known(url)] },
    method: 'GET',
    header: () => ({ sent, why: '', places: [], values: [] }),
    client,
    purpose: 'read',
    reachesMetadata: 'certain',
    path: '/latest/meta-data/x',
    steps: [],
    afterTokenTest,
    whyUnchecked: () => undefined,
    beside: () => [],
  };
  return rewriterFor(request);
}

/** `source` with the token added, the long names and the address shortened; undefined when that is refused. */
function fixed(source: string, given: Given = {}): string | undefined {
  const fix = requestIn(source, given).addSessionToken();
  const [edit] = fix?.edits ?? [];
  if (edit === undefined) return undefined;
  return short(source.slice(0, edit.span.start) + edit.text + source.slice(edit.span.end));
}

function short(text: string): string {
  return text
    .replaceAll('X-aws-ec2-metadata-token-ttl-seconds: 21600', 'TTL')
    .replaceAll('X-aws-ec2-metadata-token', 'TOKEN')
    .replaceAll('/latest/api/token', '/token')
    .replaceAll(HOST, 'HOST');
}

const inline = (options = ''): string => `-H "TOKEN: $(curl -sf${options} -X PUT -H "TTL" HOST/token || echo none)"`;

describe('curl', () => {
  test.each([
    [`curl ${HOST}/x`, `curl ${inline()} HOST/x`],
    [`ID=$(curl -s ${HOST}/x | cut -c1)`, `ID=$(curl ${inline()} -s HOST/x | cut -c1)`],
    [`a "\`curl ${HOST}/x\`"`, `a "\`curl ${inline()} HOST/x\`"`],
    [
      `sudo -E curl ${HOST}/x`,
      `sudo -E curl -H "TOKEN: $(sudo -E curl -sf -X PUT -H "TTL" HOST/token || echo none)" HOST/x`,
    ],
    [`curl -s -m 5 --noproxy '*' ${HOST}/x`, `curl ${inline(" -m 5 --noproxy '*'")} -s -m 5 --noproxy '*' HOST/x`],
    [`curl -sfm2 --retry=3 ${HOST}/x`, `curl ${inline(' -m 2 --retry=3')} -sfm2 --retry=3 HOST/x`],
    [`curl --max-time "$T" ${HOST}/x`, `curl ${inline(' --max-time "$T"')} --max-time "$T" HOST/x`],
    [`cat <<E\n$(curl ${HOST}/x)\nE`, `cat <<E\n$(curl ${inline()} HOST/x)\nE`],
  ])('%s', (source, expected) => {
    expect(fixed(source)).toBe(expected);
  });

  test('is asked for at the host as the request spells it', () => {
    expect(fixed('curl x', { url: 'http://instance-data/latest/x' })).toContain('http://instance-data/token');
    expect(fixed('curl x', { url: '[fd00:ec2::254]/latest/x' })).toContain("'http://[fd00:ec2::254]/token'");
    expect(fixed('/usr/bin/curl x')).toContain('$(/usr/bin/curl -sf');
  });
});

describe('a token that is held already', () => {
  const token = `T=$(curl -s -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" ${HOST}/latest/api/token)`;
  const isReused = (source: string): boolean | undefined => fixed(source)?.includes('-H "TOKEN: $T" HOST/x');

  test.each([
    [`${token}\ncurl ${HOST}/x`, true],
    [`f() {\n${token}\nif a; then curl ${HOST}/x; fi\n}`, true],
    [`local ${token}\nX=$(curl ${HOST}/x)`, true],
    [`if a; then ${token}; fi\ncurl ${HOST}/x`, false],
    [`(${token})\ncurl ${HOST}/x`, false],
    [`${token}\nf() { curl ${HOST}/x; }`, false],
    [`${token}\nT=\ncurl ${HOST}/x`, false],
  ])('%s', (source, expected) => {
    expect(isReused(source)).toBe(expected);
  });
});

test('wget', () => {
  const put = (options: string): string =>
    `--header="TOKEN: $(wget -qO-${options} --method=PUT --header="TTL" HOST/token || echo none)"`;
  expect(fixed(`wget -qO- ${HOST}/x`, { client: 'wget' })).toBe(`wget ${put('')} -qO- HOST/x`);
  expect(fixed(`wget -qT 3 -t1 ${HOST}/x`, { client: 'wget' })).toBe(`wget ${put(' -T 3 -t 1')} -qT 3 -t1 HOST/x`);
});

describe('refused', () => {
  test.each<[string, Given]>([
    [`$CURL ${HOST}/x curl`, {}],
    [`curl -K curl.conf ${HOST}/x`, {}],
    [`curl ${HOST}/x`, { sent: 'sometimes' }],
    [`curl ${HOST}/x`, { sent: 'unknown' }],
    [`curl ${HOST}/x`, { afterTokenTest: true }],
    [`curl ${HOST}/x`, { url: '\uFFFC/latest' }],
    [`busybox wget ${HOST}/x`, { client: 'wget' }],
    [`wget -H 'X: y' ${HOST}/x`, { client: 'wget' }],
    [`http ${HOST}/x`, { client: 'http' }],
    [`alias c='curl ${HOST}/x'`, {}],
    ['a=`b \\`curl x\\``', {}],
  ])('%s %j', (source, given) => {
    expect(fixed(source, given)).toBeUndefined();
  });
});

test('the remedy is told in the client at hand', () => {
  expect(short(requestIn('curl x', {}).snippet).split('\n')).toEqual([
    'TOKEN=$(curl -sf -X PUT -H "TTL" HOST/token) || exit 1',
    'curl -H "TOKEN: $TOKEN" HOST/latest/meta-data/x',
  ]);
  expect(short(requestIn('wget x', { client: 'wget' }).snippet).split('\n')).toEqual([
    'TOKEN=$(wget -qO- --method=PUT --header="TTL" HOST/token) || exit 1',
    'wget -qO- --header="TOKEN: $TOKEN" HOST/latest/meta-data/x',
  ]);
});

test.each([
  ['substitutions', (i: number) => `A${String(i)}=$(curl ${HOST}/x)\n`],
  ['functions', (i: number) => `f${String(i)}() {\n  local t=$T\n  curl ${HOST}/x\n  curl ${HOST}/y\n}\n`],
])('requests that may share a token are looked for in proportion to their number: in %s', async (_, line) => {
  const size = 3000;
  const documents = new Map(
    [size, size / 4].map((count) => {
      const lines = Array.from({ length: count }, (__, index) => line(index));
      return [count, documentOf(`#!/bin/bash\n${lines.join('')}`)];
    }),
  );
  await expectInProportion((count) => {
    const document = documents.get(count) ?? documentOf('');
    const calls = document.calls.filter(({ args }) => args.items.length > 1);
    const sharers = sharersOf(calls, document);
    const shared = calls.map((call) => sharedToken(call, sharers, ['-m $T']));
    expect(shared.filter((token) => token !== undefined).length).toBeGreaterThanOrEqual(count - 1);
  }, size);
});
