/** Bats, a shell with a notation of its own for tests: `@test "what it shows" {`. */

/** `text` with each test as a function; every other character stays where it is. */
export function withTestsAsFunctions(text: string): string {
  if (!text.includes('@test')) return text;
  return text
    .split('\n')
    .map((line) => {
      const head = line.trimEnd();
      const at = line.length - line.trimStart().length;
      if (!line.startsWith('@test', at) || !/\s/.test(line.charAt(at + '@test'.length)) || !head.endsWith('{'))
        return line;
      const name = '_t_()';
      return `${line.slice(0, at)}${name.padEnd(head.length - 1 - at)}${line.slice(head.length - 1)}`;
    })
    .join('\n');
}
