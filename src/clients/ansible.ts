/** Ansible's modules that make requests: uri and get_url, called with the URL, the method and the headers. */
import { known, unknown } from '../model/value.js';
import type { Client, HeaderList } from './client.js';

const NAME = /^ansible\.builtin\.(uri|get_url)$/;

export const ansible: Client = {
  reads: (callee) => NAME.test(callee),
  read: ({ callee, args: [url, method, headers] }) => {
    const client = NAME.exec(callee)?.[1];
    if (client === undefined || url === undefined) return [];
    const given = headers?.value;
    const list: HeaderList =
      given?.kind === 'record'
        ? { entries: given.entries.map(({ key, value }) => ({ name: key, value })), open: given.open }
        : { entries: [], open: given === undefined ? undefined : unknown('headers that are made elsewhere') };
    const used = method === undefined || method.value.kind === 'nothing' ? known('GET') : method.value;
    return [{ client, url: url.value, urlPlace: url.place, method: used, headers: list }];
  },
};
