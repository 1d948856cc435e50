/** All a rule author needs to read: what a rule is and how it is defined. */
import type { Certainty } from './model/certainty.js';
import type { Level } from './model/finding.js';
import type { Fix, Site, Step } from './model/site.js';
import type { Place } from './model/value.js';

/** Any rule: one that looks at sites of some kind. */
export type Rule = { readonly [Kind in Site['kind']]: RuleOn<Kind> }[Site['kind']];

/** A rule looks at one site and may return a problem. It is pure: no I/O, no state. */
export interface RuleOn<Kind extends Site['kind']> {
  /** 'IMDS001'; never reused. */
  readonly id: string;
  /** 'tokenless-request': the name of its file, page and fixture folder; it names the mistake. */
  readonly name: string;
  readonly title: string;
  readonly level: Level;
  /** 0.1 to 10, for code scanning; undefined for a rule that is no security matter. */
  readonly securitySeverity: number | undefined;
  readonly precision: 'very-high' | 'high' | 'medium' | 'low';
  /** The version that had it first. */
  readonly since: string;
  /** `unsafely`: only by `--unsafe-fixes`. */
  readonly fixes: 'always' | 'sometimes' | 'unsafely' | 'never';
  /** Markdown: what goes wrong, and why it matters. */
  readonly why: string;
  /** Markdown: what to do. */
  readonly remedy: string;
  readonly references: readonly string[];
  /** A fixture below `fixtures/rules/<name>/`; its page prints it, with what the program says of it. */
  readonly example: string;
  /**
   * The forms that its messages take, by id, with '{0}', '{1}'… (in single quotes) for what varies:
   * { default: "'{0}' reads '{1}' without a session token" }. SARIF lists them; every message fits one, and the first that
   * it fits counts.
   */
  readonly messages: Readonly<Record<string, string>>;
  /** Whether it runs only when it is named (`--rule unchecked-token`): it tells of habits, not of requests. */
  readonly isOptional?: boolean;
  readonly on: Kind;
  check(site: Extract<Site, { kind: Kind }>): Problem | undefined;
}

/** What `rule` says of `site`: nothing when it looks at other sites. */
export function check(rule: Rule, site: Site): Problem | undefined {
  return rule.on === site.kind ? (rule as RuleOn<Site['kind']>).check(site) : undefined;
}

/** What is wrong at a site. */
export interface Problem {
  readonly at: Place;
  readonly certainty: Exclude<Certainty, 'no'>;
  /** One sentence without a period, that names the client and the path. */
  readonly message: string;
  /** The evidence, in one sentence without a period. */
  readonly reason: string;
  readonly related: readonly Step[];
  /** The snippet of the remedy in this client. */
  readonly snippet: string;
  readonly fix: Fix | undefined;
}

/** Gives the rule back; it is there for its types. */
export function defineRule<Kind extends Site['kind']>(rule: RuleOn<Kind>): RuleOn<Kind> {
  return rule;
}
