/** When the service refuses a request for a session token. */
import type { MetadataRequest } from '../model/site.js';
import { textOf } from '../model/value.js';
import { LONGEST_TTL, TOKEN_PATH, TOKEN_TTL, UNKNOWN_PART } from './names.js';

type TokenRequest = Pick<MetadataRequest, 'method' | 'path' | 'header'>;

/** What is said of a refusal; '{1}' is what was found. */
export const refusalForms = {
  method: "the method is '{1}', not PUT",
  path: `the path is '{1}', not '${TOKEN_PATH}'`,
  lacksTtl: `the header ${TOKEN_TTL} is missing`,
  ttl: `the time to live is '{1}', not a whole number from 1 to ${String(LONGEST_TTL)}`,
  forwarded: 'the header X-Forwarded-For is sent',
} as const;

/** Why the service would refuse this token request, a phrase each; what is unknown refuses nothing. */
export function refusals(request: TokenRequest): readonly string[] {
  return [methodRefusal(request), pathRefusal(request), ttlRefusal(request), forwardedRefusal(request)].filter(
    (refusal) => refusal !== undefined,
  );
}

function methodRefusal({ method }: TokenRequest): string | undefined {
  if (method === undefined || method === 'PUT') return undefined;
  return said(refusalForms.method, method);
}

function pathRefusal({ path }: TokenRequest): string | undefined {
  if (canBe(path, TOKEN_PATH) || canBe(path, `${TOKEN_PATH}/`)) return undefined;
  return said(refusalForms.path, path);
}

function ttlRefusal(request: TokenRequest): string | undefined {
  const ttl = request.header(TOKEN_TTL);
  if (ttl.sent === 'never') return refusalForms.lacksTtl;
  const texts = ttl.values.map(textOf);
  const [first] = texts;
  if (first === undefined || !texts.every((text) => text !== undefined && !isTtl(text))) return undefined;
  return said(refusalForms.ttl, first.trim());
}

function forwardedRefusal(request: TokenRequest): string | undefined {
  return request.header('x-forwarded-for').sent === 'always' ? refusalForms.forwarded : undefined;
}

function said(form: string, found: string): string {
  return form.replace('{1}', () => found);
}

function isTtl(text: string): boolean {
  const seconds = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : 0;
  return seconds >= 1 && seconds <= LONGEST_TTL;
}

/** Whether `pattern`, in which `…` is anything, can be `text`. */
function canBe(pattern: string, text: string): boolean {
  const [first = '', ...others] = pattern.split(UNKNOWN_PART);
  const last = others.pop();
  if (last === undefined) return first === text;
  if (!text.startsWith(first) || !text.endsWith(last) || first.length + last.length > text.length) return false;
  let from = first.length;
  for (const part of others) {
    const at = text.indexOf(part, from);
    if (at < 0 || at + part.length > text.length - last.length) return false;
    from = at + part.length;
  }
  return true;
}
