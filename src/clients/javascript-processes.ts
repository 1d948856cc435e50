/** Programs started from JavaScript without a shell: `execFile('curl', ['-s', url])`. */
import { textOf, unknown, type UnknownValue } from '../model/value.js';
import type { Argument, HttpRequest, Invocation } from './client.js';
import { readCommand } from './commands.js';

/** Functions that take a program and the list of its arguments. */
const STARTERS = new Set([
  'child_process.execFile',
  'child_process.execFileSync',
  'child_process.execFileAsync',
  'child_process.spawn',
  'child_process.spawnSync',
  'execa',
  'execa.sync',
  'execa.execa',
  'execa.execaSync',
  'cross-spawn',
  'cross-spawn.sync',
  'cross-spawn.spawn',
  'child-process-promise.execFile',
  'child-process-promise.spawn',
  'promisify-child-process.execFile',
  'promisify-child-process.spawn',
  'spawndamnit',
  'nano-spawn',
  'tinyexec.x',
  'tinyexec.exec',
  'teen_process.exec',
  '@actions/exec.exec',
  '@actions/exec.getExecOutput',
  'globalThis.Deno.Command',
  'globalThis.Deno.run',
  'globalThis.Bun.spawn',
  'globalThis.Bun.spawnSync',
  'bun.spawn',
]);

export function readsProcess(callee: string): boolean {
  return STARTERS.has(callee);
}

/** The requests of the program that is started. */
export function readProcess({ args, argsOpen }: Invocation): readonly HttpRequest[] {
  const [program, list] = args;
  if (program === undefined) return [];
  if (program.value.kind === 'list') return readCommand(wordsOf(program), program.value.open ?? argsOpen);
  if (program.value.kind === 'record') return readCommand(...fromOptions(program, 'cmd'));
  if (list?.value.kind === 'record') {
    const [words, open] = fromOptions(list, 'args');
    return readCommand([program, ...words], open);
  }
  const { words, open } = argumentsOf(list);
  return readCommand([program, ...words], open ?? argsOpen);
}

function wordsOf({ value, place }: Argument): readonly Argument[] {
  return value.kind === 'list' ? value.items.map((item) => ({ value: item, place })) : [];
}

function argumentsOf(list: Argument | undefined): {
  readonly words: readonly Argument[];
  readonly open: UnknownValue | undefined;
} {
  if (list === undefined) return { words: [], open: undefined };
  switch (list.value.kind) {
    case 'nothing':
    case 'function':
      return { words: [], open: undefined };
    case 'list':
      return { words: wordsOf(list), open: list.value.open };
    case 'unknown':
      return { words: [], open: list.value };
    default:
      return { words: [], open: unknown('arguments that are not followed') };
  }
}

/** `new Deno.Command('curl', { args: […] })`, `Deno.run({ cmd: […] })` */
function fromOptions({ value, place }: Argument, name: string): [readonly Argument[], UnknownValue | undefined] {
  if (value.kind !== 'record') return [[], undefined];
  const words = value.entries.findLast(({ key }) => textOf(key) === name)?.value;
  return words === undefined
    ? [[], value.open]
    : [wordsOf({ value: words, place }), words.kind === 'list' ? words.open : undefined];
}
