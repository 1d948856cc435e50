/** What is remembered for the few things that were asked for last. */
import { ofLast } from '../src/model/lately.js';
import { fc } from './support/properties.js';

/** How often something was made for each of `keys` in turn. */
function timesMade(keys: readonly number[]): number {
  let times = 0;
  const made = ofLast((key: number) => {
    times += 1;
    return key;
  });
  for (const key of keys) expect(made(key)).toBe(key);
  return times;
}

test('what is asked of four in turn is made four times', () => {
  expect(timesMade([1, 2, 3, 4, 4, 3, 2, 1, 1, 2, 3, 4])).toBe(4);
});

test('the one that was asked for longest ago is let go', () => {
  expect(timesMade([1, 2, 3, 4, 1, 5, 1, 3, 4, 5])).toBe(5);
  expect(timesMade([1, 2, 3, 4, 1, 5, 2])).toBe(6);
});

test('an undefined answer is remembered, too', () => {
  let times = 0;
  const made = ofLast((_: number) => {
    times += 1;
    return undefined;
  });
  made(1);
  made(1);
  expect(times).toBe(1);
});

test('the answer is that of the key, whatever was asked before', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(8)), (keys) => {
      expect(timesMade(keys)).toBeLessThanOrEqual(keys.length);
    }),
  );
});
