/** What is asked again and again of one thing, and then of another: texts are too large to keep an answer for each. */

/** `make`, but what it gives for the key that it was given last is not worked out again. */
export function ofLast<Key, Made>(make: (key: Key) => Made): (key: Key) => Made {
  let last: { readonly key: Key; readonly made: Made } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, made: make(key) };
    return last.made;
  };
}
