/** The report for people, to the character. */
import type { Notice } from '../src/model/finding.js';
import { render } from '../src/report/index.js';
import { text } from '../src/report/text.js';
import {
  bootScript,
  emptyReport,
  findingAt,
  locate,
  reportOn,
  sampleReport,
  sampleRules,
} from './support/sample-report.js';
import { expectInProportion } from './support/growth.js';

const plain = { color: false };

test('the sample report', () => {
  expect(text(sampleReport, plain).split('\n')).toEqual([
    "app/[id]/my file.ts:1:24  error  'axios' reads '/latest/meta-data/ami-id' without a session token  IMDS001 tokenless-request",
    '  1 | const response = await axios.get(',
    '    |                        ^^^^^^^^^^',
    "  2 |   'http://169.254.169.254/latest/meta-data/ami-id',",
    '    |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
    '  3 |   { timeout: 1000 },',
    '    |   ^^^^^^^^^^^^^^^^^^',
    '  4 | );',
    '    | ^',
    '  why: no header is sent',
    '  reached through:',
    '    app/[id]/my file.ts:2:3  the address is defined here',
    '  fix: an unsafe fix is available: run with --fix --unsafe-fixes (send the token of the helper)',
    '',
    "scripts/boot.sh:1:1  error  'curl' reads '/latest/meta-data/instance-id' without a session token  IMDS001 tokenless-request",
    '  1 | curl http://169.254.169.254/latest/meta-data/instance-id',
    '    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
    '  2 | role() {',
    '  why: no header is sent',
    '  fix: a fix is available: run with --fix (ask for a session token and send it)',
    '',
    "scripts/boot.sh:3:16  warning  'curl' reads '/iam/' and may send no session token  IMDS002 possibly-tokenless-request",
    '  2 | role() {',
    '  3 |     echo "役割 😀"; curl -s "$IMDS/iam/" # 😀',
    // Two columns for each of three characters: 4 + 7 + 6 + 3 = 20.
    `    | ${' '.repeat(20)}^^^^^^^^^^^^^^^^^^^^`,
    '  4 | }',
    '  why: IMDS is a variable of the environment',
    '  help: set the header:',
    '          curl -H "X-aws-ec2-metadata-token: $TOKEN" …',
    '',
    "scripts/boot.sh:5:5  error  'curl' reads '/a' without a session token  IMDS001 tokenless-request",
    '  4 | }',
    '  5 | A=$(curl -s "$IMDS/a"); B=$(curl -s "$IMDS/b")',
    '    |     ^^^^^^^^^^^^^^^^^',
    '  why: no header is sent',
    '  help: send the header X-aws-ec2-metadata-token',
    '',
    "scripts/boot.sh:5:29  error  'curl' reads '/b' without a session token  IMDS001 tokenless-request",
    '  4 | }',
    '  5 | A=$(curl -s "$IMDS/a"); B=$(curl -s "$IMDS/b")',
    '    |                             ^^^^^^^^^^^^^^^^^',
    '  why: no header is sent',
    '  help: send the header X-aws-ec2-metadata-token',
    '',
    "src/identity.js:4:20 (shell in javascript)  error  'curl' reads '/latest/dynamic/instance-identity/document' without a session token  IMDS001 tokenless-request",
    '  3 | export function identity() {',
    '  4 |   return execSync(`curl -s ${base}/dynamic/instance-identity/document`);',
    '    |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
    '  5 | }',
    '  why: no header is sent',
    '  reached through:',
    '    src/config.js:1:21  the address is defined here',
    '    … 2 more places (all with --verbose)',
    '    src/identity.js:1:22  it is passed on here',
    '  help: send the header X-aws-ec2-metadata-token',
    '',
    'Not understood:',
    "  src/broken.js:3:9  syntax error: ';' expected",
    '  src/locked.js  not read: permission denied',
    '',
    'These mention the metadata service and were not analysed:',
    '  main.py',
    '',
    'Scanned 120 files; analysed: 12 javascript, 1 shell; skipped: 2 dependencies, 1 binary.',
    '8 requests to the metadata service were found; 6 problems in 3 files (5 errors, 1 warning).',
    'Not understood: 1 not analysed, 1 not read, 1 syntax error.',
    'Not ready for HttpTokens=required: 5 requests would be refused, 1 needs a person; besides, 3 files were not read, or not in full.',
    '',
  ]);
});

