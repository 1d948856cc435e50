/** Reads and writes the file of the baseline: one line for each known problem, so that versions can be compared. */
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { UserError } from '../config.js';
import type { Baseline } from '../config.js';
import type { KnownFinding } from '../model/finding.js';
import { slashed } from '../discover/glob.js';
import { isBelow } from '../discover/paths.js';

export const defaultBaseline = 'imds-audit-baseline.json';
const version = 1;

/** Throws a `UserError` when the file at `path` (absolute, or relative to `directory`) is no baseline. */
export function readBaseline(directory: string, path: string): Baseline {
  const shown = shownPath(directory, path);
  const parsed = parseBaseline(readText(resolve(directory, path), shown), shown);
  return { path: shown, findings: parsed };
}

/** The baseline that is to be written anew; undefined where there is none that could be read. */
export function formerBaseline(directory: string, path: string): Baseline | undefined {
  try {
    return readBaseline(directory, path);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

export function shownPath(directory: string, path: string): string {
  const file = resolve(directory, path);
  return isBelow(directory, file) ? slashed(relative(directory, file)) : path;
}

/** The text of a baseline with these entries. */
export function writtenBaseline(entries: readonly KnownFinding[]): string {
  const lines = entries.map(({ rule, path, fingerprint }) => `    ${JSON.stringify({ rule, path, fingerprint })}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "version": ${String(version)},\n  "findings": ${list}\n}\n`;
}

function readText(file: string, shown: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing) throw new UserError(`there is no baseline ${shown}`, '--update-baseline writes it');
    throw new UserError(
      `the baseline ${shown} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function parseBaseline(text: string, shown: string): readonly KnownFinding[] {
  const value = parseJson(text, shown);
  if (!isObject(value) || !Array.isArray(value['findings']))
    throw new UserError(`${shown} is no baseline`, '--update-baseline writes one');
  if (value['version'] !== version)
    throw new UserError(
      `${shown} is a baseline of another version of imds-audit`,
      'write it anew with --update-baseline',
    );
  return value['findings'].map((entry: unknown, index) => {
    const { rule, path, fingerprint } = isObject(entry) ? entry : {};
    if (typeof rule === 'string' && typeof path === 'string' && typeof fingerprint === 'string')
      return { rule, path, fingerprint };
    throw new UserError(`entry ${String(index + 1)} of the baseline ${shown} has no rule, path and fingerprint`);
  });
}

function parseJson(text: string, shown: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    const conflict = /^(?:<{7}|>{7})/m.test(text) ? ': it holds a merge conflict' : '';
    throw new UserError(`${shown} is no JSON${conflict}`, 'write it anew with --update-baseline');
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
