/** Reports that other programs take in: each as its consumer reads it, with hostile texts in it. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parseDocument } from 'htmlparser2';
import { SaxesParser } from 'saxes';
import type { Report } from '../src/model/finding.js';
import { formats, render, type Format } from '../src/report/index.js';
import { emptyReport, findingAt, locate, reportOn, sampleReport, sampleRules } from './support/sample-report.js';

const hostile = [
  'a\u001b[2J\u0000\n::error::x\r\n##[command]y',
  ']]> </failure> <script>alert(1)</script> &amp; "\'',
  '| `b` **c** [d](https://example.com) <img src=x onerror=y> @octocat #12 https://example.com',
  '\uD800 \uFFFE \uFFFF \u2028 </details> ```',
].join(' ');

const hostileReport: Report = reportOn('a.sh', `curl ${hostile}\n`, 'curl', {
  message: hostile,
  reason: hostile,
  remedy: hostile,
  fix: {
    title: hostile,
    safety: 'safe',
    edits: [{ path: 'a.sh', span: { start: 0, end: 4 }, text: `\`\`\`\`${hostile}` }],
  },
});

/** A path can hold nearly anything, too. */
const evilPath: Report = reportOn(`${hostile.replaceAll('/', '_')}/a,b:c.sh`, 'curl x\n', 'curl x');

const written = (format: Format, report: Report, reportSuppressed = false): string =>
  render(format, report, { rules: sampleRules, exitCode: 1, color: false, reportSuppressed });

const reports = { sampleReport, emptyReport, hostileReport, evilPath };

function manyFindings(number: number, length = 10): Report {
  const text = `${'curl x '.padEnd(length, 'y')}\n`.repeat(number);
  const size = text.length / number;
  const findings = Array.from({ length: number }, (_, index) =>
    findingAt(locate('a.sh', text, 'curl x', ['shell'], index * size), {
      message: `'curl' reads '${'z'.repeat(length)}' without a session token`,
      level: index === number - 1 ? 'error' : 'note',
    }),
  );
  return { ...reportOn('a.sh', text, 'curl x'), findings };
}

describe.each(formats)('%s', (format) => {
  test('the same report gives the same bytes, whatever the order of what it holds', () => {
    const shuffled = { ...sampleReport, findings: sampleReport.findings.toReversed() };
    expect(written(format, shuffled)).toBe(written(format, sampleReport));
  });

  test('what is suppressed is told only on demand', () => {
    const [finding] = sampleReport.findings;
    if (finding === undefined) throw new Error('no finding');
    const suppressed = [{ ...finding, suppression: { kind: 'ignore' as const, reason: 'as agreed' } }];
    const report = { ...emptyReport, suppressed, sources: sampleReport.sources };
    expect(written(format, report)).not.toContain(finding.ruleId === 'IMDS001' ? 'identity.js' : finding.ruleId);
    expect(written(format, report, true)).toContain('identity');
  });

  test('no control reaches a reader as it is, and no line is a command of a server', () => {
    for (const report of [hostileReport, evilPath]) {
      const text = written(format, report);
      expect(text).not.toMatch(/[\u0000\u001b]|\p{Cs}/u);
      if (format !== 'github' && format !== 'html') expect(text).not.toMatch(/^\s*::/m);
      if (['text', 'markdown', 'github', 'junit', 'unix'].includes(format)) expect(text).not.toMatch(/##\[command\]/);
    }
  });
});

describe('github', () => {
  /** As the runner reads a line. */
  const read = (line: string): { name: string; properties: Record<string, string>; data: string } => {
    const [, name = '', list = '', data = ''] = /^::(\w+) ([^]*?)::([^]*)$/.exec(line) ?? [];
    const unescaped = (text: string): string =>
      text
        .replaceAll('%2C', ',')
        .replaceAll('%3A', ':')
        .replaceAll('%0A', '\n')
        .replaceAll('%0D', '\r')
        .replaceAll('%25', '%');
    const pairs = list.split(',').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), unescaped(pair.slice(at + 1))] as const;
    });
    return { name, properties: Object.fromEntries(pairs), data: unescaped(data) };
  };
  const commandsOf = (report: Report): readonly ReturnType<typeof read>[] =>
    written('github', report).trimEnd().split('\n').map(read);

  test('each finding is a command with its place, and the verdict is the last', () => {
    const commands = commandsOf(sampleReport);
    expect(commands.map(({ name }) => name)).toEqual([...Array<string>(5).fill('error'), 'warning', 'notice']);
    expect(commands[0]?.properties).toEqual({
      file: 'app/[id]/my file.ts',
      line: '1',
      endLine: '4',
      title: 'IMDS001 tokenless-request',
    });
    expect(commands[1]?.properties).toMatchObject({ file: 'scripts/boot.sh', col: '1', endColumn: '57' });
    expect(commands.at(-1)?.data).toMatch(/^Not ready for HttpTokens=required/);
  });

  test('the ten worst, then how many are left', () => {
    const commands = commandsOf(manyFindings(30));
    expect(commands).toHaveLength(11);
    expect(commands[0]?.name).toBe('error');
    expect(commands[0]?.properties).toMatchObject({ line: '30' });
    expect(commands.at(-1)?.data).toMatch(/^20 more findings are not shown here\./);
  });

  test('scanned text starts no command and ends no property', () => {
    expect(commandsOf(hostileReport)).toHaveLength(2);
    const [command] = commandsOf(evilPath);
    expect(command?.properties).toMatchObject({ line: '1' });
    expect(command?.properties['file']).toMatch(/a,b:c\.sh$/);
  });
});

