/** What a scan does before anything is analysed: finds the files that mention the service below the current directory. */
import { resolve } from 'node:path';
import { defaultOptions } from '../src/config.js';
import { discover } from '../src/discover/index.js';
import { nodeFileSystem } from '../src/discover/node-file-system.js';
import { kindOf } from '../src/languages/index.js';

const surveyor = new URL('./survey-worker.mjs', import.meta.url);
const { files, unclaimed } = discover(nodeFileSystem(surveyor), { ...defaultOptions, root: resolve('.') }, kindOf);
process.stdout.write([...files.map(({ path }) => path), ...unclaimed].join('\n'));
