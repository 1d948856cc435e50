/** Makes sites of resources that set how instances use the metadata service. */
import { readAws } from '../clients/aws-command.js';
import { settingsRowOf } from '../clients/settings.js';
import type { Path, SettingsRow } from '../clients/settings-row.js';
import type { Document } from '../model/document.js';
import type { Call, Expr } from '../model/expr.js';
import type { MetadataOptions } from '../model/metadata-options.js';
import { contains } from '../model/source-file.js';
import { textOf, type ListValue, type Place, type Value } from '../model/value.js';
import { worldsOf } from '../model/worlds.js';
import { argumentsOf, calleeOf } from '../resolve/calls.js';
import { noFrames } from '../resolve/frames.js';
import type { Project } from '../resolve/project.js';
import { settingsRewriter } from './settings-fix.js';
import { memberPaths } from './settings-paths.js';
import { decided, hopLimitIn, imageIn, saidIn, writtenUnder, type Said } from './settings-said.js';

/** The settings that the calls of `document` make, in the order of the text. */
export function settingsIn(document: Document, project: Project): readonly MetadataOptions[] {
  return document.calls.flatMap((call) => {
    // `aws ec2 run-instances` are three words: of shorter commands nothing has to be found out.
    if (call.isCommand && call.args.items.length < 3) return [];
    const callee = calleeOf(project.evaluator, call, { document, region: call.region, frames: noFrames });
    if (callee.kind !== 'external') return [];
    const made = madeBy(call, callee.name, document, project);
    const site = made === undefined ? undefined : siteOf(made, project);
    return site === undefined ? [] : [site];
  });
}

/** A call that sets how instances use the service, and what it is given on each way of making it. */
interface Made {
  readonly call: Call;
  readonly document: Document;
  readonly row: SettingsRow;
  readonly lists: readonly ListValue[];
  /** What says the settings. */
  readonly given: readonly Value[];
  /** Of a command, what it is called with its operation, and the word of that. */
  readonly command: { readonly name: string; readonly operation: number } | undefined;
}

function madeBy(call: Call, callee: string, document: Document, project: Project): Made | undefined {
  const isAws = call.isCommand && callee === 'aws';
  const known = isAws ? undefined : settingsRowOf(callee);
  if (!isAws && known === undefined) return undefined;
  const context = { document, region: call.region, frames: noFrames };
  const { worlds } = worldsOf(argumentsOf(project.evaluator, call, context));
  const lists = worlds.filter((world) => world.kind === 'list');
  const commands = isAws ? lists.flatMap((list) => readAws(list) ?? []) : [];
  const [command] = commands;
  const row = known ?? (command === undefined ? undefined : settingsRowOf(command.name));
  if (row === undefined) return undefined;
  const given = isAws
    ? commands.filter(({ name }) => name === command?.name).map(({ options }) => options)
    : lists.flatMap((list) => list.items[row.argument ?? 0] ?? list.open ?? []);
  return { call, document, row, lists, given, command };
}

function siteOf(made: Made, project: Project): MetadataOptions | undefined {
  const { call, document, row, given } = made;
  const said = placed(decided(given.map((record) => saidIn(record, row))), call, document, row);
  const { tokens } = said;
  const image = row.image === undefined ? undefined : imageIn(given, row.image);
  const isSilent = tokens === 'inherited' && !isLeftOpen(given, row);
  if (isSilent && image === undefined) return undefined;
  if (tokens === 'inherited' && isSettledElsewhere(made, project)) return undefined;
  const place = { document, span: call.span };
  const isHere = (at: Place): boolean => at.document === document && contains(call.span, at.span);
  const site: Omit<MetadataOptions, 'rewrite'> = {
    kind: 'metadata-options',
    place,
    resource: nameOf(made),
    tokens: isSilent ? 'unknown' : tokens,
    notKnown: said.notKnown,
    tokensPlace: said.places.find(isHere) ?? headOf(place),
    inheritedFrom: decidedBy(given, row),
    hopLimit: hopLimitIn(given, row.hopLimit),
    runsContainers: runsContainers(call, document),
    image,
    steps: said.places.filter((at) => !isHere(at)).map((at) => ({ place: at, message: 'the value is set here' })),
  };
  const written = call.args.items[row.argument ?? 0]?.value;
  const gap = { given, after: operationOf(made), written };
  return { ...site, rewrite: settingsRewriter(site, said, row, gap, project) };
}

/** The word of a command's operation, where it is written as a word of its own. */
function operationOf({ call, document, command }: Made): Place | undefined {
  const words = command === undefined ? [] : call.args.items.slice(0, command.operation + 1);
  const word = words.every(({ spread }) => spread === 'no') ? words[command?.operation ?? 0] : undefined;
  return word?.value.kind === 'literal' ? { document, span: word.value.span } : undefined;
}