describe('gitlab', () => {
  const validate = new Ajv().compile({
    type: 'array',
    items: {
      type: 'object',
      required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
      additionalProperties: false,
      properties: {
        description: { type: 'string', minLength: 1 },
        check_name: { type: 'string', minLength: 1 },
        fingerprint: { type: 'string', pattern: '^[0-9a-f]{16}$' },
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object',
          required: ['path', 'lines'],
          properties: {
            path: { type: 'string', pattern: '^(?!/|\\./)' },
            lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
          },
        },
      },
    },
  });

  test.each(Object.entries(reports))('%s is a list of issues', (_, report) => {
    const issues: unknown = JSON.parse(written('gitlab', report));
    expect(validate(issues) ? [] : validate.errors).toEqual([]);
  });

  test('fingerprints are unique, and stay when lines above come and go', () => {
    const fingerprintsOf = (report: Report): readonly string[] =>
      (JSON.parse(written('gitlab', report)) as { fingerprint: string }[]).map(({ fingerprint }) => fingerprint);
    expect(new Set(fingerprintsOf(manyFindings(50))).size).toBe(50);
    expect(fingerprintsOf(reportOn('a.sh', '#!/bin/sh\n\ncurl x\n', 'curl x'))).toEqual(
      fingerprintsOf(reportOn('a.sh', 'curl x\n', 'curl x')),
    );
  });
});

describe('junit', () => {
  interface Read {
    readonly suites: readonly Record<string, string>[];
    readonly failures: readonly { readonly message: string; text: string }[];
    readonly names: readonly string[];
  }

  /** Throws for what is not well-formed. */
  function read(xml: string): Read {
    const suites: Record<string, string>[] = [];
    const failures: { message: string; text: string }[] = [];
    const names: string[] = [];
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ name, attributes }) => {
      if (name === 'testsuite') suites.push(attributes);
      if (name === 'testcase') names.push(attributes['name'] ?? '');
      if (name === 'failure') failures.push({ message: attributes['message'] ?? '', text: '' });
    });
    parser.on('text', (text) => {
      const last = failures.at(-1);
      if (last !== undefined && text.trim() !== '') last.text += text;
    });
    parser.write(xml).close();
    return { suites, failures, names };
  }

  test.each(Object.entries(reports))('%s is well-formed, and its counts are right', (_, report) => {
    const { suites, failures, names } = read(written('junit', report));
    expect(suites).toHaveLength(1);
    expect(suites[0]).toMatchObject({ tests: String(names.length), failures: String(failures.length) });
    expect(failures).toHaveLength(report.findings.length);
  });

  test('a run without findings is a test that passed', () => {
    expect(read(written('junit', emptyReport)).names).toEqual(['no findings']);
  });

  test('scanned text is read back as text', () => {
    const [failure] = read(written('junit', hostileReport)).failures;
    expect(failure?.message).toContain(']]> </failure> <script>alert(1)</script> &amp;');
    expect(failure?.text).toContain('a.sh:1:1');
  });
});

