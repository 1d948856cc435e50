/** Which files are in PowerShell, by name or by their first line. Kept free of the parser: it is asked for every file. */

/** Whether the file at `path`, which begins with `firstLine`, is a PowerShell script, module or data file. */
export function claimsPowerShell(path: string, firstLine: string): boolean {
  return /\.ps(?:1|m1|d1)$/i.test(path) || isPowerShellShebang(firstLine);
}

/** Whether `line` is the first line of a script that PowerShell runs: `#!/usr/bin/env pwsh`. */
export function isPowerShellShebang(line: string): boolean {
  return /^(?:\uFEFF)?#!\S*(?:\/env(?: -S)? +|\/)(?:pwsh|powershell)(?:-preview)?(?:\s|$)/.test(line);
}

/**
 * Whether a text that does not say what it is can only be PowerShell: it has cmdlets or assigns to `$name` at the start of
 * a line, and nothing of another language's first line.
 */
export function looksLikePowerShell(text: string): boolean {
  if (/^\s*(?:#!|#cloud-config|<)/.test(text)) return false;
  const start = text.slice(0, 4000);
  return (
    /^[ \t]*\$(?:\w+:)?\w+[ \t]*=/m.test(start) ||
    /^[ \t]*(?:Add|Clear|Copy|Enable|Disable|Expand|Get|Import|Install|Invoke|Move|New|Out|Read|Register|Remove|Rename|Restart|Set|Start|Stop|Test|Write)-[A-Z]\w+(?:[ \t]|$)/m.test(
      start,
    )
  );
}
