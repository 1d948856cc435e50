/** What a text is by its first line: scripts and machine configurations that stand in strings of other languages. */
import type { LanguageId } from '../model/document.js';
import { isShellShebang, SHELLS } from './shell/claims.js';

/** The language of a script that says of itself what it is; undefined when it does not, or in no language that is read. */
export function languageOfContent(text: string): LanguageId | undefined {
  const start = /^\s*([^\n]{0,300})/.exec(text.slice(0, 2000))?.[1] ?? '';
  if (start.startsWith('#cloud-config')) return 'yaml';
  if (isBatch(text, start)) return 'batch';
  if (/^<powershell>/i.test(start)) return 'powershell';
  return isShellShebang(start) ? 'shell' : undefined;
}

/** Whether a text is user data with commands of Windows in tags, perhaps among others; a page has such tags too, with other code in them. */
function isBatch(text: string, firstLine: string): boolean {
  if (!/^<(?:script|powershell)>\s*$/i.test(firstLine)) return false;
  return (
    /<script>\s*\n/i.test(text) &&
    !/\b(?:function|const|var|let|document|window|fetch)\b|=>|\/\//.test(text.replace(/https?:\/\//g, ''))
  );
}

/**
 * The language of what a program runs that is told by its name or as a command line: `bash -e {0}`, `pwsh`,
 * `C:\Windows\System32\cmd.exe /c`. Undefined where that is none which is read.
 */
export function languageOfProgram(program: string): LanguageId | undefined {
  const words = program.trim().slice(0, 300);
  // Paths of Windows may have spaces in them.
  const [, windows, other = ''] =
    /([\w-]+)\.exe\b|^(?:\S*\/env[ \t]+(?:-S[ \t]+)?)?(?:[^\s"']*[\\/])?([\w-]+)/i.exec(words) ?? [];
  const name = (windows ?? other).toLowerCase();
  if (SHELLS.has(name)) return 'shell';
  if (name === 'cmd') return 'batch';
  return name === 'pwsh' || name === 'powershell' ? 'powershell' : undefined;
}
