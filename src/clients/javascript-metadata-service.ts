/** `MetadataService` of version 2 of the AWS SDK for JavaScript, which never asks for a token in `request`. */
import { known, textOf, type Value } from '../model/value.js';
import type { HttpRequest, Invocation } from './client.js';
import { headersOf, noHeaders, type Headers } from './javascript-headers.js';
import { optionOf } from './javascript-options.js';
import { DEFAULT_HOST, urlOf } from './javascript-sdk.js';

const REQUEST =
  /^(?:(?:aws-sdk(?:\/(?:global|clients\/all|lib\/core|lib\/aws))?|globalThis\.AWS)\.MetadataService|aws-sdk\/(?:lib|clients)\/metadata_?service)\(\)\.request(?:Async)?$/;

/** Whether `callee` is its method for requests. */
export function readsMetadataService(callee: string): boolean {
  return REQUEST.test(callee);
}

/** The request that it makes. */
export function readMetadataService(invocation: Invocation): readonly HttpRequest[] {
  const { receiver, args, callee } = invocation;
  const [path] = args;
  const settings = receiver?.kind === 'result' ? receiver.args.items.slice(0, 1) : [];
  const host = optionOf(settings, ['host']);
  return [
    {
      client: `MetadataService.${callee.endsWith('Async') ? 'requestAsync' : 'request'}`,
      // Settings that are not known are taken to leave the host what it is.
      url: urlOf(host?.kind === 'text' ? host : known(DEFAULT_HOST), path?.value ?? known('/')),
      urlPlace: path?.place,
      method: optionOf(optionsOf(invocation), ['method']) ?? known('GET'),
      headers: ownHeaders(invocation),
    },
  ];
}

/** The options of a request; with two arguments, what is no object of options is the callback. */
function optionsOf({ args }: Invocation): readonly Value[] {
  const second = args[1]?.value;
  return second === undefined || (args.length === 2 && second.kind !== 'record') ? [] : [second];
}

function ownHeaders(invocation: Invocation): Headers {
  const [options] = optionsOf(invocation);
  if (options?.kind !== 'record') return options?.kind === 'unknown' ? { entries: [], open: options } : noHeaders;
  return headersOf(options.entries.findLast(({ key }) => textOf(key) === 'headers')?.value ?? options.open);
}
