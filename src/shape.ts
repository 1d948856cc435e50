/** Reads what was parsed from JSON as what it should be: it is built anew of what may be there; of anything else it is said so. */

/** Gives the value as it is meant, or throws a `ShapeError`. */
export type Read<T> = (value: unknown) => T;

/** A value has another shape than what is written by this program. */
export class ShapeError extends Error {}

function refuse(): never {
  throw new ShapeError('this is not what was written');
}

/** An object, of whose members nothing is known yet. */
export const fields: Read<Readonly<Record<string, unknown>>> = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : refuse();

export const text: Read<string> = (value) => (typeof value === 'string' ? value : refuse());
export const number: Read<number> = (value) => (typeof value === 'number' ? value : refuse());
export const flag: Read<boolean> = (value) => (typeof value === 'boolean' ? value : refuse());

/** A whole number that is not negative. */
export const whole: Read<number> = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : refuse();

/** A text of this form. */
export function formed(form: RegExp): Read<string> {
  return (value) => (form.test(text(value)) ? text(value) : refuse());
}

/** A path that leads to nothing outside of where it counts from. */
export const pathBelow: Read<string> = (value) => {
  const path = text(value);
  return /^(?:$|\/|[A-Za-z]:[\\/])/.test(path) || path.split('/').includes('..') ? refuse() : path;
};

export function oneOf<T extends string>(...choices: readonly T[]): Read<T> {
  return (value) => choices.find((choice) => choice === value) ?? refuse();
}

export function list<T>(item: Read<T>): Read<readonly T[]> {
  return (value) => (Array.isArray(value) ? value.map((each) => item(each)) : refuse());
}

/** What may be missing. */
export function maybe<T>(read: Read<T>): Read<T | undefined> {
  return (value) => (value === undefined ? undefined : read(value));
}

export function orNull<T>(read: Read<T>): Read<T | null> {
  return (value) => (value === null ? null : read(value));
}

/** What is undefined where it was made, and null in JSON. */
export function orNone<T>(read: Read<T>): Read<T | undefined> {
  return (value) => (value === null ? undefined : read(value));
}

/** Values by names that are not known. */
export function table<T>(read: Read<T>): Read<Readonly<Record<string, T>>> {
  return (value) => Object.fromEntries(Object.entries(fields(value)).map(([name, each]) => [name, read(each)]));
}

/** An object with these members, all of those that `T` has. */
export function object<T extends object>(members: { readonly [Name in keyof T]-?: Read<T[Name]> }): Read<T> {
  const names = Object.keys(members) as (keyof T & string)[];
  return (value) => {
    const given = fields(value);
    // Names are those of this program; what is undefined is there as it is where the value was made.
    return Object.fromEntries(
      names.map((name) => [name, members[name](Object.hasOwn(given, name) ? given[name] : undefined)]),
    ) as T;
  };
}
