/** Every client that is known. */
import type { Client } from './client.js';
import { commands } from './commands.js';
import { javascriptClients } from './javascript.js';

export const clients: readonly Client[] = [javascriptClients, commands];