test('nothing found', () => {
  expect(text(emptyReport, plain)).toBe(
    'Scanned 1 file; analysed: none.\n' +
      'No request to the metadata service was found; no problems.\n' +
      'Ready for HttpTokens=required.\n',
  );
});

test('files that mention the service and were not analysed are named, twenty of them', () => {
  const notices = Array.from({ length: 23 }, (_, index): Notice => {
    const path = `tool${String(index).padStart(2, '0')}.py`;
    return { kind: 'not-analysed', path, message: 'not read', position: undefined };
  });
  const lines = text({ ...emptyReport, notices }, plain).split('\n');
  expect(lines.slice(0, 4)).toEqual([
    'These mention the metadata service and were not analysed:',
    '  tool00.py',
    '  tool01.py',
    '  tool02.py',
  ]);
  expect(lines.slice(20, 24)).toEqual(['  tool19.py', '  … and 3 more', '', 'Scanned 1 file; analysed: none.']);
  expect(text({ ...emptyReport, notices }, { ...plain, verbose: true })).toContain('tool22.py');
});

test.each([
  [{ refused: 1, fallback: 0, undecided: 0, sdkFallback: 0, unread: 0 }, ': 1 request would be refused.'],
  [
    { refused: 2, fallback: 1, undecided: 3, sdkFallback: 0, unread: 0 },
    ': 2 requests would be refused, 1 can fall back to version 1, 3 need a person.',
  ],
  [{ refused: 0, fallback: 1, undecided: 0, sdkFallback: 0, unread: 0 }, ': 1 request can fall back to version 1.'],
  [{ refused: 0, fallback: 0, undecided: 1, sdkFallback: 0, unread: 0 }, ': 1 request needs a person.'],
  [{ refused: 0, fallback: 0, undecided: 2, sdkFallback: 0, unread: 0 }, ': 2 requests need a person.'],
  [
    { refused: 1, fallback: 0, undecided: 0, sdkFallback: 0, unread: 2 },
    ': 1 request would be refused; besides, 2 files were not read, or not in full.',
  ],
])('the verdict %o', (counts, end) => {
  const report = { ...emptyReport, verdict: { ready: false, partial: false, ...counts } };
  expect(text(report, plain).split('\n').at(-2)).toBe(`Not ready for HttpTokens=required${end}`);
});

test('what was not read is not ready', () => {
  const verdict = { ready: false, partial: false, refused: 0, fallback: 0, undecided: 0, sdkFallback: 0, unread: 1 };
  expect(
    text({ ...emptyReport, verdict }, plain)
      .split('\n')
      .at(-2),
  ).toBe('Not known to be ready for HttpTokens=required: 1 file was not read, or not in full.');
});

test('with verbose all related places and the remedy beside a fix are shown', () => {
  const lines = text(sampleReport, { ...plain, verbose: true });
  expect(lines).toContain('src/identity.js:4:3  it is passed on here');
  expect(lines).not.toContain('more places');
  expect(lines).toContain('(ask for a session token and send it)\n  help: send the header X-aws-ec2-metadata-token\n');
});

test('colours change nothing but colours', () => {
  const colored = text(sampleReport, { color: true });
  expect(colored).toContain('\u001b[31merror\u001b[39m');
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(text(sampleReport, plain));
  expect(text(sampleReport, plain)).not.toContain('\u001b');
});

