/** Reads `--shard`: which part of the files a run is about, as it says itself or as the engine that runs it does. */
import { mostShards, UserError } from '../config.js';
import type { Shard } from '../model/finding.js';

/** 'auto' leaves it to the environment; `total` may be said all the same. */
export type AskedShard =
  Pick<Shard, 'index' | 'total'> | { readonly index: 'auto'; readonly total: number | undefined };

type Environment = Readonly<Record<string, string | undefined>>;

/** Where an engine says which of several jobs this is, and from what number it counts. */
interface Engine {
  readonly index: string;
  /** Undefined where it does not say how many there are. */
  readonly total: string | undefined;
  readonly first: 0 | 1;
}

/** GitHub has it in expressions alone: a workflow passes them. GitLab counts from 1, the others from 0. */
const engines: readonly Engine[] = [
  { index: 'CI_NODE_INDEX', total: 'CI_NODE_TOTAL', first: 1 },
  { index: 'CIRCLE_NODE_INDEX', total: 'CIRCLE_NODE_TOTAL', first: 0 },
  { index: 'BUILDKITE_PARALLEL_JOB', total: 'BUILDKITE_PARALLEL_JOB_COUNT', first: 0 },
  { index: 'AWS_BATCH_JOB_ARRAY_INDEX', total: 'AWS_BATCH_JOB_ARRAY_SIZE', first: 0 },
  { index: 'JOB_COMPLETION_INDEX', total: undefined, first: 0 },
];

const form = 'write --shard 2/5 for the second of five, or --shard auto';

/** '2/5', 'auto' or 'auto/5'. */
export function readShard(value: string | undefined): AskedShard | undefined {
  if (value === undefined) return undefined;
  if (value === 'auto') return { index: 'auto', total: undefined };
  const [, index, total] = /^(auto|\d{1,6})\/(\d{1,6})$/.exec(value) ?? [];
  if (index === undefined) throw new UserError(`--shard ${value} is no shard`, form);
  if (index === 'auto') return { index, total: checkedTotal(Number(total), `--shard ${value}`) };
  return checked(Number(index), Number(total), `--shard ${value}`);
}

/** The shard that is meant here. Throws a `UserError` where the environment does not say it. */
export function settleShard(asked: AskedShard | undefined, environment: Environment): Options {
  if (asked === undefined || asked.index !== 'auto') return asked;
  const engine = engines.find(({ index }) => isSet(environment[index]));
  if (engine === undefined) return alone(asked.total, environment);
  const own = engine.total === undefined ? undefined : environment[engine.total];
  const place = isSet(own) ? `${engine.index} and ${engine.total ?? ''}` : engine.index;
  const total = asked.total ?? (isSet(own) ? numberIn(own, engine.total ?? '') : undefined);
  if (total === undefined)
    throw new UserError(`${engine.index} does not say of how many`, 'write it: --shard auto/5 for five');
  return checked(numberIn(environment[engine.index], engine.index) + 1 - engine.first, total, place);
}

type Options = Pick<Shard, 'index' | 'total'> | undefined;

/** A job of GitLab that is one of one says so; anywhere else nothing is known. */
function alone(total: number | undefined, environment: Environment): Options {
  if (environment['CI_NODE_TOTAL'] === '1' && (total ?? 1) === 1) return { index: 1, total: 1 };
  throw new UserError(
    '--shard auto finds no job number in the environment',
    'write --shard 2/5 for the second of five',
  );
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

function numberIn(value: string | undefined, name: string): number {
  if (value !== undefined && /^\d{1,6}$/.test(value)) return Number(value);
  throw new UserError(`${name}=${value ?? ''} is no number`, form);
}

function checked(index: number, total: number, place: string): Pick<Shard, 'index' | 'total'> {
  if (index >= 1 && index <= checkedTotal(total, place)) return { index, total };
  throw new UserError(`${place}: there is no shard ${String(index)} of ${String(total)}`, form);
}

function checkedTotal(total: number, place: string): number {
  if (total >= 1 && total <= mostShards) return total;
  throw new UserError(`${place}: there can be 1 to ${String(mostShards)} shards`, form);
}
