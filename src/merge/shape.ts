/** Reads what was parsed from JSON as what it should be; of anything else it says so. */

/** What was read is not what it should be. */
export class ShapeError extends Error {}

type Fields = Readonly<Record<string, unknown>>;

export function fields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ShapeError('no object');
  return value as Fields;
}

export function text(value: unknown): string {
  if (typeof value !== 'string') throw new ShapeError('no text');
  return value;
}

/** A text of this form. */
export function formed(value: unknown, form: RegExp): string {
  const read = text(value);
  if (!form.test(read)) throw new ShapeError('another form');
  return read;
}

/** A path that leads to nothing outside of where it counts from. */
export function pathBelow(value: unknown): string {
  const path = text(value);
  if (/^(?:$|\/|[A-Za-z]:[\\/])/.test(path) || path.split('/').includes('..')) throw new ShapeError('elsewhere');
  return path;
}

/** A whole number that is not negative. */
export function whole(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new ShapeError('no number');
  return value;
}

export function list<Item>(value: unknown, read: (item: unknown) => Item): readonly Item[] {
  if (!Array.isArray(value)) throw new ShapeError('no list');
  return value.map((item: unknown) => read(item));
}

export function oneOf<Choice extends string>(value: unknown, choices: readonly Choice[]): Choice {
  const known = choices.find((choice) => choice === value);
  if (known === undefined) throw new ShapeError(`none of ${choices.join(', ')}`);
  return known;
}

/** Undefined for null. */
export function orNull<Item>(value: unknown, read: (item: unknown) => Item): Item | undefined {
  return value === null ? undefined : read(value);
}

export function entries<Item>(value: unknown, read: (item: unknown) => Item): readonly (readonly [string, Item])[] {
  return Object.entries(fields(value)).map(([name, item]) => [name, read(item)] as const);
}
