/** What a row of the tables of settings says: where in a resource it is said whether tokens are required. */

/** The names that lead to a value; an item of a list is passed through, whichever it is. */
export type Path = readonly Step[];

/** A name, `*` for any, or what the record has to say of itself: `{ where: { Namespace: 'aws:ec2:vpc' } }`. */
export type Step = string | { readonly where: Readonly<Record<string, string>> };

/** A member that says whether tokens are required, and its words for that, in any case. */
export interface Saying {
  readonly path: Path;
  readonly required: string;
  readonly optional?: string;
  /** What says neither: as if the member was not there. */
  readonly neither?: string;
}

/** A resource, or a call that makes one. */
export interface SettingsRow {
  /** The canonical name of what is called: 'resource.aws_instance', 'AWS::EC2::Instance'. */
  readonly callee: RegExp;
  /** Which argument holds what follows; the first without. */
  readonly argument?: number;
  /** Where it says how it is called: a member, or an argument. */
  readonly name?: Path | number;
  readonly tokens: readonly Saying[];
  /** What counts when nothing is said; with `undefined` that is no matter of this resource. */
  readonly absent: 'inherited' | 'required' | undefined;
  /** Members of which it has one if it makes something: without, what it does not say is no matter of it. */
  readonly makes?: readonly string[];
  /** Who decides when nothing is said. */
  readonly inheritedFrom: string;
  /** Where it says that the service is off, and how. */
  readonly endpoint?: Path;
  readonly hopLimit?: Path;
  /** Of what makes an image: where it says that instances of the image require tokens. */
  readonly image?: Path;
  /** Where it refers to a template that decides in its place. */
  readonly template?: string;
  /** What requires tokens of all such resources of a program, where that is made anywhere in it. */
  readonly aspects?: RegExp;
  /** What is written for the setting where nothing of that name is said, as code. */
  readonly option?: { readonly name: string; readonly value: string } | undefined;
  /** How the setting is written, for a person. */
  readonly snippet: string;
}

export const imageAndAccount = 'the image and the defaults of the account decide';

/** A member with the words of the service itself. */
export const httpTokens = (...path: Path): readonly Saying[] => [{ path, required: 'required', optional: 'optional' }];
