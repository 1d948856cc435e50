/** How far a long run is, for someone who watches: on standard error, on one line that is gone at the end. */
import type { FileSystem, Survey } from '../discover/file-system.js';
import type { Host } from './host.js';

/** Milliseconds between two lines, and before the first: most runs are over by then. */
const pause = 200;

export interface Progress {
  /** The file system, which counts what is read of it. */
  readonly fs: FileSystem;
  /** Takes the line away. */
  readonly end: () => void;
}

/** Shows nothing but on a terminal, and nothing in a run of continuous integration. */
export function watch(fs: FileSystem, host: Host, quiet: boolean): Progress {
  const isSilent =
    quiet || !host.stderrIsTerminal || Boolean(host.environment['CI']) || host.environment['TERM'] === 'dumb';
  if (isSilent) return { fs, end: () => undefined };
  let files = 0;
  let last = host.now();
  let isShown = false;

  function count(): void {
    files += 1;
    const now = host.now();
    if (now - last < pause) return;
    last = now;
    isShown = true;
    host.writeError(`\r\u001b[Kimds-audit: ${String(files)} files read …`);
  }

  return {
    fs: { ...fs, ...counting(fs, count) },
    end: () => {
      if (isShown) host.writeError('\r\u001b[K');
    },
  };
}

/** What reads files, or has them read, and tells `count` of each. */
function counting(fs: FileSystem, count: () => void): Pick<FileSystem, 'readFile' | 'survey'> {
  const readFile: FileSystem['readFile'] = (path, limit) => {
    count();
    return fs.readFile(path, limit);
  };
  const survey = (): Survey | undefined => {
    const opened = fs.survey?.();
    if (opened === undefined) return undefined;
    return {
      add: (path, limit) => {
        count();
        opened.add(path, limit);
      },
      finish: () => opened.finish(),
    };
  };
  return { readFile, survey };
}
