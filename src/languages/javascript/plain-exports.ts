/** Which modules export nothing but under names that are written in them. */

/** `export` before a declaration or a list of names: not `export *`, `export =`, nor with a comment or decorator between. */
const EXPORT = /\bexport\b(?=(\s*[\w${])?)/g;

/** `exports.name`, `Object.defineProperty(exports, 'name'`. */
const ASSIGNED =
  /\b(?:module\s*\.\s*)?exports\s*\.\s*[A-Za-z_$][\w$]*|\bObject\.defineProperty\(\s*exports\s*,\s*["']/g;

/** What exports in other ways, or under names that are not written as they are: all at once, copies, AMD, escapes. */
const OTHERWISE = /\bexports\b|\bmodule\s*[.[]|__export|\bdefine\s*\(|\\[ux]/;

/** Whether `text` is a module in which each name of an export is written, told without parsing it. False where that is not sure. */
export function exportsPlainly(text: string): boolean {
  const exporting = [...text.matchAll(EXPORT)];
  if (!exporting.every(([, plain]) => plain !== undefined)) return false;
  const rest = text.replace(ASSIGNED, '');
  return (exporting.length > 0 || rest.length < text.length) && !OTHERWISE.test(rest);
}
