/** The remedy for a tokenless request of a PowerShell script. There are no fixes: they could not be run where they are made. */
import { ADDRESS, LONGEST_TTL, SESSION_TOKEN, TOKEN_PATH, TOKEN_TTL } from '../../imds/names.js';
import type { MetadataRequest, Rewriter } from '../../model/site.js';

/** A person adapts the snippet. */
export function rewriterFor({ path }: Omit<MetadataRequest, 'rewrite'>): Rewriter {
  const url = `http://${ADDRESS}`;
  const snippet = [
    `$imdsToken = Invoke-RestMethod -Method Put -Uri ${url}${TOKEN_PATH} -Headers @{"${TOKEN_TTL}" = "${String(LONGEST_TTL)}"}`,
    `Invoke-RestMethod -Uri ${url}${path === '' ? '/latest/meta-data/' : path} -Headers @{"${SESSION_TOKEN}" = $imdsToken}`,
  ].join('\n');
  return { addSessionToken: () => undefined, removeFallback: () => undefined, snippet };
}
