/** Which files are documentation in Markdown or a kin of it, by name. */

const NOTES = /(?:^|\/)(?:notes|readme|install|usage|howto)[^/]*\.txt$/i;

/** Whether the file at `path` is documentation that is read. */
export function claimsMarkdown(path: string): boolean {
  return /\.(?:md|mdx|mdown|mkd|markdown|rst|adoc|asciidoc)$/i.test(path) || NOTES.test(path);
}
