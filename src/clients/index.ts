/** Every client that is known. */
import { ansible } from './ansible.js';
import type { Client, SdkClient } from './client.js';
import { commands } from './commands.js';
import { groovyClients } from './groovy.js';
import { javascriptClients } from './javascript.js';
import { javascriptSdk } from './javascript-sdk.js';
import { powershellWeb } from './powershell-web.js';

export const clients: readonly Client[] = [javascriptClients, commands, ansible, powershellWeb, groovyClients];

export const sdkClients: readonly SdkClient[] = [javascriptSdk];
