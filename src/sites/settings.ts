/** Makes sites of resources that set how instances use the metadata service. */
import { settingsRowOf, type Path, type SettingsRow } from '../clients/settings.js';
import type { Document } from '../model/document.js';
import type { Call, Expr } from '../model/expr.js';
import type { MetadataOptions, TokenSetting } from '../model/metadata-options.js';
import { contains } from '../model/source-file.js';
import { nothing, placesOf, textOf, type Place, type Value } from '../model/value.js';
import { worldsOf } from '../model/worlds.js';
import { argumentsOf, calleeOf } from '../resolve/calls.js';
import { noFrames } from '../resolve/evaluate.js';
import type { Project } from '../resolve/project.js';
import { memberPaths } from './settings-paths.js';

/** The settings that the calls of `document` make, in the order of the text. */
export function settingsIn(document: Document, project: Project): readonly MetadataOptions[] {
  return document.calls.flatMap((call) => {
    const callee = calleeOf(project.evaluator, call, { document, region: call.region, frames: noFrames });
    const row = callee.kind === 'external' ? settingsRowOf(callee.name) : undefined;
    const site = row === undefined || callee.kind !== 'external' ? undefined : siteOf(call, document, row, project);
    return site === undefined ? [] : [site];
  });
}

function siteOf(call: Call, document: Document, row: SettingsRow, project: Project): MetadataOptions | undefined {
  const context = { document, region: call.region, frames: noFrames };
  const { worlds } = worldsOf(argumentsOf(project.evaluator, call, context));
  const given = worlds.flatMap((world) => (world.kind === 'list' ? world.items.slice(0, 1) : []));
  const found = given.map((record) => settingOf(record, row));
  const tokens = decided(found.map((one) => one.tokens));
  const image = row.image === undefined ? undefined : imageOf(given, row.image);
  const isSilent = tokens === 'inherited' && row.absent !== 'inherited';
  if (isSilent && image === undefined) return undefined;
  if (tokens === 'inherited' && isSettledByTemplate(call, document, row, project)) return undefined;
  const place = { document, span: call.span };
  const said = found.find((one) => one.tokens === tokens)?.places ?? [];
  const tokensPlace = said.find((at) => at.document === document && contains(call.span, at.span)) ?? headOf(place);
  const hopLimit = hopLimitOf(given, row);
  const site: Omit<MetadataOptions, 'rewrite'> = {
    kind: 'metadata-options',
    place,
    resource: nameOf(call, document),
    tokens: isSilent ? 'unknown' : tokens,
    tokensPlace,
    inheritedFrom: row.inheritedFrom,
    hopLimit,
    runsContainers: runsContainers(call, document),
    image,
    steps: said
      .filter((at) => at.document !== document || !contains(call.span, at.span))
      .map((at) => ({ place: at, message: 'the value is set here' })),
  };
  return { ...site, rewrite: rewriterOf(site, said, row, project) };
}

