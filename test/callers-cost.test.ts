/** What it costs to follow callers: what is found out for one of them is not found out again for each call that asks. */
import { audit } from '../src/audit.js';
import { defaultOptions } from '../src/config.js';
import type { Report } from '../src/model/finding.js';
import { filesBelow } from './support/files-in-memory.js';

const HOST = 'http://169.254.169.254/latest';

/** Functions of which each calls the one before it three times: hundreds of calls for the last of them, `f5`. */
const costly = `const first = (a, b, c) => a;
const f = () => '/meta-data/';
${each(
  6,
  (i) =>
    `const f${String(i)} = () => first(${Array<string>(3)
      .fill(`f${i === 0 ? '' : String(i - 1)}()`)
      .join()});`,
)}`;

function each(count: number, write: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => write(index)).join('\n');
}

/** A function that makes so many requests, and so many that call it. Nothing is asked of them but whether they are understood. */
function callersOf(requests: number, callers: number, path: string): Promise<Report> {
  const files = {
    'requests.js': `${costly}
export function readAll(host) {
  const path = ${path};
${each(requests, (index) => `  fetch(host + path + '${String(index)}');`)}
}`,
    'callers.js': `import { readAll } from './requests.js';
${each(callers, (index) => `export const call${String(index)} = () => readAll('${HOST}');`)}`,
  };
  const options = { ...defaultOptions, root: '/project', rules: ['possibly-tokenless-request'] };
  return audit(filesBelow('/project', files), options);
}

test('what a function does for one caller is found out once for all its requests', async () => {
  const report = await callersOf(60, 10, 'f4() + host');
  expect(report.notices).toEqual([]);
  expect(report.statistics.requests).toBe(600);
});
