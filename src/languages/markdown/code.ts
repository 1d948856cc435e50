/** The code of a block of documentation: what of it is typed, and what the reader has to put in its place. */
import type { LanguageId } from '../../model/document.js';
import { MappedText, type Fragment } from '../../model/mapped-text.js';
import type { Span } from '../../model/source-file.js';
import { fixedText } from '../codecs/fixed.js';
import { readOnly } from '../codecs/read-only.js';
import { languageOfContent } from '../content.js';
import type { Block } from './blocks.js';

const TAGS: Readonly<Record<string, LanguageId>> = {
  ...named('shell', 'sh bash zsh ksh shell shellscript console terminal session shell-session shellsession sh-session'),
  ...named('javascript', 'js javascript jsx mjs cjs node nodejs ts typescript tsx mts cts'),
  ...named('html', 'html vue svelte astro'),
  ...named('hcl', 'hcl terraform tf'),
  ...named('dockerfile', 'dockerfile docker containerfile'),
  ...named('makefile', 'make makefile'),
  ...named('systemd', 'systemd unit service'),
  ...named('yaml', 'yaml yml json'),
};

function named(id: LanguageId, tags: string): Readonly<Record<string, LanguageId>> {
  return Object.fromEntries(tags.split(' ').map((tag) => [tag, id]));
}

/** A command that is typed as it stands: what code without a tag, and between backticks in a sentence, must be. */
const COMMAND = /^[ \t]*(?:[$;#] )?(?:[A-Za-z_]\w*=["'`]?(?:\$\()?)?(?:sudo )?(?:curl|wget)[ \t]+\S/;
/** The same in the midst of others. */
const HAS_COMMAND = /(?:^|[\n`|;&(])[ \t]*(?:[$;#] )?(?:sudo )?(?:curl|wget)[ \t]+\S/;

/** The language of `block`, whose text is `code`; undefined when that cannot be told, or is none that is read. */
export function languageOf({ kind, tag }: Block, code: string): LanguageId | undefined {
  if (kind === 'inline') return COMMAND.test(code) ? 'shell' : undefined;
  if (tag !== undefined && !/^(?:text|txt|plain|plaintext|none|output)$/i.test(tag)) return TAGS[tag.toLowerCase()];
  return languageOfContent(code) ?? (HAS_COMMAND.test(code) ? 'shell' : undefined);
}

/** What a terminal prints before what is typed. */
const PROMPT = /^[ \t]*(?:[\w.-]{1,60}@[\w.-]{1,60}[^$#\n]{0,80}[$#]|(?:ba|z|k)?sh[-\d.]{0,8}[$#]|[$;❯➜])[ \t]+/;
const CONTINUATION = /^[ \t]*>[ \t]/;
/** What the reader is to replace: `<role name>`. */
const PLACEHOLDER = /(?<![<\w])<[A-Za-z](?:[\w .:/-]{0,60}[\w.])?>/g;

/** The lines of `block` that are code: of a session those that are typed. */
export function linesTyped({ lines }: Block, text: string): readonly Span[] {
  const promptOf = ({ start, end }: Span): string | undefined =>
    PROMPT.exec(text.slice(start, Math.min(end, start + 300)))?.[0];
  const isSession = lines.some((line) => promptOf(line) !== undefined);
  if (!isSession) return lines;
  let goesOn = false;
  return lines.flatMap((line): readonly Span[] => {
    const prompt =
      promptOf(line) ?? (goesOn ? (CONTINUATION.exec(text.slice(line.start, line.end))?.[0] ?? '') : undefined);
    goesOn = prompt !== undefined && text.charAt(line.end - 1) === '\\';
    return prompt === undefined ? [] : [{ start: line.start + prompt.length, end: line.end }];
  });
}

/** The text that `lines` of `parent` make. With `placeholders` each of those is a word. */
export function composed(lines: readonly Span[], parent: MappedText, placeholders: boolean): MappedText | undefined {
  const fragments: Fragment[] = [];
  const add = (start: number, end: number): void => {
    if (start < end) fragments.push({ kind: 'text', parent, span: { start, end }, codec: readOnly });
  };
  for (const line of lines) {
    let at = line.start;
    // The end of the line is part of it.
    const end = Math.min(line.end + (parent.text.charAt(line.end) === '\n' ? 1 : 0), parent.text.length);
    if (placeholders) {
      for (const match of parent.text.slice(line.start, line.end).matchAll(PLACEHOLDER)) {
        const span = { start: line.start + match.index, end: line.start + match.index + match[0].length };
        add(at, span.start);
        // As a word: whatever the reader puts there, it is not what stands elsewhere, such as the service's address.
        const word = fixedText(match[0].slice(1, -1).replace(/[^\w.-]+/g, '-'));
        fragments.push({ kind: 'text', parent, span, codec: word });
        at = span.end;
      }
    }
    add(at, end);
  }
  return MappedText.compose(fragments);
}
