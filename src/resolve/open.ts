/** What is being worked out, one thing inside of another, and how long answers hold that one of them cut short. */

/** Something that is worked out at some depth; once it is not any more, `cutBy` is what further up cut it short in turn. */
export interface Open {
  readonly depth: number;
  isOpen: boolean;
  cutBy: Open | undefined;
}

export function opened(depth: number): Open {
  return { depth, isOpen: true, cutBy: undefined };
}

/**
 * On what an answer depends that `cutter` cut short: that, or if it is done what cut it short itself. Were the answer
 * forgotten with the first of them, it would be worked out again for each, and all below it as often again. Undefined where
 * none is left. Each is less deep than the one before it.
 */
export function dependsOn(cutter: Open | undefined): Open | undefined {
  let at = cutter;
  while (at?.isOpen === false) at = at.cutBy;
  return at;
}
