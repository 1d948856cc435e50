/** What is asked again and again of a few things, and then of others: texts are too large to keep an answer for each. */

/** A finding is made of the file it is in, and of those that lead to it. */
const FEW = 4;

/** `make`, but what it gives for the few keys that it was given last is not worked out again. */
export function ofLast<Key, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const kept: { readonly key: Key; readonly made: Made }[] = [];
  return (key) => {
    const index = kept.findIndex((one) => one.key === key);
    const [found = { key, made: make(key) }] = index === -1 ? [] : kept.splice(index, 1);
    kept.unshift(found);
    if (kept.length > FEW) kept.pop();
    return found.made;
  };
}
