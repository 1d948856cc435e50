/** What PowerShell's commands and methods give, where that matters for addresses and tokens. */
import {
  joinTexts,
  known,
  textOf,
  unknown,
  type ExternalValue,
  type ListValue,
  type Value,
} from '../../model/value.js';

/** What calling `callee` gives; undefined where that is not known. */
export function resultOf(callee: ExternalValue, { items, open }: ListValue): Value | undefined {
  if (open !== undefined) return undefined;
  const name = callee.name.toLowerCase();
  if (name === 'write-output' || name === 'echo') return items[1];
  if (name === 'join-path') return joinedPath(items.slice(1));
  const [first] = items;
  if (name === 'system.uri' || name === 'uri') return first;
  // An address that is built of another: `[uri]::new($base, 'path')` is rare, and not followed.
  return undefined;
}

function joinedPath(words: readonly Value[]): Value | undefined {
  const values = words.filter((word) => !/^-\w+$/.test(textOf(word) ?? ''));
  if (values.length !== 2) return undefined;
  return joinTexts(
    values.flatMap((value, i) => {
      const single = value.kind === 'choice' ? unknown('one of several values') : value;
      return i === 0 ? [single] : [known('/'), single];
    }),
  );
}
