/** Who reads which files, what they hold, and what code is run then: by the folder that fixtures are in. */
import { dataHosts, rendered } from './data-hosts.js';
import { dataOf, programOf, type Data } from './hosted-scripts.js';
import { configurationOf, terraform } from './terraform-hosts.js';
import { textHosts } from './text-hosts.js';

/** Whether fixtures of `kind` are files with scripts in them, or data. */
export function isHost(kind: string): boolean {
  return kind in dataHosts || kind in textHosts || kind === 'hcl' || kind === 'terraform-json';
}

/** What a file says, as the parser of those that read it has it; throws where that does not accept it. */
export async function hostedData(kind: string, text: string, name: string): Promise<Data> {
  if (kind === 'hcl' && !name.endsWith('.json')) return configurationOf(text);
  return textHosts[kind]?.data(text, name) ?? dataOf(kind === 'kubernetes' ? rendered(text) : text, name);
}

/** The scripts in a file, with all filled in, as one program. */
export async function hostedProgram(kind: string, text: string, name: string): Promise<string> {
  const found = textHosts[kind]?.scripts(text, name);
  if (found !== undefined) return programOf(found);
  const data = await hostedData(kind, text, name);
  return programOf(kind in dataHosts ? (dataHosts[kind]?.(data) ?? []) : await terraform(data));
}
