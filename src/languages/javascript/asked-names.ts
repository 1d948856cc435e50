/** Names in a clause that takes a module apart, and what a text uses of a module that has a name in it. */

/** `a`, `a as b` (or `a: b`) in a list: each with its name here. Types are left out. Undefined where there is more than names. */
export function namesIn(list: string, between: 'as' | ':'): readonly (readonly [string, string])[] | undefined {
  const names: [string, string][] = [];
  for (const item of list.split(',').map((one) => one.trim())) {
    if (item === '') continue;
    const [, name, local] = (between === 'as' ? RENAMED : APART).exec(item) ?? [];
    if (name !== undefined) names.push([name, local ?? name]);
    else if (between === ':' || !/^type\s+[\w$]/.test(item)) return undefined;
  }
  return names;
}

const RENAMED = /^([\w$]+)(?:\s+as\s+([\w$]+))?$/;
const APART = /^([\w$]+)(?:\s*:\s*([\w$]+))?$/;

/** Before or behind the name where it is bound: `* as m`, `const m =`, `import m`, `{ default as m }`. */
const BOUND = /(?:\bas|\b(?:const|let|var)|\bimport(?:\s+type)?)\s+$/;

/** `.name` or `?.name` behind something. */
const MEMBER = /\s*(?:\?\.|\.)\s*([A-Za-z_$][\w$]*)/y;

/**
 * The members of `local` that `text` reads, `local` being what it calls a module; undefined when it uses the module in
 * another way: it may be handed on, or be asked for names that are made at run time.
 */
export function usedOf(local: string, text: string): readonly string[] | undefined {
  const members: string[] = [];
  let bound = 0;
  for (let at = text.indexOf(local); at >= 0; at = text.indexOf(local, at + local.length)) {
    const end = at + local.length;
    if (/[\w$]/.test(text[at - 1] ?? '') || /[\w$]/.test(text[end] ?? '')) continue;
    // A member of something else is no use of it, but `...m` is.
    if (text[at - 1] === '.' && text[at - 2] !== '.') continue;
    MEMBER.lastIndex = end;
    const [, member] = MEMBER.exec(text) ?? [];
    if (member === 'default' || /[\\\u0080-\uffff]/.test(text[MEMBER.lastIndex] ?? '')) return undefined;
    if (member !== undefined) members.push(member);
    else if (BOUND.test(text.slice(Math.max(0, at - 40), at))) bound += 1;
    else return undefined;
    // What is bound twice may be two things, of which the second is made of the first.
    if (bound > 1) return undefined;
  }
  return members;
}
