/** What a text is by its first line: scripts and machine configurations that stand in strings of other languages. */
import type { LanguageId } from '../model/document.js';
import { isShellShebang } from './shell/claims.js';

/** The language of a script that says of itself what it is; undefined when it does not, or in no language that is read. */
export function languageOfContent(text: string): LanguageId | undefined {
  const start = /^\s*([^\n]{0,300})/.exec(text.slice(0, 2000))?.[1] ?? '';
  if (start.startsWith('#cloud-config')) return 'yaml';
  if (/^<powershell>/i.test(start)) return 'powershell';
  return isShellShebang(start) ? 'shell' : undefined;
}
