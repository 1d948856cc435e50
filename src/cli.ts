/** The program: argv, environment, streams and exit code; the only file that touches `process`. */
import { fileURLToPath } from 'node:url';
import type { Host } from './cli/host.js';
import { UserError } from './config.js';
import { run } from './cli/run.js';

// What cannot be written is told by `writeOutput`; what standard error does not take can be told nowhere.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const host: Host = {
  directory: process.cwd(),
  environment: process.env,
  stdoutIsTerminal: process.stdout.isTTY,
  stderrIsTerminal: process.stderr.isTTY,
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  now: () => performance.now(),
  today: new Date().toISOString().slice(0, 10),
  pages: fileURLToPath(new URL('../rules/', import.meta.url)),
  program: new URL(import.meta.url),
  surveyor: new URL('./survey-worker.cjs', import.meta.url),
  readInput: async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks).toString('utf8');
  },
  writeOutput: (text) =>
    new Promise((resolve, reject) => {
      process.stdout.write(text, (error: NodeJS.ErrnoException | null | undefined) => {
        // Whoever reads our output may stop reading: `imds-audit | head` is no failure.
        if (!error || error.code === 'EPIPE') resolve();
        else reject(new UserError(`standard output cannot be written: ${error.message}`));
      });
    }),
  writeError: (text) => process.stderr.write(text),
};

// Never `process.exit`: it would cut off what a pipe has not taken yet.
void run(process.argv.slice(2), host).then((code) => {
  process.exitCode = code;
});
