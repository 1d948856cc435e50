/** The files of the same folder whose names are names of a configuration too: all of them, of which the usual ones are asked. */
import { dirname, join } from 'node:path/posix';
import type { Lowered } from '../../model/document.js';
import type { Region } from '../../model/expr.js';
import { claimsHcl } from './claims.js';

/** How files are called that others take names from; what a later one says counts before. */
const USUAL: readonly string[] = [
  'main.tf',
  'launch_template.tf',
  'launch-template.tf',
  'locals.tf',
  'inputs.tf',
  'vars.tf',
  'variables.tf',
  'variables.pkr.hcl',
  'terraform.tfvars',
];

/** Asks for the files of these names beside the one that is read. */
export function siblingsIn(root: Region): Lowered['includes'] {
  const span = { start: 0, end: 0 };
  return USUAL.map((text) => ({ path: { kind: 'literal', text, span }, region: root, span }));
}

/** The file `name` beside the configuration at `from`; what documentation shows stands in no folder. */
export function siblingsOf(name: string, from: string): readonly string[] {
  return claimsHcl(from) && USUAL.includes(name) ? [join(dirname(from), name)] : [];
}
