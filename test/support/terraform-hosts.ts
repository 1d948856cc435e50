/** Takes the scripts out of Terraform's and Packer's configurations, as HashiCorp's own parser reads them. */
import { parse } from '@cdktf/hcl2json';
import type { Data, Script } from './hosted-scripts.js';
import { entriesOf, get, linesIn, listOf, plain, script, textIn, userDataIn } from './hosted-scripts.js';

/** What a configuration holds; texts keep their `${…}`. */
export async function configurationOf(text: string): Promise<Data> {
  return plain(await parse('configuration.tf', text));
}

/** Provisioners that run shells. */
const SHELLS = new Set(['local-exec', 'remote-exec', 'shell', 'shell-local']);

/** The scripts of a configuration: those of provisioners, and each text that says that it is one. */
export async function terraform(data: Data): Promise<readonly Script[]> {
  const names = namesOf(data);
  const scripts: Script[] = [];
  const visit = async (node: Data): Promise<void> => {
    if (typeof node === 'string') {
      const text = await textOf(node, names);
      if (/^(?:#!|#cloud-config|MIME-Version:)/.test(text)) scripts.push(...userDataIn(text));
    }
    for (const item of listOf(node)) await visit(item);
    // Packer's own notation says of what kind a provisioner is within.
    if (SHELLS.has(textIn(get(node, 'type')))) await provision(node);
    for (const [key, value] of entriesOf(node)) {
      if (!SHELLS.has(key)) await visit(value);
      else for (const block of Array.isArray(value) ? listOf(value) : [value]) await provision(block);
    }
  };
  const provision = async (block: Data): Promise<void> => {
    if (get(block, 'interpreter') !== undefined) return;
    const command = get(block, 'command') ?? get(block, 'inline') ?? '';
    const lines = await Promise.all((typeof command === 'string' ? [command] : listOf(command)).map(evaluated));
    scripts.push(script(linesIn(lines)));
  };
  const evaluated = (line: Data): Promise<string> => textOf(textIn(line), names);
  await visit(data);
  return scripts;
}

function namesOf(data: Data): ReadonlyMap<string, string> {
  const only = (node: Data): Data => listOf(node)[0] ?? node;
  const variables = entriesOf(get(data, 'variable')).map(
    ([name, one]) => [`var.${name}`, textIn(get(only(one), 'default'))] as const,
  );
  const locals = entriesOf(only(get(data, 'locals') ?? '')).map(
    ([name, one]) => [`local.${name}`, textIn(one)] as const,
  );
  return new Map([...variables, ...locals]);
}

/** The text that a template makes: what is known is filled in, and so is all else with some word. */
async function textOf(template: string, names: ReadonlyMap<string, string>): Promise<string> {
  const [, name = '', given] = /^\$\{(\w+)\((.*)\)\}$/s.exec(template) ?? [];
  if (given !== undefined) {
    // The arguments are read by the parser again; a here-document wants an end of line behind it.
    const list = listOf(get(await configurationOf(`list = [${given}\n]`), 'list'));
    const texts = await Promise.all(list.map((one) => textOf(textIn(one), names)));
    return name === 'join' ? listOf(list[1]).map(textIn).join(texts[0]) : (texts[0] ?? '');
  }
  return template.replace(/\$\$\{|%%\{|\$\{([^}]*)\}|%\{[^}]*\}/g, (match, expression?: string) => {
    if (expression !== undefined) return names.get(expression.trim()) ?? 'filled-in';
    return match === '$${' || match === '%%{' ? match.slice(1) : '';
  });
}
