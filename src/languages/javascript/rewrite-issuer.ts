/** Where the token of a request is asked for: at the service's address, or at the host that the request goes to. */
import { ADDRESS, ADDRESS_V6, TOKEN_PATH } from '../../imds/names.js';
import { textWithHoles, type Value } from '../../model/value.js';
import { Syntax } from './parse.js';
import { quoted, type Style } from './rewrite-clients.js';
import type { Found } from './rewrite-find.js';
import { isAddress, isRepeatable } from './rewrite-options.js';
import { scopeOf } from './rewrite-scope.js';

/** Who issues the token. */
export type Issuer =
  | { readonly origin: string }
  /** `address` is code for the address of the request: whoever is sent the token has made it. */
  | { readonly address: string };

/** The service's origin, when all of `urls` lead to one that is known. */
export function originOf(urls: readonly Value[]): string | undefined {
  const origins = new Set(urls.map((value) => /^https?:\/\/[^/?#]*/i.exec(textWithHoles(value, '\uFFFC'))?.[0]));
  const [origin] = origins;
  if (origins.size !== 1 || origin === undefined) return undefined;
  const host = origin
    .replace(/^\w+:\/\//, '')
    .replace(/:80$/, '')
    .toLowerCase();
  return [ADDRESS, `[${ADDRESS_V6}]`, 'instance-data', 'instance-data.ec2.internal'].includes(host)
    ? `http://${host}`
    : undefined;
}

/** The host that the call's address leads to, when that can be written twice. */
export function hostOf({ call: { arguments: given }, around }: Found, code: string): Issuer | undefined {
  const [first] = given;
  if (first === undefined || first.type === Syntax.ObjectExpression) return undefined;
  if (!isAddress(first, code) || !isRepeatable(first)) return undefined;
  // Where something else has that name, it makes no addresses.
  const isOther = scopeOf('URL', around) !== undefined && !/\bURL\b.{0,99}['"](?:node:)?url['"]/.test(code);
  if (isOther) return undefined;
  return { address: code.slice(...first.range) };
}

/** Code for the address of the token request. */
export function tokenAddress(issuer: Issuer, style: Style): string {
  return 'origin' in issuer
    ? quoted(`${issuer.origin}${TOKEN_PATH}`, style)
    : `new URL(${quoted(TOKEN_PATH, style)}, ${issuer.address}).href`;
}
