/** The command `inspect`: what was understood of one file. */
import { defaultOptions, UserError } from '../config.js';
import { nodeFileSystem } from '../discover/node-file-system.js';
import { inspect } from '../inspect.js';
import { resolve } from 'node:path';
import type { Host } from './host.js';

export async function inspectFile(path: string, host: Host): Promise<string> {
  const fs = nodeFileSystem();
  if (fs.kindOf(resolve(host.directory, path))?.kind !== 'file') throw new UserError(`${path} is no file`);
  return inspect(fs, { ...defaultOptions, root: host.directory, paths: [path] }, path);
}
