/** Files and commands that data describes: what is written to a path, what is run. */
import type { Region } from '../../model/expr.js';
import { MappedText } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { base64 } from '../codecs/base64.js';
import { claimsShell } from '../shell/claims.js';
import { addCode, type Found } from './found.js';

/** Files of these names hold no code that another file's first line would not tell of. */
const OTHER_CODE = /\.(?:ps1|psm1|py|rb|pl|php|go|bat|cmd)$|^#!.*\b(?:python|perl|ruby|pwsh|php)/;

/** Adds the text that is written to `path`, if that is code. */
export function addFile(found: Found, path: string, text: MappedText | undefined, span: Span, region?: Region): void {
  if (text === undefined) return;
  const [first = ''] = text.text.slice(0, 300).split('\n', 1);
  if (claimsShell(path, first) || /\/cron\.(?:hourly|daily|weekly|monthly)\//.test(path))
    addCode(found, text, span, region);
  else if (OTHER_CODE.test(path) || OTHER_CODE.test(first))
    found.unread.push({ span, what: 'code of another language' });
}

/** `text` decoded when it is said to be base64; undefined when it is not a text then. */
export function decoded(text: MappedText | undefined, encoding: string | undefined): MappedText | undefined {
  if (text === undefined || encoding === undefined || /^(?:text\/)?plain$/.test(encoding)) return text;
  const codec = /^(?:b64|base64)$/.test(encoding) ? base64(text.text) : undefined;
  if (codec === undefined) return undefined;
  return MappedText.compose([{ kind: 'text', parent: text, span: { start: 0, end: text.text.length }, codec }], 0);
}
