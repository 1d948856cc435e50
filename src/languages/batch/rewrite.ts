/** What can be done about a tokenless request of a batch file: advice, for nobody but the command prompt can read one for sure. */
import { ADDRESS, headerName, LONGEST_TTL, SESSION_TOKEN, TOKEN_PATH, TOKEN_TTL } from '../../imds/names.js';
import type { MetadataRequest, Rewriter } from '../../model/site.js';

/** The rewriter of a request that a batch file makes. */
export function rewriterFor({ path }: Omit<MetadataRequest, 'rewrite'>): Rewriter {
  const host = `http://${ADDRESS}`;
  const ask = `curl -sf -X PUT -H "${headerName(TOKEN_TTL)}: ${String(LONGEST_TTL)}" ${host}${TOKEN_PATH}`;
  const snippet = [
    `for /f "delims=" %%t in ('${ask}') do set "IMDS_TOKEN=%%t"`,
    `curl -H "${headerName(SESSION_TOKEN)}: %IMDS_TOKEN%" ${host}${path === '' ? '/latest/meta-data/' : path}`,
  ].join('\n');
  return { addSessionToken: () => undefined, removeFallback: () => undefined, snippet };
}
