/** Which files are units of systemd that run commands, by name. */

/** Whether the file at `path` is one, an addition to one, or a template of one. */
export function claimsSystemd(path: string): boolean {
  return /\.(?:service|socket|mount|swap)(?:\.d\/[^/]+\.conf)?(?:\.(?:j2|jinja2?|erb|tmpl|tpl|tftpl|in))?$/i.test(path);
}
