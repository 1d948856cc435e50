/** What an instance, a template for instances or an image says of the metadata service. */
import type { Fix, Step } from './site.js';
import type { Place } from './value.js';

/**
 * Whether tokens are required. `inherited`: nothing is said here, so that others decide: a launch template, the image,
 * the account's defaults. `off`: the service is not there at all. `unknown`: it is said, but cannot be told what.
 */
export type TokenSetting = 'required' | 'optional' | 'inherited' | 'off' | 'unknown';

/** A resource that decides how the metadata service of instances is used. */
export interface MetadataOptions {
  readonly kind: 'metadata-options';
  /** The whole resource. */
  readonly place: Place;
  /** What it is, for messages: 'aws_instance.web'. */
  readonly resource: string;
  readonly tokens: TokenSetting;
  /** Why it is not known what else may be said: a variable has a default, and others may set it. */
  readonly notKnown: string | undefined;
  /** Where that is said; the resource where nothing is. */
  readonly tokensPlace: Place;
  /** Who decides when nothing is said: "the image and the defaults of the account decide". */
  readonly inheritedFrom: string;
  /** How many hops the answer to a token request may take, where that is said. */
  readonly hopLimit: { readonly value: number; readonly place: Place } | undefined;
  /** Whether what it starts runs containers, as far as it tells: one more hop lies between them and the service. */
  readonly runsContainers: boolean;
  /** Of what makes an image: whether its instances require tokens unless told otherwise. */
  readonly image: 'requires' | 'allows' | undefined;
  /** From where the value is said to where it is used. */
  readonly steps: readonly Step[];
  readonly rewrite: SettingsRewriter;
}

/** What can be done about settings in the notation that they are written in. */
export interface SettingsRewriter {
  /** Have tokens required; undefined where no mechanical edit is right. */
  requireHttpTokens(): Fix | undefined;
  /** The setting as this notation has it, for a person to adapt. */
  readonly snippet: string;
}
