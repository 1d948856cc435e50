/** What an instance is given to run when it starts: a script, a cloud-config, or a message of several such parts. */
import type { Region } from '../../model/expr.js';
import { HOLE, type MappedText } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { base64 } from '../codecs/base64.js';
import { MappedText as Text } from '../../model/mapped-text.js';
import { languageOfContent } from '../content.js';
import { isShellShebang } from '../shell/claims.js';
import { addCode, type Found } from './found.js';
import { slice } from './texts.js';

/** Adds the code of user data; `isPlain`: whether it is given as it is, not in base64. */
export function addUserData(found: Found, text: MappedText | undefined, span: Span, region?: Region): void {
  if (text === undefined) return;
  const head = text.text.slice(0, MAX_HEAD).trimStart();
  if (isMessage(head)) {
    for (const part of partsOf(text)) addUserData(found, part, span, region);
    return;
  }
  const language = languageOfContent(text.text.trimStart()) ?? (isShellCode(head) ? 'shell' : undefined);
  if (language !== undefined) addCode(found, text, span, region, language);
  else found.unread.push({ span, what: /^<script/i.test(head) ? 'code for Windows' : 'user data' });
}

/** Adds the code of user data that a string holds in base64, or, where that is not, as it is. */
export function addEncodedUserData(found: Found, text: MappedText | undefined, span: Span, region?: Region): void {
  const codec = text === undefined ? undefined : base64(text.text);
  if (text === undefined || codec === undefined) return addUserData(found, text, span, region);
  const whole = { start: 0, end: text.text.length };
  addUserData(found, Text.compose([{ kind: 'text', parent: text, span: whole, codec }], 0), span, region);
}

const MAX_HEAD = 4000;

/** Whether a text is a message of several parts, each of which is user data. */
export function isMessage(text: string): boolean {
  return /^\s{0,200}(?:MIME-Version|Content-Type):/i.test(text);
}

/** Whether a text that begins so is for a shell: it says so, or nothing else; many forget the first line. */
function isShellCode(head: string): boolean {
  const [first = ''] = head.split('\n', 1);
  if (first.startsWith('#!')) return isShellShebang(first) || first.includes(HOLE);
  if (/^#cloud-boothook/.test(first)) return true;
  return !/^(?:<|\[|\{|#include|#part-handler|#upstart-job|## template)/.test(first);
}

/** The bodies of the parts of a message. */
function partsOf(text: MappedText): readonly MappedText[] {
  const boundary = /\bboundary="?([^"\s;]{1,100})"?/i.exec(text.text.slice(0, MAX_HEAD))?.[1];
  if (boundary === undefined) return [];
  const parts: MappedText[] = [];
  const mark = `--${boundary}`;
  for (let at = text.text.indexOf(mark); at !== -1 && parts.length < MAX_PARTS;) {
    const next = text.text.indexOf(mark, at + mark.length);
    const headers = at + mark.length;
    const end = next === -1 ? text.text.length : next;
    const blank = /\n[ \t]*\n/.exec(text.text.slice(headers, end));
    const part = blank === null ? undefined : slice(text, headers + blank.index + blank[0].length, end);
    if (part !== undefined) parts.push(part);
    at = next;
  }
  return parts;
}

const MAX_PARTS = 32;
