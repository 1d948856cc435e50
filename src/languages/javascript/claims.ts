/** Which files are JavaScript or TypeScript: by extension, or by the program that a first line names. */

const EXTENSION = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
const SHEBANG = /^#!.*?(?:[/\s])(?:node|nodejs|deno|bun|ts-node|ts-node-esm|ts-node-script|zx|tsx)(?:\s|$)/;

/** Whether the file at `path`, whose text begins with `firstLine`, is JavaScript or TypeScript. */
export function claims(path: string, firstLine: string): boolean {
  return EXTENSION.test(path) || (!hasExtension(path) && SHEBANG.test(firstLine));
}

/** A file with another extension is what that says, whatever its first line. */
function hasExtension(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.lastIndexOf('.') > 0;
}

/** Whether the file at `path` declares what others hold: it has types and no code. */
export function isDeclarations(path: string): boolean {
  return /\.d\.[cm]?ts$/i.test(path);
}
