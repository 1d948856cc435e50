/** Which files are Dockerfiles, by name. */

/** Whether the file at `path` is one: `Dockerfile`, `Dockerfile.dev`, `build.dockerfile`, `Containerfile`. */
export function claimsDockerfile(path: string): boolean {
  return /(?:^|\/)(?:docker|container)file(?:[.-][\w.-]+)?$|\.(?:docker|container)file$/i.test(path);
}
