/** What functions of the language and of well-known packages give, and what names and imports mean. */
import { claims } from '../src/languages/javascript/claims.js';
import { javascript } from '../src/languages/javascript/index.js';
import { textWithHoles, type Value } from '../src/model/value.js';
import { noFrames } from '../src/resolve/frames.js';
import { Project, type Sources } from '../src/resolve/project.js';

/** The value of `code`, in a compact notation. */
function valueOf(code: string): string {
  const sources: Sources = {
    read: () => undefined,
    among: (paths) => paths,
    claim: () => javascript,
    language: (id) => (id === 'javascript' ? javascript : undefined),
  };
  const project = new Project(sources);
  const document = project.documentOf({ path: 'a.ts', text: code });
  const binding = document?.bindings.findLast(({ name, path }) => name === 'r' && path.length === 0);
  if (document === undefined || binding === undefined) throw new Error('nothing is bound to r');
  return show(project.evaluator.evaluate(binding.value, { document, region: binding.region, frames: noFrames }));
}

function show(value: Value): string {
  switch (value.kind) {
    case 'text':
      return textWithHoles(value, '…');
    case 'record': {
      const entries = value.entries.map((entry) => `${show(entry.key)}: ${show(entry.value)}`);
      return `{${[...entries, ...(value.open === undefined ? [] : ['…'])].join(', ')}}`;
    }
    case 'list':
      return `[${[...value.items.map(show), ...(value.open === undefined ? [] : ['…'])].join(', ')}]`;
    case 'choice':
      return value.options.map(show).join(' | ');
    case 'external':
      return `<${value.name}>`;
    case 'result':
      return `<${value.callee.name}()>`;
    case 'unknown':
      return '?';
    default:
      return value.kind;
  }
}

const URL_CODE = "new URL('/a/b?c', 'http://h:80')";

const table: readonly (readonly [string, string])[] = [
  [`${URL_CODE}.href`, 'http://h:80/a/b?c'],
  [`${URL_CODE}.toString()`, 'http://h:80/a/b?c'],
  [`${URL_CODE}.hostname + ${URL_CODE}.port + ${URL_CODE}.pathname`, 'h80/a/b'],
  ["new URL('b', 'http://h/a/c').href", 'http://h/a/b'],
  ["new URL('/x', process.env.H ?? 'http://h').href", 'http://…/x | http://h/x'],
  ["new URL('http://h').pathname", '/'],
  ["require('url').parse('http://h/a').path", '/a'],
  ["require('url').resolve('http://h/a', '/b')", 'http://h/b'],
  ["require('path').posix.join('http://h/', '/a/', 'b')", 'http://h/a/b'],
  ["require('url-join')('http://h/', 'a', x)", 'http://h/a/…'],
  ["Object.assign({}, { a: '1' }, { a: '2', b: '3' })", '{a: 2, b: 3}'],
  ["Object.assign({ a: '1' }, globalThing)", '{a: 1, …}'],
  ["require('lodash').merge({ a: { b: '1' } }, { a: { c: '2' } })", '{a: {b: 1, c: 2}}'],
  ["_.defaults({ a: '1' }, { a: '2', b: '3' })", '{b: 3, a: 1}'],
  ["$.extend(true, {}, { a: '1' })", '{a: 1}'],
  ["Object.freeze({ a: '1' })", '{a: 1}'],
  ["Object.fromEntries([['a', '1']])", '{a: 1}'],
  ["Object.entries({ a: '1' })", '[[a, 1]]'],
  ["new Map([['a', '1']])", '{a: 1}'],
  ["new Headers({ a: '1' })", '{a: 1}'],
  ['new Headers()', '{}'],
  ["' a '.trim() + 'b'.toUpperCase()", 'aB'],
  ["'a'.concat('b', 'c')", 'abc'],
  ["'a-b-b'.replace('b', 'c')", 'a-c-b'],
  ["'a-b-b'.replaceAll('b', 'c')", 'a-c-c'],
  ["'abc'.slice(1) + 'abc'.substring(0, 1)", 'bca'],
  ["'a,b'.split(',')", '[a, b]'],
  ["['a', 'b'].join('/')", 'a/b'],
  ["['a'].concat(['b'], 'c')", '[a, b, c]'],
  ["['a', undefined].filter(Boolean)", '[a]'],
  ["require('util').format('http://%s/%s', 'h', 'a')", 'http://h/a'],
  ["encodeURIComponent('a b')", 'a%20b'],
  ["await Promise.resolve('a')", 'a'],
  ["await Promise.all(['a', 'b'])", '[a, b]'],
  ["JSON.parse(JSON.stringify({ a: '1' }))", '{a: 1}'],
  ["require('util').promisify(require('child_process').exec)", '<child_process.exec>'],
  ["require('axios').get.bind(null)", '<axios.get>'],
  ["require('axios').create()", '<axios.create()>'],
  ['window.fetch', '<globalThis.fetch>'],
  ['process.env.A', '<process.env.A>'],
  ["Deno.env.get('A')", '<env:A>'],
  ["[c ? 'a' : 'b', 'x'].join('/')", 'a/x | b/x'],
];

test.each(table)('%s', (code, expected) => {
  expect(valueOf(`const r = ${code};`)).toBe(expected);
});

test('imports are files in the order in which they are tried', () => {
  expect(javascript.candidates('./b', 'src/a.ts').slice(0, 3)).toEqual(['src/b.ts', 'src/b.tsx', 'src/b.mts']);
  expect(javascript.candidates('./b.js', 'src/a.ts').slice(0, 3)).toEqual(['src/b.ts', 'src/b.tsx', 'src/b.js']);
  expect(javascript.candidates('../c/d.json', 'src/a.ts')[0]).toBe('c/d.json');
  expect(javascript.candidates('..', 'src/x/a.ts')[0]).toBe('src/index.ts');
  expect(javascript.candidates('.', 'a.ts')[0]).toBe('index.ts');
  expect(javascript.candidates('../../x', 'a.ts')[0]).toBe('../../x.ts');
  expect(javascript.candidates('axios', 'a.ts')).toEqual([]);
});

test('claims: extensions and shebangs', () => {
  for (const path of ['a.js', 'a.mjs', 'a.cjs', 'a.jsx', 'a.ts', 'a.tsx', 'a.mts', 'a.cts', 'A.JS'])
    expect(claims(path, '')).toBe(true);
  for (const line of [
    '#!/usr/bin/env node',
    '#!/usr/bin/node --harmony',
    '#!/usr/bin/env -S npx tsx',
    '#! /usr/local/bin/deno run',
  ]) {
    expect(claims('bin/tool', line)).toBe(true);
  }
  expect(claims('bin/tool', '#!/bin/bash')).toBe(false);
  expect(claims('a.sh', '#!/usr/bin/env node')).toBe(false);
  expect(claims('a.json', '')).toBe(false);
});

test('what runs code', () => {
  expect(javascript.runs('child_process.execSync')).toEqual({ language: 'shell', argument: 0, rest: false });
  expect(javascript.runs('x.y().addCommands')).toEqual({ language: 'shell', argument: 0, rest: true });
  expect(javascript.runs('aws-cdk-lib.aws_ec2.UserData.custom')).toBeDefined();
  expect(javascript.runs('RegExp.exec')).toBeUndefined();
});
