/** What an HTTP client's arguments mean: a call with evaluated arguments in, the requests it makes out. */
import type { Certainty } from '../model/certainty.js';
import type { ListValue, Place, UnknownValue, Value } from '../model/value.js';

/**
 * One way of making one call: nothing in it is a choice any more. For a command the callee is its name ('curl', without
 * directories) and the arguments are its words.
 */
export interface Invocation {
  /** The canonical name of what is called, as in `ExternalValue.name`: 'axios.get', 'globalThis.fetch', 'curl'. */
  readonly callee: string;
  /** What the callee was taken from when that was evaluated: for 'axios.create().get' the result of `axios.create(…)`. */
  readonly receiver: Value | undefined;
  readonly isNew: boolean;
  readonly args: readonly Argument[];
  /** Why there may be more or other arguments than these. */
  readonly argsOpen: UnknownValue | undefined;
  /** Methods called on the result right away: `.set('X', 'y')`. */
  readonly chain: readonly { readonly method: string; readonly args: ListValue }[];
  /** What is put on the result or receiver by name later (`req.setHeader`, `instance.defaults.headers.x = …`); a record, or nothing. */
  readonly later: Value;
}

export interface Argument {
  readonly value: Value;
  /** Where the argument stands at the call. */
  readonly place: Place;
}

/** A request as far as the call tells. */
export interface HttpRequest {
  /** For messages: 'curl', 'axios.get', 'http.request'. */
  readonly client: string;
  /** A text; parts of it may be unknown. */
  readonly url: Value;
  /** Where at the call the URL (or the options that hold it) stands. */
  readonly urlPlace: Place | undefined;
  /** A text ('PUT'; any case), or unknown. */
  readonly method: Value;
  readonly headers: HeaderList;
  /** What makes the client ask for a token by itself, where a setting keeps it from that. */
  readonly setting?: Setting;
}

/** An option in the first argument of a call that makes a client. */
export interface Setting {
  /** That call; undefined when it is the one that was read. */
  readonly made: Place | undefined;
  readonly option: string;
  /** As code. */
  readonly value: string;
  /** An option that it takes the place of. */
  readonly instead?: string;
}

export interface HeaderList {
  readonly entries: readonly { readonly name: Value; readonly value: Value; readonly place?: Place }[];
  /** Why more headers may be sent than these; undefined when these are all that could carry a token. */
  readonly open: UnknownValue | undefined;
}

/** A client: which callees it reads, and how. `read` is pure and gives [] when the call makes no request after all. */
export interface Client {
  /** Whether this client reads calls of `callee`. Must be cheap: it is asked for every call. */
  reads(callee: string): boolean;
  read(invocation: Invocation): readonly HttpRequest[];
}

/** What one way of using an SDK's client comes to: one that asks for a token by itself. */
export interface SdkUse {
  /** For messages. */
  readonly client: string;
  /** What it reads first. */
  readonly url: Value;
  /** Whether it goes on without a token when it gets none, and why. */
  readonly fallsBack: Certainty;
  readonly why: string;
  /** What makes it fail instead, and that in code. */
  readonly setting: Setting;
  /** Whether that setting is given, as whatever. */
  readonly isSet: boolean;
  /** Variables of the environment that make it fail too, or ask another service. */
  readonly environment: readonly EnvironmentSetting[];
  readonly snippet: string;
}

/** A variable that settles it: `truth` when it is set to anything but false, `address` to the address of another service. */
export interface EnvironmentSetting {
  readonly variable: string;
  readonly by: 'truth' | 'address';
}

/** The clients of an SDK, read as `Client` reads those of HTTP. */
export interface SdkClient {
  reads(callee: string): boolean;
  read(invocation: Invocation): readonly SdkUse[];
}
