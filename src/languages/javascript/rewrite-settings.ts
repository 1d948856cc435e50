/** Sets an option of the object that a client is made with, where that is written out or not there at all. */
import type { Edit } from '../../model/source-file.js';
import type { Place } from '../../model/value.js';
import { Syntax, type Tree } from './parse.js';
import { findMaking } from './rewrite-find.js';
import { append, propertyOf, type Change } from './rewrite-options.js';
import { programOf } from './rewrite-tree.js';

interface Option {
  readonly option: string;
  /** As code. */
  readonly value: string;
  readonly instead?: string;
  /** The index of the argument; the first without. */
  readonly argument?: number;
}

/** The edit that makes `option` what it shall be at the call at `made`; undefined where that would be a guess. */
export function setOption({ document, span }: Place, option: Option): Edit | undefined {
  const code = document.text.text;
  const program = programOf(document);
  const making = program === undefined ? undefined : findMaking(program, span);
  const change = making === undefined ? undefined : changeFor(making, option, code);
  return change === undefined ? undefined : document.text.edit(change.span, change.text);
}

function changeFor(making: Tree.CallExpression | Tree.NewExpression, option: Option, code: string): Change | undefined {
  const entry = `${option.option}: ${option.value}`;
  const first = making.arguments[option.argument ?? 0];
  if (first === undefined)
    return option.instead === undefined && (option.argument ?? 0) === 0 ? withArgument(making, entry, code) : undefined;
  if (first.type !== Syntax.ObjectExpression) return undefined;
  const replaced = option.instead === undefined ? undefined : propertyOf(first, option.instead);
  if (option.instead !== undefined && replaced === undefined) return undefined;
  const own = propertyOf(first, option.option);
  const changed = own ?? replaced;
  // Who has both has to give one up: that is no plain edit.
  if (own !== undefined && replaced !== undefined) return undefined;
  if (changed === undefined) return isPlain(first.properties) ? append(first, entry, code) : undefined;
  // What is spread behind it may say otherwise.
  if (!isPlain(first.properties.slice(first.properties.indexOf(changed)))) return undefined;
  return { span: { start: changed.range[0], end: changed.range[1] }, text: entry };
}

/** Whether all of `properties` are written by name: none is spread or computed. */
function isPlain(properties: Tree.ObjectExpression['properties']): boolean {
  return properties.every((one) => one.type === Syntax.Property && !one.computed);
}

/** An object with `entry` as the one argument: `new X`, `new X()`, `f()`. */
function withArgument(
  making: Tree.CallExpression | Tree.NewExpression,
  entry: string,
  code: string,
): Change | undefined {
  const [, end] = making.range;
  const object = `{ ${entry} }`;
  const behind = (making.typeArguments ?? making.callee).range[1];
  if (behind === end) return { span: { start: end, end }, text: `(${object})` };
  const inside = /^\s*\(\s*\)$/.exec(code.slice(behind, end))?.[0];
  if (inside === undefined) return undefined;
  const start = behind + inside.indexOf('(') + 1;
  return { span: { start, end: end - 1 }, text: object };
}
