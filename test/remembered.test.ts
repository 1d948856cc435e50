/** What the evaluator remembers of answers that were cut short, and of those that failed. */
import { choose, known, textOf, type Value } from '../src/model/value.js';
import { Evaluator, type Memo } from '../src/resolve/evaluate.js';
import { Project } from '../src/resolve/project.js';

function evaluator(): Evaluator {
  const none = () => undefined;
  const made = new Evaluator(new Project({ read: none, among: (paths) => paths, claim: none, language: none }));
  made.grant('a.js');
  return made;
}

test('what depends on itself through many others is worked out once for a question', () => {
  const asked = evaluator();
  const memo = new Map<number, Memo>();
  let worked = 0;
  const at = (index: number): Value => {
    if (index < 1 || index > 20) return known(index < 1 ? 'first' : 'last');
    return asked.remembered(memo, index, () => {
      worked += 1;
      return choose([at(index - 1), at(index + 1), at(index + 2)]);
    });
  };
  const value = at(1);
  expect(value.kind === 'choice' ? value.options.map(textOf) : []).toContain('last');
  expect(worked).toBe(20);
});

test('what was made of a cycle is worked out anew once the cycle is left', () => {
  const asked = evaluator();
  const memo = new Map<string, Memo>();
  const first = (): Value => asked.remembered(memo, 'first', () => choose([second(), known('1')]));
  const second = (): Value => asked.remembered(memo, 'second', () => choose([first(), known('2')]));
  first();
  const value = second();
  expect(value.kind === 'choice' ? value.options.map(textOf) : []).toContain('1');
});

test('a failure leaves no trace: what is asked next is answered as if there had been none', () => {
  const asked = evaluator();
  const memo = new Map<string, Memo>();
  const failing = (): Value => {
    throw new Error('a bug');
  };
  for (let count = 0; count < 200; count += 1) {
    expect(() => asked.remembered(memo, 'key', () => asked.remembered(memo, 'inner', failing))).toThrow('a bug');
  }
  expect(textOf(asked.remembered(memo, 'key', () => known('so')))).toBe('so');
  expect(textOf(asked.remembered(memo, 'inner', () => known('so')))).toBe('so');
});
