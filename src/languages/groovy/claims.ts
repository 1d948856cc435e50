/** Which files are in Groovy, by name: pipelines of Jenkins, and the libraries that they use. */

/** Whether the file at `path` is one. */
export function claimsGroovy(path: string): boolean {
  return /(?:^|\/)Jenkinsfile(?:[.-](?!md$|txt$|ya?ml$)[\w.-]+)?$|\.(?:jenkinsfile|groovy)$/i.test(path);
}
