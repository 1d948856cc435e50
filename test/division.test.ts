/** How files are divided among machines that know nothing of one another: all of them, fairly, and everywhere alike. */
import { divide, type Division, type Sized } from '../src/discover/division.js';
import { repositoryOf } from '../src/discover/repositories.js';
import { readShard, settleShard } from '../src/cli/shard.js';
import { fc } from './support/properties.js';

const folder = fc.constantFrom('a', 'b', 'a/b', 'c', '');
const files: fc.Arbitrary<readonly Sized[]> = fc
  .uniqueArray(fc.tuple(folder, fc.string({ minLength: 1, maxLength: 3 }), fc.nat(1000)), {
    selector: ([repository, name]) => `${repository}/${name}`,
    maxLength: 40,
  })
  .map((all) => all.map(([repository, name, size]) => ({ path: `${repository}/${name}`, size, repository })));
const total = fc.integer({ min: 1, max: 9 });

function loadsOf(all: readonly Sized[], { shardOf }: Division, number: number): readonly number[] {
  const loads = new Array<number>(number).fill(0);
  for (const { path, size } of all) loads[shardOf(path) - 1] = (loads[shardOf(path) - 1] ?? 0) + size;
  return loads;
}

test('every file is in one shard, and none gets more than its share and the largest unit', () => {
  fc.assert(
    fc.property(files, total, (all, number) => {
      const division = divide(all, number);
      const sum = all.reduce((bytes, { size }) => bytes + size, 0);
      const loads = loadsOf(all, division, number);
      expect(loads).toHaveLength(number);
      expect(loads.reduce((bytes, load) => bytes + load, 0)).toBe(sum);
      // A unit is no larger than a share, unless it is one file.
      const largest = Math.max(sum / number, ...all.map(({ size }) => size));
      expect(Math.max(...loads)).toBeLessThanOrEqual(sum / number + largest);
    }),
  );
});

test('the order in which files are met, and what else there is, do not matter', () => {
  const shuffled = files.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
  );
  fc.assert(
    fc.property(shuffled, total, ([all, other], number) => {
      const [one, two] = [divide(all, number), divide(other, number)];
      expect(all.map(({ path }) => one.shardOf(path))).toEqual(all.map(({ path }) => two.shardOf(path)));
      expect(one.tree).toBe(two.tree);
    }),
  );
});

test('a repository that is no larger than a share is read by one shard alone', () => {
  fc.assert(
    fc.property(files, total, (all, number) => {
      const division = divide(all, number);
      const sum = all.reduce((bytes, { size }) => bytes + size, 0);
      for (const name of new Set(all.map(({ repository }) => repository))) {
        const own = all.filter(({ repository }) => repository === name);
        const readers = Array.from({ length: number }, (_, index) => index + 1).filter((shard) =>
          division.repositoriesOf(shard).has(name),
        );
        expect(new Set(own.map(({ path }) => division.shardOf(path)))).toEqual(new Set(readers));
        if (own.reduce((bytes, { size }) => bytes + size, 0) <= sum / number) expect(readers).toHaveLength(1);
      }
    }),
  );
});

test('another tree, or a file of another size, has another hash', () => {
  const file = { path: 'a', size: 1, repository: '' };
  const trees = [[file], [{ ...file, size: 2 }], [{ ...file, path: 'b' }], []].map((all) => divide(all, 2).tree);
  expect(new Set(trees).size).toBe(trees.length);
});

test('a path is of the outermost repository that it lies in', () => {
  const tops = new Set(['a', 'a/b', 'c/d']);
  const paths = ['a/x', 'a/b/x', 'c/d/e/x', 'c/x', 'ab/x', 'a', 'x'];
  expect(paths.map((path) => repositoryOf(path, tops))).toEqual(['a', 'a', 'c/d', '', '', 'a', '']);
});

describe('which shard this is', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly [number, number]]>([
    ['2/5', {}, [2, 5]],
    ['1/1', { CI_NODE_INDEX: '3', CI_NODE_TOTAL: '4' }, [1, 1]],
    ['auto', { CI_NODE_INDEX: '3', CI_NODE_TOTAL: '4' }, [3, 4]],
    ['auto', { CI_NODE_TOTAL: '1' }, [1, 1]],
    ['auto', { CIRCLE_NODE_INDEX: '3', CIRCLE_NODE_TOTAL: '4' }, [4, 4]],
    ['auto', { BUILDKITE_PARALLEL_JOB: '0', BUILDKITE_PARALLEL_JOB_COUNT: '4' }, [1, 4]],
    ['auto', { AWS_BATCH_JOB_ARRAY_INDEX: '9', AWS_BATCH_JOB_ARRAY_SIZE: '10' }, [10, 10]],
    ['auto/8', { JOB_COMPLETION_INDEX: '7' }, [8, 8]],
  ])('%s with %j', (value, environment, [index, number]) => {
    expect(settleShard(readShard(value), environment)).toEqual({ index, total: number });
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['0/5', {}, '--shard 0/5: there is no shard 0 of 5'],
    ['6/5', {}, '--shard 6/5: there is no shard 6 of 5'],
    ['1/0', {}, '--shard 1/0: there can be 1 to 10000 shards'],
    ['1/99999', {}, '--shard 1/99999: there can be 1 to 10000 shards'],
    ['2', {}, '--shard 2 is no shard'],
    ['-1/2', {}, '--shard -1/2 is no shard'],
    ['1/2/3', {}, '--shard 1/2/3 is no shard'],
    ['auto', {}, '--shard auto finds no job number in the environment'],
    ['auto', { CI_NODE_TOTAL: '4' }, '--shard auto finds no job number in the environment'],
    ['auto', { JOB_COMPLETION_INDEX: '7' }, 'JOB_COMPLETION_INDEX does not say of how many'],
    ['auto/4', { JOB_COMPLETION_INDEX: '7' }, 'JOB_COMPLETION_INDEX: there is no shard 8 of 4'],
    ['auto', { CI_NODE_INDEX: 'x', CI_NODE_TOTAL: '4' }, 'CI_NODE_INDEX=x is no number'],
    ['auto', { CI_NODE_INDEX: '0', CI_NODE_TOTAL: '4' }, 'CI_NODE_INDEX and CI_NODE_TOTAL: there is no shard 0 of 4'],
  ])('%s with %j is refused', (value, environment, message) => {
    expect(() => settleShard(readShard(value), environment)).toThrow(message);
  });
});
