/**
 * Runs programs, one after the other, beside a metadata service: started in a network of its own, with the jobs as JSON on
 * standard input; it prints what came of them as JSON.
 */
import { spawn } from 'node:child_process';
import type { Exchange, Tokens } from './metadata-service.js';
import { startMetadataService } from './metadata-service.js';

/** A program to run. */
export interface Job {
  readonly command: readonly [string, ...string[]];
  readonly directory: string;
  readonly tokens: Tokens;
}

/** What came of it. */
export interface Outcome {
  readonly output: string;
  readonly errors: string;
  /** Undefined when the program was stopped because it took too long. */
  readonly exitCode: number | undefined;
  readonly log: readonly Exchange[];
}

export const SERVICE_ADDRESS = '127.169.254.169';

const milliseconds = 10_000;

function run({ command: [program, ...args], directory }: Job): Promise<Omit<Outcome, 'log'>> {
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: directory,
    LANG: 'C.UTF-8',
    // For the SDK, whose programs do not name the address.
    AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://${SERVICE_ADDRESS}`,
  };
  const child = spawn(program, args, {
    cwd: directory,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, milliseconds);
    const finish = (exitCode: number | undefined, more = ''): void => {
      clearTimeout(timer);
      resolve({ output, errors: errors + more, exitCode });
    };
    child.on('error', (error) => {
      finish(undefined, error.message);
    });
    child.on('close', (code) => {
      finish(code ?? undefined);
    });
  });
}

async function main(): Promise<void> {
  let input = '';
  for await (const chunk of process.stdin) input += String(chunk);
  const service = await startMetadataService(SERVICE_ADDRESS);
  const outcomes: Outcome[] = [];
  for (const job of JSON.parse(input) as readonly Job[]) {
    service.treatTokens(job.tokens);
    const outcome = await run(job);
    outcomes.push({ ...outcome, log: service.takeLog() });
  }
  await service.close();
  process.stdout.write(JSON.stringify(outcomes));
}

if (process.env['IMDS_AUDIT_LIVE_RUNNER'] === '1') void main();