/** What is said by a constant from elsewhere stands where it is named. */
function placed(said: Said, { args }: Call, document: Document, { argument = 0 }: SettingsRow): Said {
  const held = args.items[argument]?.value;
  if (said.places.length > 0 || said.saying === undefined || held === undefined) return said;
  return { ...said, places: writtenUnder(held, said.saying.path).map(({ span }) => ({ document, span })) };
}

/** Whether what is not said by any of `given` is left to others. */
function isLeftOpen(given: readonly Value[], { absent, makes }: SettingsRow): boolean {
  if (absent !== 'inherited') return false;
  return makes === undefined || given.some((record) => makes.some((name) => memberPaths(record, [name]).length > 0));
}

/** Who decides what is not said: first a template that is referred to. */
function decidedBy(given: readonly Value[], { inheritedFrom, template }: SettingsRow): string {
  const refers = template !== undefined && given.some((record) => memberPaths(record, [template]).length > 0);
  return refers ? `the launch template, ${inheritedFrom}` : inheritedFrom;
}

/** The first line of a resource: enough to point at. */
function headOf({ document, span }: Place): Place {
  const [line = ''] = document.text.text.slice(span.start, span.end).split('\n', 1);
  return { document, span: { start: span.start, end: span.start + line.replace(/[\s{(\\]+$/, '').length } };
}

/** Whether something else requires tokens of what is made: a template that is referred to, an aspect of the app. */
function isSettledElsewhere({ call, document, row }: Made, project: Project): boolean {
  if (row.aspects !== undefined && isMade(row.aspects, project)) return true;
  const [record] = call.args.items.map((item) => item.value);
  if (row.template === undefined || record === undefined) return false;
  return writtenUnder(record, [row.template]).some((written) =>
    objectsIn(written).some((object) => {
      const template = project.evaluator.evaluate(object, { document, region: call.region, frames: noFrames });
      return saidIn(template, row).tokens === 'required';
    }),
  );
}

/** What is referred to: of `{ id = aws_launch_template.x.id }` the template. */
function objectsIn(expr: Expr): readonly Expr[] {
  if (expr.kind === 'member') return [expr.object];
  if (expr.kind !== 'record') return [];
  return expr.entries.flatMap((entry) =>
    'spread' in entry || entry.value.kind !== 'member' ? [] : [entry.value.object],
  );
}

/** Whether something that `names` names is made anywhere in what was read. */
function isMade(names: RegExp, project: Project): boolean {
  return project.documents().some(
    (document) =>
      document.text.text.includes('Aspect') &&
      document.calls.some((call) => {
        const callee = calleeOf(project.evaluator, call, { document, region: call.region, frames: noFrames });
        return callee.kind === 'external' && names.test(callee.name);
      }),
  );
}

/** What starts containers, in what is written of the resource. */
const CONTAINERS =
  /\bdocker(?:d|\s+run|-compose)?\b|\bECS_CLUSTER\b|\becs\.config\b|\bbootstrap\.sh\b|\bkubelet\b|\bcontainerd\b|\bpodman\b/i;

function runsContainers(call: Call, document: Document): boolean {
  return CONTAINERS.test(document.text.text.slice(call.span.start, call.span.end));
}

/** 'aws_instance.web', 'Web (AWS::EC2::Instance)': a resource by its kind and its own name. */
function nameOf({ call, document, row: { name }, lists, command }: Made): string {
  if (command !== undefined) return command.name;
  const { callee } = call;
  const { text } = document.text;
  const written = callee.kind === 'ref' ? callee.name : text.slice(callee.span.start, callee.span.end);
  const kind = /^[\s\S]{1,60}$/.test(written) ? written.replace(/^.*\//, '') : 'this';
  const own = typeof name === 'number' ? lists.flatMap(({ items }) => items[name] ?? []) : ownNames(lists, name);
  const told = own.map(textOf).find((one) => one !== undefined && one !== '');
  if (told !== undefined) return `${told} (${kind})`;
  const head = text.slice(call.span.start, call.span.start + 300);
  const key = name === undefined ? /^["']?([\w-]+)["']?\s*:/.exec(head)?.[1] : undefined;
  if (key !== undefined) return `${key} (${kind})`;
  const words = /^\w+\s+"([\w-]+)"(?:\s+"([\w-]+)")?/.exec(head);
  if (words === null) return kind;
  return words[2] === undefined ? `module.${words[1] ?? ''}` : `${words[1] ?? ''}.${words[2]}`;
}

function ownNames(lists: readonly ListValue[], path: Path | undefined): readonly Value[] {
  return path === undefined
    ? []
    : lists.flatMap(({ items: [first] }) => (first === undefined ? [] : memberPaths(first, path)));
}
