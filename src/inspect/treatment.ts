/** What a scan does with one file before any code is read: left out, passed over, or read, and why. */
import { dirname, resolve } from 'node:path';
import type { Options } from '../config.js';
import type { FileSystem } from '../discover/file-system.js';
import { slashed } from '../discover/glob.js';
import { discover } from '../discover/index.js';
import { READ_ANCHORS } from '../imds/anchors.js';
import { kindOf } from '../languages/index.js';
import { lineStarts, positionOf } from '../model/source-file.js';

/** Lines for a person on the file at `path`, relative to the root. */
export function treatmentOf(fs: FileSystem, options: Options, path: string): readonly string[] {
  const absolute = slashed(resolve(options.root, path));
  const isBelow = absolute.startsWith(`${slashed(resolve(options.root))}/`);
  const paths = [isBelow ? '.' : dirname(absolute)];
  const { files, silent, unclaimed, notices, skipped } = discover(showing(fs, absolute), { ...options, paths }, kindOf);
  const [reason] = Object.keys(skipped);
  const [notice] = notices;
  if (notice !== undefined) return [`${notice.path} ${notice.message}`];
  if (reason === 'binary') return ['left out: binary, nothing in it is read'];
  if (reason !== undefined) return [`a scan of the directory leaves it out: ${reason}; named itself it is scanned`];
  const [file] = files;
  if (file !== undefined) return [`read, because it holds ${anchorsIn(file.text)}`];
  if (unclaimed.length > 0)
    return ['names the service, but is in no language that is analysed: a scan says so and reads none of it'];
  const silence = 'holds none of the strings of which each request to the service has one';
  return silent.length > 0
    ? [`${silence}: a scan reads it only where it imports the address or is imported by what is read`]
    : [`${silence}, and is in no language that is analysed: a scan passes it over`];
}

/** What must be seen of a directory for its rules to hold. */
const rules = new Set(['.gitignore', '.imdsauditignore', '.git']);

/** `fs` as if nothing was in it but the file at `path` and the rules on the way to it. */
function showing(fs: FileSystem, path: string): FileSystem {
  const isOnTheWay = (entry: string): boolean => path === entry || path.startsWith(`${entry}/`);
  return {
    readFile: (name, limit) => fs.readFile(name, limit),
    readDirectory: (name) =>
      fs
        .readDirectory(name)
        .filter((entry) => rules.has(entry.name) || isOnTheWay(`${slashed(name).replace(/\/$/, '')}/${entry.name}`)),
    kindOf: (name) => fs.kindOf(name),
    realPath: (name) => fs.realPath(name),
  };
}

function anchorsIn(text: string): string {
  const lower = text.toLowerCase();
  const starts = lineStarts(text);
  return READ_ANCHORS.flatMap((anchor) => {
    const at = lower.indexOf(anchor.toLowerCase());
    return at < 0 ? [] : [`'${anchor}' (line ${String(positionOf(starts, at).line)})`];
  }).join(', ');
}