/** The first line of a resource: enough to point at. */
function headOf({ document, span }: Place): Place {
  const [line = ''] = document.text.text.slice(span.start, span.end).split('\n', 1);
  return { document, span: { start: span.start, end: span.start + line.replace(/[\s{]+$/, '').length } };
}

/** Whether a template that the resource refers to requires tokens. */
function isSettledByTemplate(call: Call, document: Document, row: SettingsRow, project: Project): boolean {
  const [record] = call.args.items.map((item) => item.value);
  if (row.template === undefined || record === undefined) return false;
  return referencesIn(record, row.template).some((object) => {
    const template = project.evaluator.evaluate(object, { document, region: call.region, frames: noFrames });
    return settingOf(template, row).tokens === 'required';
  });
}

/** What is referred to under `path`: of `id = aws_launch_template.x.id` the template. */
function referencesIn(expr: Expr, path: Path): readonly Expr[] {
  if (expr.kind === 'member' && path.length === 0) return [expr.object];
  if (expr.kind === 'list') return expr.items.flatMap((item) => referencesIn(item.value, path));
  if (expr.kind !== 'record') return [];
  const [name, ...rest] = path;
  return expr.entries.flatMap((entry) => {
    if ('spread' in entry || (name !== undefined && !(entry.key.kind === 'literal' && entry.key.text === name)))
      return [];
    return referencesIn(entry.value, rest);
  });
}

interface Setting {
  readonly tokens: TokenSetting;
  readonly places: readonly Place[];
}

/** What one way of making the resource says. */
function settingOf(record: Value, row: SettingsRow): Setting {
  const endpoints = row.endpoint === undefined ? [] : memberPaths(record, row.endpoint);
  if (endpoints.some((value) => textOf(value) === 'disabled')) return { tokens: 'off', places: [] };
  const values =
    row.tokens.length === 0 ? [] : memberPaths(record, row.tokens).filter((value) => value.kind !== 'nothing');
  if (values.length === 0) return { tokens: 'inherited', places: [] };
  const settings = values.map((value) => tokenSetting(value, row));
  const tokens = decided(settings);
  const value = values[settings.indexOf(tokens)] ?? nothing;
  return { tokens, places: placesOf(value) };
}

function tokenSetting(value: Value, row: SettingsRow): TokenSetting {
  const text = textOf(value);
  if (text === undefined) return 'unknown';
  if (row.required.test(text)) return 'required';
  if (row.optional.test(text)) return 'optional';
  return text === '' || text === 'no-preference' ? 'inherited' : 'unknown';
}

/**
 * What several ways come to: version 1 allowed on one is version 1 allowed. A default counts though others may set another
 * value: what is not known beside what is says nothing.
 */
function decided(settings: readonly TokenSetting[]): TokenSetting {
  const order: readonly TokenSetting[] = ['optional', 'required', 'off', 'unknown', 'inherited'];
  return order.find((one) => settings.includes(one)) ?? 'unknown';
}

function imageOf(given: readonly Value[], path: Path): MetadataOptions['image'] {
  const values = given.flatMap((record) => memberPaths(record, path)).filter((value) => value.kind !== 'nothing');
  if (values.length === 0)
    return given.some((record) => record.kind === 'record' && record.open === undefined) ? 'allows' : undefined;
  return values.some((value) => textOf(value) === 'v2.0') ? 'requires' : undefined;
}

function hopLimitOf(given: readonly Value[], row: SettingsRow): MetadataOptions['hopLimit'] {
  const { hopLimit } = row;
  if (hopLimit === undefined) return undefined;
  for (const value of given.flatMap((record) => memberPaths(record, hopLimit))) {
    const text = textOf(value);
    const [place] = placesOf(value);
    if (text !== undefined && /^\d{1,3}$/.test(text) && place !== undefined) return { value: Number(text), place };
  }
  return undefined;
}

/** What starts containers, in what is written of the resource. */
const CONTAINERS =
  /\bdocker(?:d|\s+run|-compose)?\b|\bECS_CLUSTER\b|\becs\.config\b|\bbootstrap\.sh\b|\bkubelet\b|\bcontainerd\b|\bpodman\b/i;

function runsContainers(call: Call, document: Document): boolean {
  return CONTAINERS.test(document.text.text.slice(call.span.start, call.span.end));
}

/** "aws_instance 'web'": the kind of a resource and its own name. */
function nameOf(call: Call, document: Document): string {
  const head = document.text.text.slice(call.span.start, call.span.start + 300);
  const kind = call.callee.kind === 'ref' ? call.callee.name : 'this';
  const key = /^["']?([\w-]+)["']?\s*:/.exec(head)?.[1];
  if (key !== undefined) return `${kind} '${key}'`;
  const words = /^\w+\s+"([\w-]+)"(?:\s+"([\w-]+)")?/.exec(head);
  if (words === null) return kind;
  return words[2] === undefined ? `module '${words[1] ?? ''}'` : `${words[1] ?? ''} '${words[2]}'`;
}

function rewriterOf(
  site: Omit<MetadataOptions, 'rewrite'>,
  said: readonly Place[],
  row: SettingsRow,
  project: Project,
): MetadataOptions['rewrite'] {
  const requireHttpTokens = (): ReturnType<MetadataOptions['rewrite']['requireHttpTokens']> => {
    const [only] = said;
    if (site.tokens === 'optional' && only !== undefined && said.length === 1) return replaced(only, row);
    if (site.tokens !== 'inherited') return undefined;
    return project.languageOf(site.place.document).insertSetting?.(site.place, row.snippet);
  };
  return { requireHttpTokens, snippet: row.snippet };
}

/** The value that allows version 1, written over by the one that does not, as it is quoted. */
function replaced(
  { document, span }: Place,
  row: SettingsRow,
): ReturnType<MetadataOptions['rewrite']['requireHttpTokens']> {
  const written = document.text.text.slice(span.start, span.end);
  const value = row.optional.source === '^1$' ? (['1', '2'] as const) : (['optional', 'required'] as const);
  const at = written.toLowerCase().indexOf(value[0]);
  if (at === -1) return undefined;
  const start = span.start + at;
  const edit = document.text.edit({ start, end: start + value[0].length }, value[1]);
  if (edit === undefined) return undefined;
  return { title: 'Require session tokens', safety: 'unsafe', edits: [{ ...edit, path: document.file.path }] };
}
