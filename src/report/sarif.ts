/** The report as SARIF 2.1.0: for GitHub code scanning, editors and review tools. */
import type { Invocation, Log, Notification, Run, VersionControlDetails } from 'sarif';
import type { Level, Notice, Report } from '../model/finding.js';
import type { Rule } from '../rule.js';
import { noticesInOrder } from './order.js';
import { artifactLocation, sourceRoot } from './sarif-location.js';
import { sarifResults } from './sarif-result.js';
import { homepage, ruleDescriptor } from './sarif-rule.js';
import { opened, unlinked } from './words.js';

/** Where the scanned files come from. */
export interface VersionControl {
  /** As git has it; user names, passwords and tokens are left out, and what is no address is not given. */
  readonly repositoryUri: string;
  readonly revisionId: string | undefined;
  /** Undefined where no branch is checked out. */
  readonly branch: string | undefined;
}

export interface SarifContext {
  readonly exitCode: number;
  readonly versionControl?: VersionControl | undefined;
  /** Whether results that are ignored or in the baseline are listed, too: GitHub would open alerts for them. */
  readonly reportSuppressed?: boolean | undefined;
}

const noticeLevels: Readonly<Record<Notice['kind'], Level>> = {
  unreadable: 'warning',
  syntax: 'warning',
  undecided: 'note',
  'not-analysed': 'note',
  ignore: 'warning',
  baseline: 'warning',
};

/** The report as SARIF, with all `rules` listed in their order; the same report gives the same bytes. */
export function sarif(report: Report, rules: readonly Rule[], context: SarifContext): string {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run(report, rules, context)],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function run(report: Report, rules: readonly Rule[], context: SarifContext): Run {
  const { exitCode, versionControl, reportSuppressed = false } = context;
  const provenance = versionControl && provenanceOf(versionControl);
  return {
    tool: {
      driver: {
        name: 'imds-audit',
        fullName: 'imds-audit EC2 metadata service scanner',
        organization: 'imds-audit',
        semanticVersion: report.version,
        version: report.version,
        informationUri: homepage,
        rules: rules.map(ruleDescriptor),
      },
    },
    invocations: [invocation(report, exitCode)],
    originalUriBaseIds: { [sourceRoot]: { description: { text: 'The root of the repository.' } } },
    ...(provenance === undefined ? {} : { versionControlProvenance: [provenance] }),
    columnKind: 'utf16CodeUnits',
    results: [...sarifResults(report, rules, reportSuppressed)],
    // So that the parts can be put together again.
    ...(report.verdict.shard === undefined ? {} : { properties: { shard: report.verdict.shard } }),
  };
}

function invocation({ notices }: Report, exitCode: number): Invocation {
  const sorted = noticesInOrder(notices);
  return {
    executionSuccessful: exitCode < 2,
    exitCode,
    ...(sorted.length === 0 ? {} : { toolExecutionNotifications: sorted.map(notification) }),
  };
}

function notification({ kind, path, message, position }: Notice): Notification {
  const region = position && { startLine: position.line, startColumn: position.column };
  return {
    descriptor: { id: kind },
    level: noticeLevels[kind],
    message: { text: unlinked(opened(message === '' ? kind : message)) },
    locations: [
      { physicalLocation: { artifactLocation: artifactLocation(path), ...(region === undefined ? {} : { region }) } },
    ],
  };
}

function provenanceOf({ repositoryUri, revisionId, branch }: VersionControl): VersionControlDetails | undefined {
  const uri = publicUri(repositoryUri);
  if (uri === undefined) return undefined;
  return {
    repositoryUri: uri,
    ...(revisionId === undefined ? {} : { revisionId }),
    ...(branch === undefined ? {} : { branch }),
    mappedTo: { uriBaseId: sourceRoot },
  };
}

/** A remote's address as a page of the web, without credentials; undefined for a local path. */
export function publicUri(remote: string): string | undefined {
  const scp = /^(?:[^@/\s]+@)?([\w.-]+):(?!\/\/)([^\s]+)$/.exec(remote);
  const isDrive = /^[A-Za-z]:/.test(remote);
  const address = scp === null || isDrive ? remote : `https://${scp[1] ?? ''}/${(scp[2] ?? '').replace(/^\/+/, '')}`;
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  if (parsed === undefined || !['https:', 'http:', 'ssh:', 'git:'].includes(parsed.protocol)) return undefined;
  const scheme = parsed.protocol === 'http:' ? 'http:' : 'https:';
  const port = parsed.protocol === 'ssh:' || parsed.protocol === 'git:' ? '' : parsed.port;
  const host = port === '' ? parsed.hostname : `${parsed.hostname}:${port}`;
  return host === '' ? undefined : `${scheme}//${host}${parsed.pathname.replace(/\.git$/, '')}`;
}
