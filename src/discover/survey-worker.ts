/** What runs on the threads of a survey: looks into one batch of files after another, as long as there are any. */
import { parentPort } from 'node:worker_threads';
import { nodeFileSystem } from './node-file-system.js';
import { lookInto, type Batch } from './survey.js';

const fs = nodeFileSystem();

parentPort?.on('message', (batch: Batch) => {
  lookInto(batch, (path, limit) => fs.readFile(path, limit));
});
