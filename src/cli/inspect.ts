/** The command `inspect`: what was understood of one file, and why each call in it is or is not reported. */
import { relative, resolve } from 'node:path';
import { defaultOptions } from '../config.js';
import { slashed } from '../discover/glob.js';
import { nodeFileSystem } from '../discover/node-file-system.js';
import { inspect } from '../inspect.js';
import type { Host } from './host.js';
import { rootFor } from './root.js';

/** `target` is a path from where we are, or 'path:line'. */
export async function inspectFile(target: string, host: Host): Promise<string> {
  const root = rootFor(host.directory, [target, target.replace(/:\d+$/, '')]);
  const path = slashed(relative(root, resolve(host.directory, target)));
  return inspect(nodeFileSystem(host.surveyor), { ...defaultOptions, root }, path);
}
