/** What a resource says of session tokens, and where. */
import type { Path, Saying, SettingsRow } from '../clients/settings-row.js';
import type { Expr } from '../model/expr.js';
import type { MetadataOptions, TokenSetting } from '../model/metadata-options.js';
import { placesOf, textOf, type Place, type Value } from '../model/value.js';
import { memberPaths } from './settings-paths.js';

/** What one way of making a resource says; `saying` and `places` are those of what it comes down to. */
export interface Said {
  readonly tokens: TokenSetting;
  readonly saying: Saying | undefined;
  readonly places: readonly Place[];
  /** Why it is not known what else may be said. */
  readonly notKnown?: string | undefined;
}

const unsaid: Said = { tokens: 'inherited', saying: undefined, places: [] };

/** What the resource that `record` holds says. */
export function saidIn(record: Value, row: SettingsRow): Said {
  const endpoints = row.endpoint === undefined ? [] : memberPaths(record, row.endpoint);
  if (endpoints.some((value) => /^(?:disabled|false)$/.test(textOf(value) ?? ''))) return { ...unsaid, tokens: 'off' };
  const said = row.tokens.flatMap((saying) =>
    memberPaths(record, saying.path)
      .filter((value) => value.kind !== 'nothing')
      .map((value): Said => {
        const notKnown = value.kind === 'unknown' ? value.why : undefined;
        return { tokens: tokensOf(value, saying), saying, places: placesOf(value), notKnown };
      }),
  );
  return decided(said);
}

/**
 * What several ways come to: version 1 allowed on one is version 1 allowed. A default counts though others may set another
 * value: what is not known beside what is says nothing.
 */
export function decided(said: readonly Said[]): Said {
  const order: readonly TokenSetting[] = ['optional', 'required', 'off', 'unknown', 'inherited'];
  const first = order.flatMap((tokens) => said.filter((one) => one.tokens === tokens))[0];
  const notKnown = said.find((one) => one.notKnown !== undefined)?.notKnown;
  return first === undefined ? unsaid : { ...first, notKnown };
}

function tokensOf(value: Value, { required, optional, neither }: Saying): TokenSetting {
  const text = wordOf(value)?.toLowerCase();
  if (text === undefined) return 'unknown';
  if (text === required.toLowerCase()) return 'required';
  if (text === optional) return 'optional';
  return text === '' || text === 'no-preference' || text === neither ? 'inherited' : 'unknown';
}

/** A text; of a constant from elsewhere its own name: `HttpTokens.OPTIONAL`. */
function wordOf(value: Value): string | undefined {
  return value.kind === 'external' ? /\.(\w+)$/.exec(value.name)?.[1] : textOf(value);
}

/** Of what makes an image, whether it says that its instances require tokens. */
export function imageIn(given: readonly Value[], path: Path): MetadataOptions['image'] {
  const values = given.flatMap((record) => memberPaths(record, path)).filter((value) => value.kind !== 'nothing');
  if (values.length === 0)
    return given.some((record) => record.kind === 'record' && record.open === undefined) ? 'allows' : undefined;
  return values.some((value) => textOf(value) === 'v2.0') ? 'requires' : undefined;
}

/** The first hop limit that is said. */
export function hopLimitIn(given: readonly Value[], path: Path | undefined): MetadataOptions['hopLimit'] {
  if (path === undefined) return undefined;
  for (const value of given.flatMap((record) => memberPaths(record, path))) {
    const text = textOf(value);
    const [place] = placesOf(value);
    if (text !== undefined && /^\d{1,3}$/.test(text) && place !== undefined) return { value: Number(text), place };
  }
  return undefined;
}

/** What is written under `path` in `expr`, as far as records and lists are written out. */
export function writtenUnder(expr: Expr, path: Path): readonly Expr[] {
  const [step, ...rest] = path;
  if (expr.kind === 'list') return expr.items.flatMap((item) => writtenUnder(item.value, path));
  if (step === undefined) return [expr];
  if (expr.kind !== 'record') return [];
  if (typeof step !== 'string') return writtenUnder(expr, rest);
  return expr.entries.flatMap((entry) =>
    'spread' in entry || entry.key.kind !== 'literal' || (step !== '*' && entry.key.text !== step)
      ? []
      : writtenUnder(entry.value, rest),
  );
}
