/** wget, GNU's and busybox's: from the words of its command line to the requests it makes. */
import { known, unknown, type UnknownValue, type Value } from '../model/value.js';
import type { Argument, HeaderList, HttpRequest } from './client.js';
import { headerOf, partOf, shapeOf, UNKNOWN, whyUnknown } from './words.js';

/** Short options that take a value. `-H` takes none: it spans hosts. `-n` is followed by a letter of its own. */
const SHORT_VALUED = 'OoaietTwQPUDRAIXBl';

/** Long options that take a value, as far as it can be a word of its own. */
const LONG_VALUED: ReadonlySet<string> = new Set(
  (
    'accept accept-regex append-output base bind-address body-data body-file ca-certificate ca-directory certificate ' +
    'certificate-type ciphers compression config connect-timeout crl-file cut-dirs default-page directory-prefix ' +
    'dns-timeout domains dot-style egd-file exclude-directories exclude-domains execute follow-tags ftp-password ftp-user ' +
    'header hsts-file http-password http-user ignore-tags include-directories input-file level limit-rate load-cookies ' +
    'local-encoding max-redirect method output-document output-file password pinnedpubkey post-data post-file ' +
    'prefer-family preferred-location private-key private-key-type progress proxy-password proxy-user quota random-file ' +
    'read-timeout referer regex-type reject reject-regex rejected-log remote-encoding report-speed restrict-file-names ' +
    'retry-on-http-error save-cookies secure-protocol start-pos timeout tries unlink use-askpass user user-agent wait waitretry ' +
    'warc-file'
  ).split(' '),
);

interface State {
  readonly urls: Argument[];
  readonly unclear: Argument[];
  readonly headers: HeaderList['entries'][number][];
  open: UnknownValue | undefined;
  method: Value;
}

/** The requests of a wget command with these words behind its name; `open` is why there may be more of them. */
export function readWget(words: readonly Argument[], open: UnknownValue | undefined): readonly HttpRequest[] {
  const state: State = { urls: [], unclear: [], headers: [], open, method: known('GET') };
  let hasEnded = false;
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    if (word === undefined) break;
    const shape = shapeOf(word.value);
    if (hasEnded || !shape.startsWith('-') || shape === '-') addAddress(state, word, shape);
    else if (shape === '--') hasEnded = true;
    else {
      const option = optionIn(word, shape);
      if (option === undefined) continue;
      const value = option.value ?? words[++i];
      if (value !== undefined) apply(state, option.name, value);
    }
  }
  const addresses = state.urls.length > 0 ? state.urls : state.unclear.slice(-1);
  const [doubt] = state.urls.length > 0 ? state.unclear : state.unclear.slice(0, -1);
  const headers = {
    entries: state.headers,
    open: state.open ?? (doubt === undefined ? undefined : whyUnknown(doubt.value)),
  };
  return addresses.map((word) => ({
    client: 'wget',
    url: word.value,
    urlPlace: word.place,
    method: state.method,
    headers,
  }));
}

function addAddress(state: State, word: Argument, shape: string): void {
  if (shape === '') return;
  (shape.replaceAll(UNKNOWN, '') === '' ? state.unclear : state.urls).push(word);
}

/** The option of a word that takes a value; `value` when that is in the same word. */
function optionIn(
  word: Argument,
  shape: string,
): { readonly name: string; readonly value: Argument | undefined } | undefined {
  if (shape.startsWith('--')) {
    const equals = shape.indexOf('=');
    const name = longName(equals === -1 ? shape.slice(2) : shape.slice(2, equals));
    if (equals !== -1) return { name, value: { ...word, value: partOf(word.value, equals + 1) } };
    if (name === 'spider') return { name, value: word };
    return LONG_VALUED.has(name) ? { name, value: undefined } : undefined;
  }
  for (let at = 1; at < shape.length; at += 1) {
    const letter = shape.charAt(at);
    if (letter === 'n') at += 1;
    else if (SHORT_VALUED.includes(letter)) {
      return {
        name: letter,
        value: at + 1 < shape.length ? { ...word, value: partOf(word.value, at + 1) } : undefined,
      };
    }
  }
  return undefined;
}

function longName(written: string): string {
  if (LONG_VALUED.has(written)) return written;
  const [only, ...others] = written.length < 3 ? [] : [...LONG_VALUED].filter((name) => name.startsWith(written));
  return only !== undefined && others.length === 0 ? only : written;
}

function apply(state: State, name: string, word: Argument): void {
  switch (name) {
    case 'method':
      state.method = word.value;
      break;
    case 'post-data':
    case 'post-file':
      state.method = known('POST');
      break;
    case 'spider':
      state.method = known('HEAD');
      break;
    case 'config':
      state.open ??= unknown('options that are read from a file');
      break;
    case 'header': {
      const header = headerOf(word);
      if (header === undefined) {
        if (shapeOf(word.value).includes(UNKNOWN)) state.open ??= whyUnknown(word.value);
        return;
      }
      if (header.nameShape.includes(UNKNOWN)) state.open ??= whyUnknown(header.name);
      state.headers.push({ name: header.name, value: header.value, place: word.place });
    }
  }
}
