/** The report as one page for people: it needs nothing else, and can be read without its script. */
import { posix } from 'node:path';
import type { Finding, Level, Report, SuppressedFinding } from '../model/finding.js';
import type { Rule } from '../rule.js';
import { fixHunks } from './fix-lines.js';
import { page } from './html-page.js';
import { repositoryTable } from './html-repositories.js';
import { markup, type Html } from './html-text.js';
import { inFileOrder, noticesInOrder } from './order.js';
import { paintWith } from './paint.js';
import { sourcesOf, type SourceLines } from './source-lines.js';
import { verdictLine } from './summary.js';
import { count, opened } from './words.js';

type Sources = (path: string) => SourceLines | undefined;

/** A page with more would be slow to open; the rest is counted. */
const maxFindings = 2000;
/** Lines of code that are shown of a place, and characters of a line. */
const maxLines = 12;
const maxColumns = 300;

/** The report as a page. `rules` are all rules; the same report gives the same bytes. */
export function htmlReport(
  report: Report,
  {
    rules,
    reportSuppressed = false,
  }: { readonly rules: readonly Rule[]; readonly reportSuppressed?: boolean | undefined },
): string {
  const told = inFileOrder(reportSuppressed ? [...report.findings, ...report.suppressed] : report.findings);
  const sources = sourcesOf(report);
  const shown = told.slice(0, maxFindings).map((finding) => article(finding, sources));
  const left = told.length - shown.length;
  const body = markup`<h1>imds-audit: may <code>HttpTokens=required</code> be set?</h1>
    <p class="verdict ${report.verdict.ready ? 'ready' : ''}">${verdictLine(report.verdict, paintWith(false))}</p>
    <p>${scanned(report)}</p>
    ${repositoryTable(report.repositories)}
    ${told.length === 0 ? markup`<p>No problems were found.</p>` : overview(told, rules)}
    ${told.length === 0 ? [] : filterForm(told)} ${shown}
    ${left > 0 ? markup`<p>${count(left, 'more finding')} ${left === 1 ? 'is' : 'are'} left out here; the other formats have all.</p>` : []}
    ${notices(report)}
    <footer>imds-audit ${report.version}</footer>`;
  return page('imds-audit', body);
}

function scanned({ statistics, suppressed }: Report): string {
  const hidden =
    suppressed.length === 0
      ? ''
      : ` ${opened(`${count(suppressed.length, 'problem')} ignored or known by the baseline`)}`;
  return `${count(statistics.scanned, 'file')} scanned, ${count(statistics.requests, 'request')} to the metadata service found.${hidden}`;
}

function overview(findings: readonly Finding[], rules: readonly Rule[]): Html {
  const titleOf = (id: string): string => rules.find((rule) => rule.id === id)?.title ?? '';
  return markup`<h2>${count(findings.length, 'problem')}</h2>
    <div class="counts">
      ${table('Rule', findings, ({ ruleId }) => `${ruleId} ${titleOf(ruleId)}`)}
      ${table('Language', findings, ({ location }) => location.languages.toReversed().join(' in '))}
      ${table('Directory', findings, ({ location }) => posix.dirname(location.path))}
    </div>`;
}

function table(title: string, findings: readonly Finding[], keyOf: (finding: Finding) => string): Html {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  const rows = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, 20);
  return markup`<table>
    <thead>
      <tr>
        <th>${title}</th>
        <th>Problems</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([key, number]) =>
          markup`<tr>
            <td>${key}</td>
            <td class="number">${number}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function filterForm(findings: readonly Finding[]): Html {
  const ids = [...new Set(findings.map(({ ruleId }) => ruleId))].toSorted();
  const levels: readonly Level[] = ['error', 'warning', 'note'];
  return markup`<form hidden aria-label="Filter">
    <input name="text" type="search" placeholder="Filter by any text" aria-label="Text" />
    <select name="rule" aria-label="Rule">
      <option value="">All rules</option>
      ${ids.map((id) => markup`<option>${id}</option>`)}
    </select>
    <select name="level" aria-label="Level">
      <option value="">All levels</option>
      ${levels.map((level) => markup`<option>${level}</option>`)}
    </select>
    <output></output>
  </form>`;
}

