/** Which files are batch files of Windows, by name. */

/** Whether the file at `path` is one. */
export function claimsBatch(path: string): boolean {
  return /\.(?:bat|cmd)$/i.test(path);
}
