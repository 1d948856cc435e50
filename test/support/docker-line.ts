/** A line of a Dockerfile with those that it goes on over, after BuildKit's parser: for the test of ours. */

interface Joined {
  readonly line: string;
  /** Where the next line is. */
  readonly next: number;
}

/** The line that begins at `at` and goes on over others, after BuildKit's parser. */
export function joinedDockerLine(lines: readonly string[], at: number, escape = '\\'): Joined {
  const mark = escape === '\\' ? /(?<!\\)\\[ \t]*$/ : /(?<!`)`[ \t]*$/;
  let line = lines[at] ?? '';
  let next = at + 1;
  while (mark.test(line) && next < lines.length) {
    const more = lines[next] ?? '';
    next += 1;
    if (/^[ \t]*(?:#|$)/.test(more)) continue;
    line = line.replace(mark, '') + more;
  }
  return { line: line.replace(mark, ''), next };
}
