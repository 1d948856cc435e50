/** The rules as SARIF lists them, and the forms of their messages. */
import type { Message, MultiformatMessageString, ReportingDescriptor } from 'sarif';
import type { Level } from '../model/finding.js';
import type { Rule } from '../rule.js';
import { sentence, unlinked } from './words.js';

export const homepage = 'https://github.com/imds-audit/imds-audit';

/** Where the page of the rule of this name can be read. */
export function pageOf(name: string): string {
  return `${homepage}/blob/main/rules/${name}.md`;
}

/** GitHub's limit for descriptions. */
const maxDescription = 1024;

const severities: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'recommendation' };

/** What a report says of a rule, whether it found something or not. */
export function ruleDescriptor(rule: Rule): ReportingDescriptor {
  const isSecurity = rule.securitySeverity !== undefined;
  return {
    id: rule.id,
    name: pascalCase(rule.name),
    shortDescription: { text: shortened(sentence(plain(rule.title))) },
    fullDescription: { text: shortened(sentence(plain(rule.why))) },
    help: { text: plain(rule.remedy), markdown: helpOf(rule) },
    helpUri: pageOf(rule.name),
    defaultConfiguration: { level: rule.level },
    messageStrings: messageStrings(rule),
    properties: {
      tags: isSecurity ? ['security', 'aws', 'imds', 'external/cwe/cwe-918'] : ['aws', 'imds'],
      precision: rule.precision,
      'problem.severity': severities[rule.level],
      ...(isSecurity ? { 'security-severity': rule.securitySeverity.toFixed(1) } : {}),
    },
  };
}

function pascalCase(name: string): string {
  return name
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join('');
}

function helpOf({ title, why, remedy, references }: Rule): string {
  const links = references.map((reference) => `- <${reference}>`).join('\n');
  const parts = [
    `# ${title}`,
    why.trim(),
    '## What to do',
    remedy.trim(),
    ...(links === '' ? [] : ['## References', links]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Markdown without its marks, for what shows text only: code, emphasis and links read as what they hold. */
function plain(markdown: string): string {
  return markdown
    .replace(/^\s*```.*$/gm, '')
    .replace(/\[([^[\]]*)\]\([^()\s]*\)/g, '$1')
    .replace(/\*\*|`/g, '')
    .replace(/[^\S\n]*\n[^\S\n]*(?=\S)/g, '\n')
    .trim();
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  if (line.length <= maxDescription) return line;
  const cut = line.slice(0, maxDescription - 1);
  const end = cut.lastIndexOf('. ');
  return end > 0 ? cut.slice(0, end + 1) : `${cut.replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** The id of the form of a message that also links to a related place. */
const linkedId = (id: string): string => `${id}-through`;
const linkSentence = (index: number): string => `It is reached through ['{${String(index)}}'](1).`;

function templatesOf(rule: Rule): readonly (readonly [id: string, template: string])[] {
  return Object.entries(rule.messages);
}

function messageStrings(rule: Rule): Record<string, MultiformatMessageString> {
  const strings = templatesOf(rule).flatMap(([id, template]) => {
    const text = sentence(template);
    return [
      [id, { text }] as const,
      [linkedId(id), { text: `${text} ${linkSentence(placeholdersIn(template))}` }] as const,
    ];
  });
  return Object.fromEntries(strings);
}

/** How many arguments a template takes. */
function placeholdersIn(template: string): number {
  const indices = [...template.matchAll(/\{(\d+)\}/g)].map((match) => Number(match[1]));
  return Math.max(-1, ...indices) + 1;
}

/**
 * The message of a result: its text and, when a form of the rule's messages fits, that form and its arguments. `through`
 * is what to call the related place 1, if the message is to link to it.
 */
export function resultMessage(rule: Rule | undefined, message: string, through: string | undefined): Message {
  const text = unlinked(message);
  const link = through === undefined ? undefined : through.replace(/[[\]\\]/g, '\\$&');
  const whole = link === undefined ? sentence(text) : `${sentence(text)} ${fill(linkSentence(0), [link])}`;
  for (const [id, template] of rule === undefined ? [] : templatesOf(rule)) {
    const found = argumentsOf(template, text);
    if (found === undefined) continue;
    return link === undefined
      ? { id, arguments: [...found], text: whole }
      : { id: linkedId(id), arguments: [...found, link], text: whole };
  }
  return { text: whole };
}

function fill(template: string, values: readonly string[]): string {
  return template.replace(/\{(\d+)\}/g, (_, index: string) => values[Number(index)] ?? '');
}

/** The arguments with which `template` reads `text`; undefined when none do. */
export function argumentsOf(template: string, text: string): readonly string[] | undefined {
  const pieces = template.split(/\{(\d+)\}/);
  const [first = ''] = pieces;
  const values = new Array<string>(placeholdersIn(template)).fill('');
  if (!text.startsWith(first)) return undefined;
  let from = first.length;
  for (let index = 1; index < pieces.length; index += 2) {
    const literal = pieces[index + 1] ?? '';
    const isLast = index + 2 >= pieces.length;
    const to = isLast ? text.length - literal.length : text.indexOf(literal, from);
    if (to < from || !text.startsWith(literal, to)) return undefined;
    values[Number(pieces[index])] = text.slice(from, to);
    from = to + literal.length;
  }
  return fill(template, values) === text ? values : undefined;
}
