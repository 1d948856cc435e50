/** Paths and the patterns of a configuration, which are written as in `.gitignore` and can make nobody wait. */
import { candidateFor, readIgnoreFile, toBinary } from './ignore-file.js';

/** Whether a path (relative to where the patterns were written, with forward slashes) is one that `patterns` name. */
export type Matches = (path: string) => boolean;

/** As in `.gitignore`: the last pattern that matches counts, and what lies in a directory that matches is meant too. */
export function compilePatterns(patterns: readonly string[]): Matches {
  const file = readIgnoreFile(new TextEncoder().encode(patterns.join('\n')));
  if (file === undefined) return () => false;
  return (path) => {
    const parts = toBinary(path).split('/');
    return parts.some((name, index) => {
      const above = parts.slice(0, index).map((part) => `${part}/`);
      return file.judge(candidateFor(above.join(''), name, index + 1 < parts.length), 0) === 'ignored';
    });
  };
}