describe('the code frame', () => {
  const frameOf = (source: string, needle: string, width = 60): readonly string[] => {
    const lines = text(reportOn('a.sh', source, needle), { ...plain, width }).split('\n');
    return lines.slice(1, lines.indexOf('  why: no header is sent'));
  };

  test('a long line is shown around the place', () => {
    const frame = frameOf(`#\n${'役'.repeat(80)} curl y ${'z'.repeat(50)}\nfoo\n`, 'curl y');
    expect(frame).toEqual([
      '  1 | …',
      '  2 | …役役役役役役役役 curl y zzzzzzzzzzzzzzzzzzzzzzzzzzzz…',
      '    |                   ^^^^^^',
      '  3 | …',
    ]);
  });

  test('a line of generated code is shown around the place', async () => {
    await expectInProportion((n) => {
      const filler = 'x'.repeat(n);
      expect(frameOf(`${filler} curl y ${filler}`, 'curl y', 40)).toEqual([
        '  1 | …xxxxxxxxx curl y xxxxxxxxxxxxxxx…',
        '    |            ^^^^^^',
      ]);
    }, 1_000_000);
  });

  test('a place wider than the frame is shown from its beginning', () => {
    expect(frameOf(`curl ${'y'.repeat(100)}`, `curl ${'y'.repeat(100)}`, 30)).toEqual([
      '  1 | curl yyyyyyyyyyyyyyyyyy…',
      '    | ^^^^^^^^^^^^^^^^^^^^^^^^',
    ]);
  });

  test('tabs between words are spread to their stops', () => {
    expect(frameOf('\ta\tcurl\tx', 'curl\tx')).toEqual(['  1 |     a   curl    x', '    |         ^^^^^^^^^']);
  });

  test('of a place of many lines the first two and the last are shown', () => {
    const place = 'curl \\\n  -a \\\n  -b \\\n  -c \\\n  -d';
    expect(frameOf(`${place}\nend`, place)).toEqual([
      '  1 | curl \\',
      '    | ^^^^^^',
      '  2 |   -a \\',
      '    |   ^^^^',
      '    | …',
      '  5 |   -d',
      '    |   ^^',
      '  6 | end',
    ]);
  });

  test('an empty place has one caret, also at the end of its line', () => {
    const location = {
      ...locate('a.sh', 'curl 😀', 'curl', ['shell']),
      start: { line: 1, column: 8 },
      end: { line: 1, column: 8 },
    };
    const report = { ...reportOn('a.sh', 'curl 😀', 'curl'), findings: [findingAt(location)] };
    expect(text(report, plain).split('\n').slice(1, 3)).toEqual(['  1 | curl 😀', '    |        ^']);
  });

  test('numbers of lines are aligned', () => {
    expect(frameOf(`${'\n'.repeat(8)}curl\nb`, 'curl')).toEqual(['   8 |', '   9 | curl', '     | ^^^^', '  10 | b']);
  });

  test('without the text of the file there is no frame', () => {
    const report = { ...reportOn('a.sh', 'curl', 'curl'), sources: new Map() };
    expect(text(report, plain)).not.toContain('|');
  });
});

describe('scanned text does not speak to the terminal', () => {
  const evil = '\u001b]0;title\u0007\u001b[2J\u009b31m\u202Ecurl\u2028\u0000\uD800';

  test('controls and marks of direction are shown as something else', () => {
    const report = reportOn('a.sh', `${evil}\n`, 'curl', {
      message: `'${evil}' reads`,
      reason: evil,
      remedy: evil,
      related: [{ location: locate(`x${evil}\n.sh`, 'curl', 'curl', ['shell']), message: evil }],
    });
    const notices: readonly Notice[] = [{ kind: 'syntax', path: `b${evil}`, message: evil, position: undefined }];
    const output = text({ ...report, notices, statistics: { ...report.statistics, skipped: { [evil]: 1 } } }, plain);
    expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u202E]/u);
    expect(output).toContain('  1 | ^[]0;title^G^[[2J�31m�curl�^@�');
    expect(output).toContain(`    | ${' '.repeat(22)}^^^^`);
  });

  test.each(['::error::x', '##[error]x', '##vso[task.complete]x'])('%s is no command of a build server', (command) => {
    const findings = [
      findingAt(locate(command, 'curl', 'curl', ['shell']), { message: command, remedy: `a\n${command}` }),
    ];
    const sources = new Map([[command, `curl\n${command}\n`]]);
    const output = text({ ...emptyReport, findings, sources }, plain);
    expect(output).not.toMatch(/^\s*::/m);
    expect(output).not.toMatch(/##(\[|vso\[)/);
  });
});

test('what is rendered as text is the text', () => {
  const context = { rules: sampleRules, exitCode: 1, color: false };
  expect(render('text', sampleReport, context)).toBe(text(sampleReport, plain));
  expect(bootScript.startsWith('\uFEFF')).toBe(true);
});
