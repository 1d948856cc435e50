/** Programs of Windows that run code which they are given among their arguments: PowerShell, the command prompt. */
import type { Expr } from '../model/expr.js';
import { MappedText } from '../model/mapped-text.js';
import { base64Utf16 } from './codecs/base64.js';
import type { Runner } from './language.js';

/** What a program is called: the last part of its path, in lower case and without `.exe`. */
export function programName(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name.toLowerCase().replace(/\.exe$/, '');
}

/** What the program `callee` runs of the words `args`, its own first: `powershell -NoProfile -Command "…"`. */
export function windowsRunner(callee: string, args: readonly Expr[]): Runner | undefined {
  const name = programName(callee);
  if (name === 'cmd') {
    const at = args.findIndex((arg) => arg.kind === 'literal' && /^\/\/?[ck]$/i.test(arg.text));
    return at < 1 ? undefined : { language: 'batch', argument: at, rest: true };
  }
  return name === 'powershell' || name === 'pwsh' ? powerShellRunner(name, args) : undefined;
}

/** Options of PowerShell that have a value: all may be shortened. */
const VALUED = [
  'executionpolicy',
  'version',
  'windowstyle',
  'inputformat',
  'outputformat',
  'psconsolefile',
  'configurationname',
  'configurationfile',
  'custompipename',
  'settingsfile',
  'workingdirectory',
];
const SHORT: ReadonlySet<string> = new Set(['ep', 'ex', 'exec', 'v', 'w', 'wd', 'if', 'of', 'config', 'settings']);

function powerShellRunner(name: string, args: readonly Expr[]): Runner | undefined {
  for (let at = 1; at < args.length; at += 1) {
    const word = args[at];
    const option = word?.kind === 'literal' ? /^[-/]([a-z]+)$/i.exec(word.text)?.[1]?.toLowerCase() : undefined;
    if (option === undefined) {
      // What stands alone is code to Windows PowerShell, and the name of a file to its successor.
      return name === 'powershell' ? { language: 'powershell', argument: at - 1, rest: true } : undefined;
    }
    if ('command'.startsWith(option) || option === 'commandwithargs' || option === 'cwa')
      return { language: 'powershell', argument: at, rest: option !== 'commandwithargs' && option !== 'cwa' };
    if ('encodedcommand'.startsWith(option) || option === 'ec')
      return { language: 'powershell', argument: at, rest: false, decode: decoded };
    if ('file'.startsWith(option)) return undefined;
    if (SHORT.has(option) || VALUED.some((one) => option.length > 2 && one.startsWith(option))) at += 1;
  }
  return undefined;
}

/** What `-EncodedCommand` is given says. */
function decoded(text: MappedText): MappedText | undefined {
  const codec = base64Utf16(text.text);
  const span = { start: 0, end: text.text.length };
  return codec === undefined ? undefined : MappedText.compose([{ kind: 'text', parent: text, span, codec }], 0);
}
