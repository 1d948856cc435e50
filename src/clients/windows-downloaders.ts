/** Downloaders that Windows has: `certutil -urlcache -f url file`, `bitsadmin /transfer job url file`. They only ever GET. */
import { known, textOf, unknown, type UnknownValue } from '../model/value.js';
import type { Argument, HttpRequest } from './client.js';
import { shapeOf } from './words.js';

/** The requests of certutil, which sends no headers. */
export function readCertutil(words: readonly Argument[], open: UnknownValue | undefined): readonly HttpRequest[] {
  const shapes = words.map(({ value }) => shapeOf(value));
  if (!shapes.some((shape) => /^[-/]urlcache$/i.test(shape))) return [];
  const url = words.find((_, i) => !/^[-/][a-z]+$/i.test(shapes[i] ?? ''));
  return url === undefined ? [] : [request('certutil', url, open)];
}

/** The requests of bitsadmin: jobs that are made and done at once, and files that are added to one. */
export function readBitsadmin(words: readonly Argument[], open: UnknownValue | undefined): readonly HttpRequest[] {
  const [action, ...rest] = words;
  const name = textOf(action?.value ?? known(''))?.toLowerCase();
  if (name === '/addfile') {
    const [, url] = rest;
    // Headers are those of the job: another command may have set them.
    const elsewhere = unknown('headers of a job');
    return url === undefined ? [] : [request('bitsadmin', url, open ?? elsewhere)];
  }
  if (name !== '/transfer') return [];
  const url = rest.slice(1).find(({ value }, i, all) => {
    const isValue = /^\/(?:priority|acltflags|aclflags)$/i.test(shapeOf(all[i - 1]?.value ?? known('')));
    return !isValue && !/^\/[a-z]+$/i.test(shapeOf(value));
  });
  return url === undefined ? [] : [request('bitsadmin', url, open)];
}

function request(client: string, url: Argument, open: UnknownValue | undefined): HttpRequest {
  const headers = { entries: [], open };
  return { client, url: url.value, urlPlace: url.place, method: known('GET'), headers };
}
