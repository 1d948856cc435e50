/** Variables of the environment that a program sets for itself: whether they keep an SDK's client from going on without a token. */
import type { EnvironmentSetting, SdkUse } from '../clients/client.js';
import { urlOf } from '../clients/javascript-sdk.js';
import { destination } from '../imds/address.js';
import type { Certainty } from '../model/certainty.js';
import type { Document } from '../model/document.js';
import type { Binding, Call, Region } from '../model/expr.js';
import { known, textOf, type Value } from '../model/value.js';
import { noFrames } from '../resolve/frames.js';
import type { Project } from '../resolve/project.js';

/** `use` of `call` as the program's own environment leaves it. */
export function inEnvironment(use: SdkUse, call: Call, document: Document, project: Project): SdkUse {
  if (use.fallsBack === 'no') return use;
  return use.environment.reduce<SdkUse>((before, setting) => {
    if (before.fallsBack === 'no') return before;
    const settled = settledBy(setting, call, document, project);
    if (settled === 'no') return before;
    const isSure = settled === 'certain' && !use.isSet;
    const why = isSure
      ? `${setting.variable} is set`
      : `${setting.variable} is set by the program, but perhaps not to this or not before`;
    return { ...before, fallsBack: isSure ? 'no' : 'possible', why };
  }, use);
}

/** Whether `setting` is in force when `call` is made: by what its module does, or one that this imports. */
function settledBy(setting: EnvironmentSetting, call: Call, document: Document, project: Project): Certainty {
  const own = bindingsOf(setting.variable, document).map((binding) => ({
    binding,
    document,
    isBefore: isUnconditional(binding.region) && binding.span.end <= call.span.start,
  }));
  const imported = document.imports.flatMap(({ specifier, span }) => {
    const module = moduleWith(setting.variable, specifier, document, project);
    if (module === undefined) return [];
    const asked = document.calls.find((one) => one.span.start <= span.start && span.end <= one.span.end);
    const isLoaded = asked === undefined || (isUnconditional(asked.region) && span.end <= call.span.start);
    return bindingsOf(setting.variable, module).map((binding) => ({
      binding,
      document: module,
      isBefore: isLoaded && isUnconditional(binding.region),
    }));
  });
  const all = [...imported, ...own].map(({ binding, document: home, isBefore }) => {
    const context = { document: home, region: binding.region, frames: noFrames };
    return { isBefore, keeps: keeps(setting, project.evaluator.evaluate(binding.value, context)) };
  });
  if (all.every((one) => one.keeps === 'no')) return 'no';
  return all.every((one) => one.keeps === 'certain') && all.some((one) => one.isBefore) ? 'certain' : 'possible';
}

/** The assignments of the variable: `process.env.NAME = …`. */
function bindingsOf(variable: string, { bindings }: Document): readonly Binding[] {
  return bindings.filter(
    ({ name, path: [env, key] }) =>
      name === 'process' &&
      env?.kind === 'literal' &&
      env.text === 'env' &&
      key?.kind === 'literal' &&
      key.text === variable,
  );
}

/** The module that `specifier` means, if its text names the variable: others need not be read. */
function moduleWith(variable: string, specifier: string, from: Document, project: Project): Document | undefined {
  const paths = project.languageOf(from).candidates(specifier, from.file.path);
  const path = paths.find((one) => project.textAt(one) !== undefined);
  return path !== undefined && project.textAt(path)?.includes(variable) === true ? project.documentAt(path) : undefined;
}

/** Whether what stands there runs whenever its module does. */
function isUnconditional(region: Region): boolean {
  for (let at: Region | undefined = region; at !== undefined; at = at.parent)
    if (at.kind === 'arm' || at.kind === 'loop' || at.kind === 'function') return false;
  return true;
}

/** Whether the value that a variable is set to keeps the client from going on. */
function keeps({ by }: EnvironmentSetting, value: Value): Certainty {
  if (value.kind === 'nothing') return 'no';
  if (value.kind !== 'text') return 'possible';
  const text = textOf(value);
  if (by === 'address') {
    const { reaches } = destination(urlOf(value, known('/latest/meta-data/')));
    return reaches === 'no' ? 'certain' : reaches === 'certain' ? 'no' : 'possible';
  }
  if (text === undefined) return 'possible';
  return text === '' || text === 'false' ? 'no' : 'certain';
}
