/** Which files are in Nix, by name. */

/** Whether the file at `path` is one. */
export function claimsNix(path: string): boolean {
  return /\.nix$/i.test(path);
}
