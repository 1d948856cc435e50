/** Which files are JSON, and which of those tell how a project is built. Kept free of the parser: it is asked for every file. */

/** Whether the file at `path` is JSON, with or without comments. */
export function claimsJson(path: string): boolean {
  return /\.(?:jsonc?|webmanifest|code-workspace)$/i.test(path);
}

/** Whether the JSON file at `path` is one that package managers, compilers and Terraform read by themselves. */
export function isManifest(path: string): boolean {
  return /(?:^|\/)(?:package|[tj]sconfig(?:[.-][^/]*)?|[^/]*\.tfvars)\.json$/.test(path);
}
