/** Which characters can stand as themselves in YAML. */

/** Controls, halves of characters, and breaks of lines of which parsers do not agree. */
const IMPOSSIBLE =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Whether all of `plain` can be written without escapes. */
export function canStand(plain: string): boolean {
  return !IMPOSSIBLE.test(plain);
}
