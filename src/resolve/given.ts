/** What a module is given where it is used: the inputs of a module of Terraform. */
import type { Document } from '../model/document.js';
import { choose, nothing, type Value } from '../model/value.js';
import type { Evaluator } from './evaluate.js';
import { noFrames } from './frames.js';

/**
 * What the module that `document` is part of is given as `name`: one value for each use, nothing for one that does not give it.
 * Undefined when nobody is seen to use it.
 */
export function givenTo(evaluator: Evaluator, document: Document, name: string): Value | undefined {
  const { users, areAll } = evaluator.project.usersOf(document);
  const values = users.flatMap(({ user, as }) =>
    (user.hands ?? [])
      .filter(({ to }) => to === as)
      .map(({ inputs }) => {
        const context = { document: user, region: user.root, frames: noFrames };
        return evaluator.evaluatePath(inputs, [name], context);
      }),
  );
  return values.length === 0 ? undefined : choose(areAll ? values : [...values, nothing]);
}
