/** Which files are HTML pages or components that are written like them: by extension. */

/** Whether the file at `path` is one. */
export function claimsHtml(path: string): boolean {
  return /\.(?:x?html|htm|vue|svelte|astro)$/i.test(path);
}
