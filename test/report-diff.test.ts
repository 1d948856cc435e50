/** Unified diffs: exact for programs, harmless for terminals. */
import { applyPatch } from 'diff';
import { fc } from './support/properties.js';
import { changedFurther } from '../src/changed.js';
import { applyEdits, conflicts } from '../src/edits.js';
import type { Edit } from '../src/model/source-file.js';
import { unifiedDiff } from '../src/report/diff.js';
import { expectInProportion } from './support/growth.js';

const plain = { color: false };

/** Of texts of which nothing is known. */
function diffOf(path: string, before: string, after: string, options: { readonly color: boolean }): string {
  const changes = [{ before: { start: 0, end: before.length }, after: { start: 0, end: after.length } }];
  return unifiedDiff({ path, before, after, changes }, options);
}

test('a change with its context', () => {
  const before = 'a\nb\nc\nd\ne\nf\ng\nh\n';
  expect(diffOf('src/a.sh', before, before.replace('e', 'E\nE'), plain)).toBe(
    '--- a/src/a.sh\n+++ b/src/a.sh\n@@ -2,7 +2,8 @@\n b\n c\n d\n-e\n+E\n+E\n f\n g\n h\n',
  );
});

test('no change is no diff', () => {
  expect(diffOf('a', 'x', 'x', plain)).toBe('');
});

test('a missing line break at the end is told', () => {
  expect(diffOf('a', 'x', 'y\n', plain)).toBe(
    '--- a/a\n+++ b/a\n@@ -1,1 +1,1 @@\n-x\n\\ No newline at end of file\n+y\n',
  );
});

test('CRLF stays', () => {
  expect(diffOf('a', 'x\r\ny\r\n', 'x\r\nz\r\n', plain)).toContain('\n x\r\n-y\r\n+z\r\n');
});

test('a tab ends a path with spaces, and a path stays on its line', () => {
  expect(diffOf('a b', 'x', 'y', plain)).toMatch(/^--- a\/a b\t\n\+\+\+ b\/a b\t\n/);
  expect(diffOf('a\nb', 'x', 'y', plain)).toMatch(/^--- "a\/a\\nb"\n/);
});

test('applied to the text before it gives the text after', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r\n', '\uFEFF', '役', '-', '+'), maxLength: 60 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const patch = diffOf('a', before, after, plain);
      expect(patch === '' ? before : applyPatch(before, patch, { autoConvertLineEndings: false })).toBe(after);
    }),
  );
});

/** Some edits of a text that may be made together. */
function editsOf(text: string, starts: readonly [number, number, string][]): readonly Edit[] {
  const edits: Edit[] = [];
  for (const [at, length, inserted] of starts) {
    const start = at % (text.length + 1);
    const edit = { span: { start, end: Math.min(text.length, start + length) }, text: inserted };
    if (edits.every((other) => !conflicts(edit, other))) edits.push(edit);
  }
  return edits;
}

test('it shows what rounds of edits changed', () => {
  const unit = fc.constantFrom('a', 'b', '\n', '\n', '\r\n');
  const place = fc.tuple(fc.nat(100), fc.nat(12), fc.string({ unit, maxLength: 6 }));
  const rounds = fc.array(fc.array(place, { maxLength: 5 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 80 }), rounds, (before, places) => {
      let after = before;
      let changes: ReturnType<typeof changedFurther> = [];
      for (const starts of places) {
        const edits = editsOf(after, starts);
        changes = changedFurther(changes, edits);
        after = applyEdits(after, edits);
      }
      const made = changes.map((change) => ({
        span: change.before,
        text: after.slice(change.after.start, change.after.end),
      }));
      expect(applyEdits(before, made)).toBe(after);
      const patch = unifiedDiff({ path: 'a', before, after, changes }, plain);
      expect(patch === '' ? before : applyPatch(before, patch, { autoConvertLineEndings: false })).toBe(after);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['lines each', (index: number) => `b${String(index)}\n`],
  ['lines that are new', () => 'a\nb\na\n'],
])('what changes thousands of times costs in proportion: %s', async (_, text) => {
  await expectInProportion((count) => {
    const before = 'a\n'.repeat(count);
    const edits = Array.from({ length: count }, (__, index) => ({
      span: { start: 2 * index, end: 2 * index + 2 },
      text: text(index),
    }));
    const after = applyEdits(before, edits);
    expect(unifiedDiff({ path: 'a', before, after, changes: changedFurther([], edits) }, plain)).toContain('\n+b');
  }, 20_000);
});

test('a text that is all different costs in proportion', async () => {
  await expectInProportion((count) => {
    expect(diffOf('a', 'a\n'.repeat(count), 'b\n'.repeat(count), plain)).toContain('\n+b');
  }, 100_000);
});

test('for a terminal it is coloured, and escapes are shown', () => {
  const diff = diffOf('a', 'x\u001b[2J\r\n', '\ty\r\n', { color: true });
  expect(diff.split('\n')).toEqual([
    '\u001b[1m--- a/a\u001b[22m',
    '\u001b[1m+++ b/a\u001b[22m',
    '\u001b[36m@@ -1,1 +1,1 @@\u001b[39m',
    '\u001b[31m-x^[[2J\u001b[39m',
    '\u001b[32m+    y\u001b[39m',
    '',
  ]);
});
