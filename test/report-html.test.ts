/** The page of a report, opened in a real browser: what it shows, with and without its script, and that it asks for nothing else. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { render } from '../src/report/index.js';
import type { Report } from '../src/model/finding.js';
import { emptyReport, sampleReport, sampleRules } from './support/sample-report.js';

const context = { rules: sampleRules, exitCode: 1, color: false };
const written = (report: Report): string => render('html', report, context);

describe('the text of the page', () => {
  test('is the same for the same report, and ends with a line break', () => {
    expect(written(sampleReport)).toBe(written(sampleReport));
    expect(written(sampleReport).endsWith('</html>\n')).toBe(true);
  });

  test('tells each finding: place, why, and the fix or what to do', () => {
    const text = written(sampleReport);
    for (const { location, ruleId, fix } of sampleReport.findings) {
      expect(text).toContain(`${location.path}:${String(location.start.line)}:${String(location.start.column)}`);
      expect(text).toContain(ruleId);
      if (fix !== undefined) expect(text).toContain(fix.safety === 'safe' ? '>--fix<' : '--fix --unsafe-fixes');
    }
  });

  test('names no address to load anything from', () => {
    expect(written(sampleReport)).not.toMatch(/(?:src|href|action)\s*=|url\(|@import/);
  });
});

const browserPath = spawnSync(
  'sh',
  ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome'],
  {
    encoding: 'utf8',
  },
).stdout.trim();
const isRequired = process.env['REQUIRE_LIVE'] === '1';
const needed = browserPath !== '' || isRequired ? describe : describe.skip;

needed('in a browser', () => {
  const directory = mkdtempSync(join(tmpdir(), 'imds-audit-page-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu'] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** The page of `report`, and what it asked for and complained of. */
  async function open(report: Report, runsScript: boolean): Promise<{ page: Page; asked: string[]; said: string[] }> {
    const path = join(directory, 'report.html');
    writeFileSync(path, written(report));
    const page = await browser.newPage({ javaScriptEnabled: runsScript });
    const asked: string[] = [];
    const said: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('dialog', (dialog) => {
      said.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(path).href);
    return { page, asked, said };
  }

  const visible = (page: Page): Promise<number> => page.locator('article:visible').count();

  test('it shows all findings, loads nothing more, and has nothing to complain of', async () => {
    const { page, asked, said } = await open(sampleReport, true);
    expect(await visible(page)).toBe(sampleReport.findings.length);
    expect({ asked: asked.length, said }).toEqual({ asked: 1, said: [] });
    expect(await page.locator('.verdict').textContent()).toContain('HttpTokens=required');
    await page.close();
  }, 60_000);

  test('its filter leaves what matches, by text, rule and level', async () => {
    const { page } = await open(sampleReport, true);
    const [first] = sampleReport.findings;
    await page.getByLabel('Text').fill(first?.location.path ?? '');
    const byPath = sampleReport.findings.filter(({ location }) => location.path === first?.location.path).length;
    expect(await visible(page)).toBe(byPath);
    expect(await page.locator('output').textContent()).toBe(
      `${String(byPath)} of ${String(sampleReport.findings.length)}`,
    );
    await page.getByLabel('Text').fill('');
    await page.getByLabel('Rule').selectOption(first?.ruleId ?? '');
    const byRule = sampleReport.findings.filter(({ ruleId }) => ruleId === first?.ruleId).length;
    expect(await visible(page)).toBe(byRule);
    await page.getByLabel('Rule').selectOption('');
    await page.getByLabel('Level').selectOption('warning');
    expect(await visible(page)).toBe(sampleReport.findings.filter(({ level }) => level === 'warning').length);
    await page.close();
  }, 60_000);

  test('without its script all is there to read, and the filter is not', async () => {
    const { page } = await open(sampleReport, false);
    expect(await visible(page)).toBe(sampleReport.findings.length);
    expect(await page.locator('form:visible').count()).toBe(0);
    await page.close();
  }, 60_000);

  test('nothing to report is a page, too', async () => {
    const { page } = await open(emptyReport, true);
    expect(await page.locator('.verdict.ready').count()).toBe(1);
    expect(await page.locator('body').textContent()).toContain('No problems were found.');
    await page.close();
  }, 60_000);

  test('what was scanned is shown and not obeyed', async () => {
    const evil = '"\'></code></pre><script>alert(1)</script><img src=x onerror=alert(2)>\u001b[31m\u202e';
    const [finding] = sampleReport.findings;
    if (finding === undefined) throw new Error('the sample has a finding');
    const location = { ...finding.location, path: `${evil}.sh`, languages: [evil] };
    const related = [{ location, message: evil }];
    const sources = new Map([[location.path, `${evil}\n`.repeat(20)]]);
    const bad = { ...finding, location, message: evil, reason: evil, remedy: evil, related, fix: undefined };
    const notice = { kind: 'syntax', path: evil, message: evil, position: undefined } as const;
    const { page, said } = await open({ ...sampleReport, findings: [bad], notices: [notice], sources }, true);
    expect(said).toEqual([]);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('article').textContent()).toContain('<script>alert(1)</script>');
    await page.close();
  }, 60_000);
});
