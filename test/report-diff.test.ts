/** Unified diffs: exact for programs, harmless for terminals. */
import { applyPatch } from 'diff';
import { fc } from './support/properties.js';
import { unifiedDiff } from '../src/report/diff.js';

const plain = { color: false };

test('a change with its context', () => {
  const before = 'a\nb\nc\nd\ne\nf\ng\nh\n';
  expect(unifiedDiff('src/a.sh', before, before.replace('e', 'E\nE'), plain)).toBe(
    '--- a/src/a.sh\n+++ b/src/a.sh\n@@ -2,7 +2,8 @@\n b\n c\n d\n-e\n+E\n+E\n f\n g\n h\n',
  );
});

test('no change is no diff', () => {
  expect(unifiedDiff('a', 'x', 'x', plain)).toBe('');
});

test('a missing line break at the end is told', () => {
  expect(unifiedDiff('a', 'x', 'y\n', plain)).toBe(
    '--- a/a\n+++ b/a\n@@ -1,1 +1,1 @@\n-x\n\\ No newline at end of file\n+y\n',
  );
});

test('CRLF stays', () => {
  expect(unifiedDiff('a', 'x\r\ny\r\n', 'x\r\nz\r\n', plain)).toContain('\n x\r\n-y\r\n+z\r\n');
});

test('a tab ends a path with spaces, and a path stays on its line', () => {
  expect(unifiedDiff('a b', 'x', 'y', plain)).toMatch(/^--- a\/a b\t\n\+\+\+ b\/a b\t\n/);
  expect(unifiedDiff('a\nb', 'x', 'y', plain)).toMatch(/^--- "a\/a\\nb"\n/);
});

test('applied to the text before it gives the text after', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r\n', '\uFEFF', '役', '-', '+'), maxLength: 60 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const patch = unifiedDiff('a', before, after, plain);
      expect(patch === '' ? before : applyPatch(before, patch, { autoConvertLineEndings: false })).toBe(after);
    }),
  );
});

test('for a terminal it is coloured, and escapes are shown', () => {
  const diff = unifiedDiff('a', 'x\u001b[2J\r\n', '\ty\r\n', { color: true });
  expect(diff.split('\n')).toEqual([
    '\u001b[1m--- a/a\u001b[22m',
    '\u001b[1m+++ b/a\u001b[22m',
    '\u001b[36m@@ -1,1 +1,1 @@\u001b[39m',
    '\u001b[31m-x^[[2J\u001b[39m',
    '\u001b[32m+    y\u001b[39m',
    '',
  ]);
});
