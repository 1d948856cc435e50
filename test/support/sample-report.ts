/** A report made by hand that has what is hard to print: CRLF, a byte-order mark, tabs, wide characters, nested code. */
import type { Finding, Location, Notice, Report } from '../../src/model/finding.js';
import type { Fix } from '../../src/model/site.js';
import { lineStarts, positionOf } from '../../src/model/source-file.js';
import { defineRule, type Rule } from '../../src/rule.js';

export const bootScript = [
  '\uFEFFcurl http://169.254.169.254/latest/meta-data/instance-id',
  'role() {',
  '\techo "役割 😀"; curl -s "$IMDS/iam/" # 😀',
  '}',
  'A=$(curl -s "$IMDS/a"); B=$(curl -s "$IMDS/b")',
  '',
].join('\r\n');

export const identityModule = `import { base } from './config';

export function identity() {
  return execSync(\`curl -s \${base}/dynamic/instance-identity/document\`);
}
`;

export const configModule = `export const base = 'http://169.254.169.254/latest';
`;

export const wrappedCall = `const response = await axios.get(
  'http://169.254.169.254/latest/meta-data/ami-id',
  { timeout: 1000 },
);
`;

const sources = new Map([
  ['src/identity.js', identityModule],
  ['scripts/boot.sh', bootScript],
  ['src/config.js', configModule],
  ['app/[id]/my file.ts', wrappedCall],
]);

/** The place of the first `needle` of a text, at or after `from`. */
export function locate(path: string, text: string, needle: string, languages: readonly string[], from = 0): Location {
  const start = text.indexOf(needle, from);
  if (start < 0) throw new Error(`${path} has no ${needle}`);
  const starts = lineStarts(text);
  const span = { start, end: start + needle.length };
  return { path, span, start: positionOf(starts, span.start), end: positionOf(starts, span.end), languages };
}

function inSample(path: string, needle: string, ...languages: readonly string[]): Location {
  return locate(path, sources.get(path) ?? '', needle, languages);
}

/** A finding of the first rule unless `given` says otherwise. */
export function findingAt(location: Location, given: Partial<Finding> = {}): Finding {
  return {
    ruleId: 'IMDS001',
    ruleName: 'tokenless-request',
    level: 'error',
    certainty: 'certain',
    message: "'curl' reads '/latest/meta-data/' without a session token",
    reason: 'no header is sent',
    location,
    related: [],
    remedy: 'send the header X-aws-ec2-metadata-token',
    fix: undefined,
    ...given,
  };
}

const shellFix: Fix = {
  title: 'ask for a session token and send it',
  safety: 'safe',
  edits: [
    { path: 'scripts/boot.sh', span: { start: 1, end: 1 }, text: 'TOKEN=$(token)\r\n' },
    { path: 'scripts/boot.sh', span: { start: 5, end: 5 }, text: ' -H "X-aws-ec2-metadata-token: $TOKEN"' },
  ],
};

const call = "'curl' reads '/latest/dynamic/instance-identity/document' without a session token";

const callers = ['return execSync(', 'export function identity', "'./config'"];

const findings: readonly Finding[] = [
  findingAt(inSample('src/identity.js', 'curl -s ${base}/dynamic/instance-identity/document', 'javascript', 'shell'), {
    message: call,
    related: [
      {
        location: inSample('src/config.js', "'http://169.254.169.254/latest'", 'javascript'),
        message: 'the address is defined here',
      },
      ...callers.map((needle) => ({
        location: inSample('src/identity.js', needle, 'javascript'),
        message: 'it is passed on here',
      })),
    ],
  }),
  findingAt(inSample('scripts/boot.sh', 'curl http://169.254.169.254/latest/meta-data/instance-id', 'shell'), {
    message: "'curl' reads '/latest/meta-data/instance-id' without a session token",
    fix: shellFix,
  }),
  findingAt(inSample('scripts/boot.sh', 'curl -s "$IMDS/iam/"', 'shell'), {
    ruleId: 'IMDS002',
    ruleName: 'possibly-tokenless-request',
    level: 'warning',
    certainty: 'possible',
    message: "'curl' reads '/iam/' and may send no session token",
    reason: 'IMDS is a variable of the environment',
    remedy: 'set the header:\n  curl -H "X-aws-ec2-metadata-token: $TOKEN" …',
  }),
  findingAt(inSample('scripts/boot.sh', 'curl -s "$IMDS/a"', 'shell'), {
    message: "'curl' reads '/a' without a session token",
  }),
  findingAt(inSample('scripts/boot.sh', 'curl -s "$IMDS/b"', 'shell'), {
    message: "'curl' reads '/b' without a session token",
  }),
  findingAt(inSample('app/[id]/my file.ts', wrappedCall.slice(23, wrappedCall.indexOf(';')), 'javascript'), {
    message: "'axios' reads '/latest/meta-data/ami-id' without a session token",
    related: [
      { location: inSample('app/[id]/my file.ts', "'http:", 'javascript'), message: 'the address is defined here' },
    ],
    fix: {
      title: 'send the token of the helper',
      safety: 'unsafe',
      edits: [
        {
          path: 'app/[id]/my file.ts',
          span: inSample('app/[id]/my file.ts', 'timeout', 'javascript').span,
          text: 'headers: await imdsHeaders(), timeout',
        },
      ],
    },
  }),
];

