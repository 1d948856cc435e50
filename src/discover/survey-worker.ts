/** What runs on the threads of a survey or a comparison: does one batch after another, as long as there are any. */
import { parentPort } from 'node:worker_threads';
import { compareBatch, type ListingBatch, type StampBatch } from './comparison.js';
import { nodeFileSystem } from './node-file-system.js';
import { lookInto, type SurveyBatch } from './survey.js';

const fs = nodeFileSystem();

parentPort?.on('message', (batch: SurveyBatch | StampBatch | ListingBatch) => {
  if (batch.task === 'look into') lookInto(batch, (path, limit) => fs.readFile(path, limit));
  else compareBatch(batch, fs);
});
