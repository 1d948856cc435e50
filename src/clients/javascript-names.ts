/** Canonical names of JavaScript clients: instances read as their client, aliases as what they stand for. */

/** Functions that make an instance of a client which is used like the client itself. */
const INSTANCE = /\.(?:create|extend|defaults|instance|agent|Axios|Instance)\(\)/g;

/** Clients that a page or a snippet may use as globals, without importing them. */
const GLOBAL = /^globalThis\.(?=(?:axios|got|ky|needle|superagent|https?|undici)(?:\.|$))/;

/** The name that the tables know a callee by. */
export function tableName(callee: string): string {
  return callee
    .replace(INSTANCE, '')
    .replace(GLOBAL, '')
    .replace(/\.default(?=\.|$)/g, '')
    .replace(/^node:/, '');
}

/** The name that promisified methods have: `getAsync` for `get`. */
export function withoutAsync(name: string): string {
  return name.endsWith('Async') ? name.slice(0, -'Async'.length) : name;
}

/** A client as messages name it: 'axios.get', 'fetch', 'HttpClient.get'. */
export function shownName(name: string): string {
  const bare = name.replaceAll('()', '').replace(/^globalThis\./, '');
  // Of a package whose name is a path, what is imported from it says enough.
  return /^[@\w-]+\//.test(bare) && bare.includes('.') ? bare.slice(bare.indexOf('.') + 1) : bare;
}
