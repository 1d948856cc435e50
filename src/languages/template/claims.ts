/** Which files are templates of scripts, by name and first line. Kept free of the parsers: it is asked for every file. */
import { claimsShell } from '../shell/claims.js';

/** How a template's language marks what it fills in. */
export type TemplateNotation = 'terraform' | 'jinja' | 'erb' | 'go' | 'autoconf';

const NOTATIONS: readonly (readonly [RegExp, TemplateNotation])[] = [
  [/\.(?:j2|jinja2?|jinja)$/i, 'jinja'],
  [/\.erb$/i, 'erb'],
  [/\.(?:tftpl|tpl)$/i, 'terraform'],
  [/\.(?:tmpl|gotmpl|gotpl|ctmpl)$/i, 'go'],
  [/\.in$/i, 'autoconf'],
];

/** The notation of the template at `path`, by its last extension, and its name without that. */
export function templateName(
  path: string,
): { readonly notation: TemplateNotation; readonly inner: string } | undefined {
  for (const [extension, notation] of NOTATIONS) {
    if (extension.test(path)) return { notation, inner: path.replace(extension, '') };
  }
  return undefined;
}

/** Whether the file at `path` is a template of a shell script; what stands before a shebang may be filled in too. */
export function claimsTemplate(path: string, firstLine: string): boolean {
  const name = templateName(path);
  if (name === undefined) return false;
  return (
    isShellName(name.inner) ||
    claimsShell('', firstLine) ||
    (name.notation !== 'autoconf' && /^\s*(?:\{%|<%|\{\{|%\{)/.test(firstLine))
  );
}

/** Whether a script of this name is a shell's: `default.bashrc` too, of which only the end becomes the name. */
export function isShellName(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return claimsShell(name, '') || claimsShell(name.slice(name.lastIndexOf('.') + 1), '');
}
