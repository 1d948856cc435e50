/** Reads typed values out of what was made of the command line. */
import { UserError } from '../config.js';
import { closest } from './closest.js';

export class ArgumentReader {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #dash: string | undefined;

  /** `dash` is what stands for a lone `-` in `values`, if something does. */
  constructor(values: Readonly<Record<string, unknown>>, dash: string | undefined) {
    this.#values = values;
    this.#dash = dash;
  }

  /** The command and what follows it. */
  unnamed(): readonly string[] {
    return this.texts('_');
  }

  isSet(name: string): boolean {
    return this.#values[name] === true;
  }

  /** All values of an option that may be repeated. */
  texts(name: string): readonly string[] {
    const value = this.#values[name];
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.filter((each) => typeof each === 'string').map((each) => (each === this.#dash ? '-' : each));
  }

  /** The value of an option that may be given once. */
  text(name: string): string | undefined {
    const [first, second] = this.texts(name);
    if (second !== undefined) throw new UserError(`--${name} is given more than once`);
    return first;
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const known = choices.find((choice) => choice === value);
    if (known !== undefined) return known;
    const meant = closest(value, choices);
    const hint = meant === undefined ? `it is one of ${choices.join(', ')}` : `did you mean ${meant}?`;
    throw new UserError(`--${name} ${value === '' ? "''" : value} is not known`, hint);
  }
}
