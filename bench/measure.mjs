/** Runs programs in turn and measures each run: wall time, CPU time of the process and its children, peak memory. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes of output; what ast-grep prints of a large tree is less. */
const maxBuffer = 1 << 28;

/**
 * One run below `directory`. GNU time says what the process and its children cost as `wait4` counts it: user and system time
 * to 10 ms, and the largest resident set; wall time is taken here. Throws when the program could not answer.
 */
export function measure({ command, answers = [0] }, directory) {
  const folder = mkdtempSync(join(tmpdir(), 'imds-audit-bench-'));
  const usage = join(folder, 'usage');
  const [start, child, end] = timed(() =>
    spawnSync('/usr/bin/time', ['-q', '-f', '%U %S %M', '-o', usage, ...command], {
      cwd: directory,
      maxBuffer,
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  try {
    if (!answers.includes(child.status)) {
      throw new Error(`${command.join(' ')} ended with ${child.status ?? child.error}: ${child.stderr}`);
    }
    const [user, system, memory] = readFileSync(usage, 'utf8').trim().split(' ').map(Number);
    return { wall: end - start, cpu: (user + system) * 1000, memory: memory / 1024, output: String(child.stdout) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function timed(work) {
  const start = performance.now();
  const result = work();
  return [start, result, performance.now()];
}

/**
 * The medians of `rounds` rounds, by name. A round runs every program once, each time beginning with another one, so that what
 * else the machine does falls on all alike; one round before them, which does not count, fills the file cache.
 */
export function measureAll(programs, directory, rounds, told = () => undefined) {
  const runs = new Map(programs.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (let index = 0; index < programs.length; index += 1) {
      const program = programs[(index + round) % programs.length];
      const run = measure(program, directory);
      if (round > 0) runs.get(program.name).push(run);
      told(program.name, round, run);
    }
  }
  return new Map([...runs].map(([name, own]) => [name, summary(own, runs.get(programs[0].name))]));
}

/** Medians; ratios are medians of the ratios of each round to what the first program took in it. */
function summary(own, base) {
  const ratio = (key) => median(own.map((run, index) => run[key] / Math.max(base[index][key], Number.MIN_VALUE)));
  const middle = (key) => median(own.map((run) => run[key]));
  return {
    wall: middle('wall'),
    cpu: middle('cpu'),
    memory: middle('memory'),
    wallRatio: ratio('wall'),
    cpuRatio: ratio('cpu'),
    output: own[0].output,
  };
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
