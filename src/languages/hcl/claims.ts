/** Which files are in HashiCorp's configuration language, by name. Kept free of the parser: it is asked for every file. */

/** Whether the file at `path` is Terraform's, Packer's or of a kin of theirs. */
export function claimsHcl(path: string): boolean {
  return /\.(?:tf|tofu|hcl|tfvars|nomad)$/i.test(path);
}
