/** What Groovy reads a URL by, and the step of Jenkins that makes a request. */
import { known, nothing, unknown, type Value } from '../model/value.js';
import type { Client, HeaderList } from './client.js';

const READ = 'groovy.URL';
const STEP = 'jenkins.httpRequest';

export const groovyClients: Client = {
  reads: (callee) => callee === READ || callee === STEP,
  read: ({ callee, args, argsOpen }) => {
    // The step's: a script, which is none here, the URL, the method, the headers.
    const [first, url, method, headers] = args;
    const address = callee === READ ? first : url;
    if (address === undefined || address.value.kind === 'nothing') return [];
    const given = method?.value ?? nothing;
    const list = callee === READ ? { entries: [], open: argsOpen } : headersIn(headers?.value ?? nothing);
    return [
      {
        client: callee === READ ? 'URL' : 'httpRequest',
        url: address.value,
        urlPlace: address.place,
        method: given.kind === 'nothing' ? known('GET') : given,
        headers: list,
      },
    ];
  },
};

function headersIn(value: Value): HeaderList {
  if (value.kind === 'nothing') return { entries: [], open: undefined };
  if (value.kind !== 'record') return { entries: [], open: unknown('headers that are made elsewhere') };
  return { entries: value.entries.map(({ key, value: sent }) => ({ name: key, value: sent })), open: value.open };
}
