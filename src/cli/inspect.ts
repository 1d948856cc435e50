/** The command `inspect`: what was understood of one file, and why each call in it is or is not reported. */
import { defaultOptions } from '../config.js';
import { nodeFileSystem } from '../discover/node-file-system.js';
import { inspect } from '../inspect.js';
import type { Host } from './host.js';

/** `target` is a path, or 'path:line'. */
export async function inspectFile(target: string, host: Host): Promise<string> {
  return inspect(nodeFileSystem(), { ...defaultOptions, root: host.directory }, target);
}
