/** `this` in a method: the instance that the method is called upon, which may be one of a subclass. */
import type { Document } from '../model/document.js';
import type { Region } from '../model/expr.js';
import type { ClassValue, UnknownValue } from '../model/value.js';
import type { Context, Evaluator } from './evaluate.js';
import { withMade } from './frames.js';
import type { Project } from './project.js';

/** The instance that the method around `context` was called upon, when it is one of another class than the method's own. */
export function receiverOf(evaluator: Evaluator, context: Context): ClassValue | undefined {
  const method = methodAround(context.region);
  const frame = method === undefined ? undefined : context.frames.findLast((one) => one.fn.region === method);
  if (frame === undefined || frame.call.isNew || frame.call.callee.kind !== 'member') return undefined;
  const there = { document: frame.document, region: frame.call.region, frames: frame.frames };
  const object = evaluator.evaluate(frame.call.callee.object, there);
  if (object.kind !== 'class' || !object.instance || object.cls.region === method?.parent) return undefined;
  // What constructors were given is told by the calls that were followed into them.
  const frames = withMade(object.frames, context.frames);
  return frames === object.frames ? object : { ...object, frames };
}

/** The function around `region` that is a member of a class. */
function methodAround(region: Region): Region | undefined {
  for (let at: Region | undefined = region; at !== undefined && at.kind !== 'class'; at = at.parent) {
    if (at.kind === 'function' && at.parent?.kind === 'class') return at;
  }
  return undefined;
}

/** That `this[key]` is settled by who calls the method around: the class leaves it to its subclasses, or one replaces it. */
export function leftToCallers(
  key: string,
  isBound: boolean,
  context: Context,
  project: Project,
): UnknownValue | undefined {
  const method = methodAround(context.region);
  const fn = method === undefined ? undefined : project.functionAt(context.document, method);
  if (method?.parent === undefined || fn === undefined || method.constructs === true) return undefined;
  if (context.frames.some((frame) => frame.fn === fn)) return undefined;
  if (isBound && !isReplaced(key, method.parent, context.document, project)) return undefined;
  const why = `the member '${key}' of an instance that no caller in the project settles`;
  return { kind: 'unknown', why, parameter: { fn, document: context.document } };
}

/** Whether a class of the document that extends the class of `region` has a member `key` of its own. */
function isReplaced(key: string, region: Region, document: Document, project: Project): boolean {
  const name = project.classOf(document, region)?.name;
  return name !== undefined && project.replacedIn(document).get(name)?.has(key) === true;
}
