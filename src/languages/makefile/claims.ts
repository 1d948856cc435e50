/** Which files make reads, by name. */

/** Whether the file at `path` is one: `Makefile`, `GNUmakefile`, `rules.mk`. */
export function claimsMakefile(path: string): boolean {
  return /(?:^|\/)(?:GNU)?makefile(?:\.(?!md$|txt$)[\w.-]+)?$|\.mk$/i.test(path);
}
