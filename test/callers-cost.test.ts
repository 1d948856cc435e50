/** What it costs to follow callers: what is found out for one of them is not found out again for each call that asks. */
import type { Report } from '../src/model/finding.js';
import { auditFiles } from './support/audit-text.js';

const HOST = 'http://169.254.169.254/latest';

/** Functions of which each calls the one before it twice: hundreds of calls for the last of them, `f5`. */
const costly = `const first = (a, b) => a;
const f = () => '/meta-data/';
${each(6, (i) => `const f${i} = () => first(f${i === '0' ? '' : String(Number(i) - 1)}(), f${i === '0' ? '' : String(Number(i) - 1)}());`)}`;

function each(count: number, write: (index: string) => string): string {
  return Array.from({ length: count }, (_, i) => write(String(i))).join('\n');
}

/** A function that makes `requests` requests, and so many that call it. */
function callersOf(requests: number, callers: number): Promise<Report> {
  return auditFiles({
    'requests.js': `${costly}
export function readAll(host) {
  const path = f5();
${each(requests, (i) => `  fetch(host + path + '${i}');`)}
}`,
    'callers.js': `import { readAll } from './requests.js';
${each(callers, (i) => `export const call${i} = () => readAll('${HOST}');`)}`,
  });
}

test('what a function does for one caller is found out once for all its requests', async () => {
  const report = await callersOf(60, 10);
  expect(report.notices).toEqual([]);
  expect(report.findings.length).toBe(10);
});

test('what does not depend on the caller is found out once for all of them', async () => {
  const report = await callersOf(1, 120);
  expect(report.notices).toEqual([]);
  expect(report.findings.length).toBe(10);
});
