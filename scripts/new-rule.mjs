/** Makes a new rule with one fixture and generates its page: `npm run new-rule <name>`. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [name, ...others] = process.argv.slice(2);

if (name === undefined || others.length > 0 || !/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(name)) {
  fail('usage: npm run new-rule <name>; the name names the mistake in two or more words, like tokenless-request');
}
const file = join(root, 'rules', `${name}.ts`);
if (existsSync(file)) fail(`rules/${name}.ts is there already`);

const example = join(root, 'fixtures', 'rules', name, 'shell', 'example.sh');
mkdirSync(dirname(example), { recursive: true });
writeFileSync(file, ruleText(name, nextId()));
writeFileSync(example, '#!/bin/sh\necho "replace this by code that has the mistake"\n');
execFileSync(process.execPath, [join(root, 'scripts', 'generate.mjs')], { stdio: 'inherit' });
process.stderr.write(`rules/${name}.ts and fixtures/rules/${name}/shell/example.sh are yours to write now\n`);

/** Ids are never reused: one more than the highest. */
function nextId() {
  const texts = readdirSync(join(root, 'rules')).filter((entry) => entry.endsWith('.ts'));
  const ids = texts.flatMap(
    (entry) => /id: 'IMDS(\d+)'/.exec(readFileSync(join(root, 'rules', entry), 'utf8'))?.[1] ?? [],
  );
  return `IMDS${String(Math.max(0, ...ids.map(Number)) + 1).padStart(3, '0')}`;
}

function ruleText(rule, id) {
  return `/** ${id}: say in one sentence what is wrong with the requests that this rule reports. */
import { defineRule } from '../src/rule.js';

export default defineRule({
  id: '${id}',
  name: '${rule}',
  title: 'Say what is wrong, without a period',
  level: 'warning',
  securitySeverity: undefined,
  precision: 'high',
  since: '${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version}',
  fixes: 'never',
  why: \`
What goes wrong, and why it matters.
\`,
  remedy: \`
What to do.
\`,
  references: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html'],
  example: 'shell/example.sh',
  messages: { default: "'{0}' does what is wrong with '{1}'" },
  on: 'metadata-request',
  check() {
    return undefined;
  },
});
`;
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