const notices: readonly Notice[] = [
  { kind: 'syntax', path: 'src/broken.js', message: "';' expected", position: { line: 3, column: 9 } },
  { kind: 'unreadable', path: 'src/locked.js', message: 'permission denied', position: undefined },
  {
    kind: 'not-analysed',
    path: 'main.py',
    message: 'mentions the service in no language that is analysed',
    position: undefined,
  },
];

export const sampleReport: Report = {
  version: '0.1.0',
  findings,
  suppressed: [],
  notices,
  statistics: {
    scanned: 120,
    analysed: { shell: 1, javascript: 12 },
    skipped: { binary: 1, dependencies: 2 },
    followed: 2,
    requests: 8,
  },
  verdict: { ready: false, partial: false, refused: 5, fallback: 0, undecided: 1, sdkFallback: 0, unread: 3 },
  repositories: [],
  unseen: [],
  sources,
};

/** A report without findings and notices. */
export const emptyReport: Report = {
  version: '0.1.0',
  findings: [],
  suppressed: [],
  notices: [],
  statistics: { scanned: 1, analysed: {}, followed: 0, skipped: {}, requests: 0 },
  verdict: { ready: true, partial: false, refused: 0, fallback: 0, undecided: 0, sdkFallback: 0, unread: 0 },
  repositories: [],
  unseen: [],
  sources: new Map(),
};

/** A report with one finding on `needle` in a file of this text. */
export function reportOn(path: string, text: string, needle: string, given: Partial<Finding> = {}): Report {
  return {
    ...emptyReport,
    findings: [findingAt(locate(path, text, needle, ['shell']), given)],
    statistics: { ...emptyReport.statistics, requests: 1 },
    verdict: { ready: false, partial: false, refused: 1, fallback: 0, undecided: 0, sdkFallback: 0, unread: 0 },
    unseen: [],
    sources: new Map([[path, text]]),
  };
}

const base = {
  precision: 'high',
  since: '0.1.0',
  fixes: 'sometimes',
  why: 'The request is *version 1*: `curl` sends no token.\n\nSee [the guide](https://docs.aws.amazon.com/x).\n',
  remedy: 'Ask for a token.\n\n```sh\nTOKEN=$(token)\n```\n',
  references: ['https://docs.aws.amazon.com/x'],
  example: 'shell/curl.sh',
  on: 'metadata-request',
  check: () => undefined,
} as const;

/** Two rules whose messages have forms. */
export const sampleRules: readonly Rule[] = [
  defineRule({
    ...base,
    id: 'IMDS001',
    name: 'tokenless-request',
    title: 'Instance metadata is read without a session token',
    level: 'error',
    securitySeverity: 7.5,
    messages: { default: "'{0}' reads '{1}' without a session token" },
  }),
  defineRule({
    ...base,
    id: 'IMDS002',
    name: 'possibly-tokenless-request',
    title: 'Instance metadata may be read without a session token',
    level: 'warning',
    securitySeverity: 5,
    precision: 'medium',
    messages: { default: "'{0}' reads '{1}' and may send no session token" },
  }),
];
