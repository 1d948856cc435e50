/** What names and files mean to a shell: which files are scripts, what is sourced, what commands print. */
import { claimsShell } from '../src/languages/shell/claims.js';
import { candidatesFor } from '../src/languages/shell/files.js';
import { unboundName } from '../src/languages/shell/names.js';
import { resultOf } from '../src/languages/shell/results.js';
import type { Document } from '../src/model/document.js';
import { known, textWithHoles, unknown, type TextValue, type Value } from '../src/model/value.js';
import { expectInProportion } from './support/growth.js';

describe('scripts', () => {
  test.each([
    ['a/b.sh', ''],
    ['x.bash', ''],
    ['.bashrc', ''],
    ['home/.profile', ''],
    ['run', '#!/bin/sh'],
    ['run', '#!/bin/bash -e'],
    ['run', '#! /usr/bin/env bash'],
    ['run', '#!/usr/bin/env -S bash -eu'],
    ['run', '#!/usr/bin/env FOO=1 zsh'],
    ['run', '#!/bin/busybox sh'],
    ['run.j2', '#!/bin/dash'],
  ])('%s %s', (path, line) => {
    expect(claimsShell(path, line)).toBe(true);
  });

  test.each([
    ['run', ''],
    ['a.py', '#!/usr/bin/env python3'],
    ['run', '#!/usr/bin/env -S node --x'],
    ['run', '#!/usr/bin/fish'],
    ['profile.txt', ''],
    ['a.js', '// #!/bin/sh'],
    ['sh', '#!'],
  ])('not %s %s', (path, line) => {
    expect(claimsShell(path, line)).toBe(false);
  });
});

describe('sourced files', () => {
  test.each([
    ['./lib.sh', 'a/b/run.sh', ['a/b/lib.sh', 'a/lib.sh', 'lib.sh']],
    ['../lib.sh', 'a/b/run.sh', ['a/lib.sh', 'lib.sh']],
    ['lib.sh', 'run.sh', ['lib.sh']],
    ['\uFFFC/lib.sh', 'a/run.sh', ['a/lib.sh', 'lib.sh']],
    ['\uFFFC/../x/lib.sh', 'a/run.sh', ['x/lib.sh', 'a/x/lib.sh', 'a/lib.sh']],
    ['/opt/app/lib.sh', 'bin/run.sh', ['bin/opt/app/lib.sh', 'opt/app/lib.sh', 'bin/app/lib.sh', 'bin/lib.sh']],
    ['\uFFFC', 'run.sh', []],
    ['\uFFFClib.sh', 'run.sh', []],
    ['', 'run.sh', []],
    ['run.sh', 'run.sh', []],
  ])('%j from %s', (specifier, from, expected) => {
    expect(candidatesFor(specifier, from)).toEqual(expected);
  });
});

test('names that nothing binds', () => {
  expect(unboundName('HOME')).toEqual({ kind: 'external', name: 'env:HOME', receiver: undefined });
  expect(unboundName('1')).toEqual(unknown('an argument of the script'));
  expect(unboundName('@')).toEqual(unknown('an argument of the script'));
});

describe('what commands print', () => {
  const at = { document: {} as Document, span: { start: 0, end: 0 } };

  /** `…` stands for what is not known. */
  const value = (text: string): Value => {
    if (text === '…') return unknown('a test');
    const parts = text.split(/(…)/).filter((part) => part !== '');
    return {
      kind: 'text',
      parts: parts.map((part) => (part === '…' ? unknown('a test') : known(part).parts[0])),
    } as TextValue;
  };
  const result = (name: string, ...args: readonly string[]): string | undefined => {
    const items = [...(name.startsWith('${') ? [] : [known(name)]), ...args.map(value)];
    const given = resultOf(
      { kind: 'external', name, receiver: undefined },
      { kind: 'list', items, open: undefined },
      false,
      at,
    );
    return given === undefined ? undefined : given.kind === 'text' ? textWithHoles(given, '…') : given.kind;
  };

  test.each<[readonly [string, ...string[]], string | undefined]>([
    [['echo', 'a', 'b…'], 'a b…'],
    [['echo', '-n', 'a'], 'a'],
    [['echo', '-e', 'a\\nb'], 'a\nb'],
    [['echo'], ''],
    [['printf', '%s', 'a'], 'a'],
    [['printf', '%s/%s\\n', 'a', '…'], 'a/…\n'],
    [['printf', '%s,', 'a', 'b'], 'a,b,'],
    [['printf', '100%%'], '100%'],
    [['printf', '%05d', '1'], '…'],
    [['printf', '…'], undefined],
    [['basename', '/a/b.sh', '.sh'], 'b'],
    [['dirname', '/a/b.sh'], '/a'],
    [['dirname', 'b.sh'], '.'],
    [['true'], 'nothing'],
    [['cat', 'f'], undefined],
    [['${%}', 'http://h/', '/'], 'http://h'],
    [['${%}', '…/', '/'], '…'],
    [['${%}', '…', '/'], 'unknown'],
    [['${##}', 'a/b/c', '*/'], 'c'],
    [['${#}', 'a/b/c', '*/'], 'b/c'],
    [['${%%}', 'a.b.c', '.*'], 'a'],
    [['${//}', 'a-b-c', '-', '_'], 'a_b_c'],
    [['${/}', 'a-b-c', '-', ''], 'ab-c'],
    [['${^^}', 'put'], 'PUT'],
    [['${,}', 'PUT'], 'pUT'],
  ])('%j', ([name, ...args], expected) => {
    expect(result(name, ...args)).toBe(expected);
  });

  test('wildcards are matched in time', async () => {
    await expectInProportion((n) => result('${##}', 'a'.repeat(n), '*a*a*a*a*b'), 2000);
  });
});