describe('rdjson', () => {
  const validate = new Ajv().compile(JSON.parse(readFileSync('test/schemas/rdjson.json', 'utf8')) as object);

  test.each(Object.entries(reports))('%s has the shape of a DiagnosticResult', (_, report) => {
    const result: unknown = JSON.parse(written('rdjson', report));
    expect(validate(result) ? [] : validate.errors).toEqual([]);
  });

  interface Suggestion {
    readonly range: Record<'start' | 'end', { line: number; column: number }>;
    readonly text: string;
  }
  const suggestionsOf = (report: Report): readonly Suggestion[] =>
    (JSON.parse(written('rdjson', report)) as { diagnostics: { suggestions?: Suggestion[] }[] }).diagnostics.flatMap(
      ({ suggestions }) => suggestions ?? [],
    );

  test('a suggestion takes the place of the lines of its finding; columns count bytes', () => {
    const text = 'echo ü; curl x\n';
    const edits = [{ path: 'a.sh', span: { start: 8, end: 12 }, text: 'wget' }];
    const report = reportOn('a.sh', text, 'curl x', { fix: { title: 'mend', safety: 'safe', edits } });
    expect(suggestionsOf(report)).toEqual([
      { range: { start: { line: 1, column: 1 }, end: { line: 1, column: 16 } }, text: 'echo ü; wget x' },
    ]);
  });

  test('a fix of several files is no suggestion', () => {
    const edits = ['a.sh', 'b.sh'].map((path) => ({ path, span: { start: 0, end: 0 }, text: '#' }));
    const report = reportOn('a.sh', 'curl x', 'curl x', { fix: { title: 'mend', safety: 'safe', edits } });
    expect(suggestionsOf({ ...report, sources: new Map([...report.sources, ['b.sh', 'x']]) })).toEqual([]);
  });
});

describe('unix', () => {
  test('a line for each finding, in the form that editors and reviewdog read', () => {
    const lines = written('unix', sampleReport).trimEnd().split('\n');
    expect(lines[1]).toBe(
      "scripts/boot.sh:1:1: error: 'curl' reads '/latest/meta-data/instance-id' without a session token [IMDS001]",
    );
    for (const line of lines) expect(line).toMatch(/^.+:\d+:\d+: (error|warning|note): .+ \[IMDS\d{3}\]$/);
    expect(lines).toHaveLength(sampleReport.findings.length);
    expect(written('unix', emptyReport)).toBe('');
    expect(written('unix', hostileReport).split('\n')).toHaveLength(2);
  });
});

describe('markdown', () => {
  test('the verdict, counts, a row for each finding, and fixes as diffs', () => {
    const text = written('markdown', sampleReport);
    expect(text).toMatch(/^## imds-audit\n\n\*\*Not ready for HttpTokens=required/);
    expect(text.match(/^\| <code>/gm)).toHaveLength(sampleReport.findings.length);
    expect(text.match(/<details>/g)).toHaveLength(2);
    expect(text).toMatch(/^```diff\n@@ /m);
    expect(text).toMatch(/^\+TOKEN=\$\(token\)$/m);
  });

  test('scanned text formats, links and mentions nothing, and makes no elements', () => {
    for (const report of [hostileReport, evilPath]) {
      const text = written('markdown', report);
      const outside = text.replace(/^(`{3,})diff\n[^]*?\n\1$/gm, '');
      expect(outside).not.toMatch(/https?:\/\/|@octocat|<script|<img|\]\(|(?<!&)#12/);
      // GitHub looks for no mentions in code.
      expect(outside.replaceAll(/<code>.*?<\/code>/g, '')).not.toMatch(/&#(?:64|35);\w/);
      const names = new Set(JSON.stringify(elementsOf(outside)).match(/[a-z]+/g));
      expect([...names].toSorted()).toEqual(report === hostileReport ? ['code', 'details', 'summary'] : ['code']);
      // A row has four cells, whatever is in them.
      for (const row of outside.match(/^\| <code>.*$/gm) ?? []) expect(row.split('|')).toHaveLength(6);
    }
  });

  test('a fence is longer than any in it', () => {
    expect(written('markdown', hostileReport)).toMatch(/^`{5}diff$/m);
  });

  test('it is cut, and says so', () => {
    const long = written('markdown', manyFindings(700));
    expect(long.match(/^\| <code>/gm)).toHaveLength(500);
    expect(long).toContain('200 more findings are left out here.');
    expect(Buffer.byteLength(written('markdown', manyFindings(600, 3000)))).toBeLessThan(910_000);
  });
});

function elementsOf(html: string): readonly string[] {
  const names: string[] = [];
  const visit = (node: { children?: unknown; name?: string }): void => {
    if (node.name !== undefined) names.push(node.name);
    for (const child of (node.children ?? []) as readonly (typeof node)[]) visit(child);
  };
  visit(parseDocument(html));
  return names;
}