function article(finding: Finding & Partial<Pick<SuppressedFinding, 'suppression'>>, sources: Sources): Html {
  const { location, level, ruleId, ruleName, message, reason, related, remedy, suppression } = finding;
  const place = `${location.path}:${String(location.start.line)}:${String(location.start.column)}`;
  const source = sources(location.path);
  const nested = location.languages.length < 2 ? '' : ` (${location.languages.toReversed().join(' in ')})`;
  return markup`<article data-rule="${ruleId}" data-level="${level}">
    <h3><span class="${level}">${level}</span> ${opened(message)}</h3>
    <p><code>${place}</code>${nested} &#xb7; ${ruleId} ${ruleName}</p>
    ${suppression === undefined ? [] : markup`<p>Suppressed: ${suppression.kind === 'ignore' ? 'ignored by a comment' : 'known by the baseline'}${suppression.reason === undefined ? '' : `: ${suppression.reason}`}</p>`}
    ${source === undefined ? [] : frame(finding, source)}
    <p>Why: ${opened(reason)}</p>
    ${
      related.length === 0
        ? []
        : markup`<details>
            <summary>Reached through ${count(related.length, 'place')}</summary>
            <ol>
              ${related.map((step) => markup`<li><code>${step.location.path}:${step.location.start.line}</code> ${step.message}</li>`)}
            </ol>
          </details>`
    }
    ${
      fixOf(finding, sources) ??
      (remedy === ''
        ? []
        : markup`<details open>
            <summary>What to do</summary>
            <pre>${remedy}</pre>
          </details>`)
    }
  </article>`;
}

/** The lines of the place with their numbers, what is meant marked. */
function frame({ location: { start, end } }: Finding, source: SourceLines): Html {
  const from = Math.max(1, start.line - 1);
  const to = Math.min(source.count, end.line + 1, from + maxLines - 1);
  const lines = Array.from({ length: to - from + 1 }, (_, index) => {
    const number = from + index;
    const line = source.line(number);
    const first =
      number === start.line
        ? start.column - 1
        : number > start.line && number <= end.line
          ? line.search(/\S|$/)
          : line.length;
    const last = number === end.line ? end.column - 1 : number < end.line ? line.length : 0;
    const cut = Math.max(0, first - maxColumns / 2);
    const piece = (a: number, b: number): string => line.slice(Math.max(cut, a), Math.min(cut + maxColumns, b));
    const isMarked = number >= start.line && number <= end.line && last > first;
    const text = isMarked
      ? markup`${cut > 0 ? '…' : ''}${piece(0, first)}<mark>${piece(first, last)}</mark>${piece(last, line.length)}`
      : markup`${piece(0, line.length)}`;
    return markup`<span class="gutter">${String(number).padStart(String(to).length)} &#x2502; </span>${text}`;
  });
  return markup`<pre>${lines}</pre>`;
}

/** The fix as the lines that it changes. */
function fixOf({ fix }: Finding, sources: Sources): Html | undefined {
  const hunks = fix && fixHunks(fix, sources);
  if (fix === undefined || hunks === undefined) return undefined;
  const flags = fix.safety === 'safe' ? '--fix' : '--fix --unsafe-fixes';
  const shown = hunks.map(({ path, line, lines }) => {
    const rows = lines.map(({ kind, text }) => {
      const cut = text.slice(0, maxColumns);
      if (kind === 'same') return markup`<span class="same">  ${cut}</span>`;
      return kind === 'old' ? markup`<del>- ${cut}</del>` : markup`<ins>+ ${cut}</ins>`;
    });
    return markup`<pre><span class="gutter same">${path}:${line}</span>${{ html: rows.map((row) => row.html).join('') }}</pre>`;
  });
  return markup`<details open>
    <summary>${fix.safety === 'safe' ? 'Fix' : 'Unsafe fix'} (<code>${flags}</code>): ${fix.title}</summary>
    ${shown}
  </details>`;
}

function notices({ notices: all }: Report): Html | readonly Html[] {
  if (all.length === 0) return [];
  const rows = noticesInOrder(all)
    .slice(0, maxFindings)
    .map(({ path, position, kind, message }) => {
      return markup`<tr>
      <td><code>${path}${position === undefined ? '' : `:${String(position.line)}`}</code></td>
      <td>${kind}</td>
      <td>${message}</td>
    </tr>`;
    });
  return markup`<h2>Not understood, and other notices</h2>
    <table>
      <thead>
        <tr>
          <th>Place</th>
          <th>Kind</th>
          <th>What</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}
