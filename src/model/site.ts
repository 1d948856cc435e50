/** A call that means something to us. */
import type { Certainty } from './certainty.js';
import type { Call } from './expr.js';
import type { MetadataOptions } from './metadata-options.js';
import type { Edit, Span } from './source-file.js';
import type { Place, Value } from './value.js';

/** Kinds of sites; a new kind joins the union, so that the compiler lists what must be decided. */
export type Site = CodeSite | Documented;

/** A site in code that runs. */
export type CodeSite = MetadataRequest | SdkConfiguration | Dependency | MetadataOptions;

/** What documentation shows: nothing runs it, but people copy it. */
export interface Documented {
  readonly kind: 'documented';
  readonly shown: CodeSite;
}

/** The site itself, whether code has it or documentation shows it. */
export function inCode(site: Site): CodeSite {
  return site.kind === 'documented' ? site.shown : site;
}

/** What is known of one header of a request, over all the ways in which the request can be made. */
export interface HeaderEvidence {
  /** Whether it is always sent, never sent, sent on some ways only, or cannot be known. */
  readonly sent: 'always' | 'never' | 'sometimes' | 'unknown';
  /** The reason, for a person: "headers are a parameter that no caller in the project settles". */
  readonly why: string;
  /** Where it is set. */
  readonly places: readonly Place[];
  /** The values it can have. */
  readonly values: readonly Value[];
}

/** A request to the EC2 instance metadata service. */
export interface MetadataRequest {
  readonly kind: 'metadata-request';
  /** The whole call, or where a caller alone makes it a metadata request, the call of the wrapper. */
  readonly place: Place;
  readonly call: Call;
  /** `place`: the argument that holds the address. `value`: choice-free, one per way of making the request. */
  readonly url: { readonly place: Place; readonly values: readonly Value[] };
  /** Upper case, when known. */
  readonly method: string | undefined;
  header(name: string): HeaderEvidence;
  /** 'curl', 'axios': for messages. */
  readonly client: string;
  readonly purpose: 'token' | 'read';
  /** `certain`: some way of making the request surely reaches it; `possible`: the host is not known, the path is IMDS's. */
  readonly reachesMetadata: Certainty;
  /** The path from the URL, unknown parts as `…`: '/latest/meta-data/…'; '' for the bare host. */
  readonly path: string;
  /** The way from where the address is defined to the call: definitions and callers, first the definition. */
  readonly steps: readonly Step[];
  /** Whether the request stands where a token was tested for and was not there (`else` of `if (token)`). */
  readonly afterTokenTest: boolean;
  /** Of a token request, why its failure passes unnoticed and leads to requests without a token; undefined when it may not. */
  whyUnchecked(): string | undefined;
  /** The requests of the same document, this one among them, in the order of the text: to be asked when all are known. */
  beside(): readonly MetadataRequest[];
  readonly rewrite: Rewriter;
}

/** What makes a request for callers that hand it the address: the request stands at the call of one of them. */
export interface Wrapper {
  /** The call that makes the request. */
  readonly request: Place;
  /** The function that this caller calls; undefined when other functions lie between. */
  readonly called: Place | undefined;
  /** Whether other callers make it send something else, or to other hosts. */
  readonly isShared: boolean;
}

/** A client of an SDK that asks for a session token by itself, where it is made or asked to read. */
export interface SdkConfiguration {
  readonly kind: 'sdk-configuration';
  readonly place: Place;
  /** 'EC2MetadataCredentials': for messages. */
  readonly client: string;
  /** Whether it goes on without a token when it gets none: `possible` when its settings are not known. */
  readonly fallsBack: Certainty;
  /** The reason, for a person: "its option ec2MetadataV1Disabled is not set". */
  readonly why: string;
  /** Where it is made, when that is not the place. */
  readonly steps: readonly Step[];
  /** Take the way without a token from it; undefined where no mechanical edit is right. */
  refuseFallback(): Fix | undefined;
  readonly snippet: string;
}

/** A library that reads instance metadata and knows nothing of session tokens, where the project uses it. */
export interface Dependency {
  readonly kind: 'dependency';
  readonly place: Place;
  /** The library's name in its registry. */
  readonly library: string;
  /** `call`: of something that reads; `import`: without a call that is seen; `listed`: in a manifest, without an import. */
  readonly how: 'call' | 'import' | 'listed';
  /** 'awscred.load': for messages. */
  readonly what: string;
  readonly readsWithoutToken: Certainty;
  /** The reason, for a person. */
  readonly why: string;
}

/** A place on the way to a finding, and what happens there ("the address is defined here"). */
export interface Step {
  readonly place: Place;
  readonly message: string;
}

/** What can be done at a site in its language. Each gives undefined where no mechanical edit is right. */
export interface Rewriter {
  /** Ask for a token before the request and send it with it. */
  addSessionToken(): Fix | undefined;
  /** Take the way out on which the request is made without a token: where there is none, fail. */
  removeFallback(): Fix | undefined;
  /** Of a token request whose failure passes unnoticed: let it end the program. */
  checkToken?(): Fix | undefined;
  /** The remedy in words and code for this client, for when there is no fix: 'curl -H "X-aws-…: $TOKEN" …'. */
  readonly snippet: string;
}

/** Edits that belong together: all or none. `safe`: sends a token and changes nothing else that runs. */
export interface Fix {
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
  readonly edits: readonly (Edit & { readonly path: string })[];
  /** How many of the requests that share the fix are there after it: all of them, if that is not said. */
  readonly leaves?: 'none' | 'one';
  /**
   * Where what the fix brings can be used: another fix that would bring the same there is made only when this one is, for it
   * may then do with what is there.
   */
  readonly brings?: { readonly path: string; readonly span: Span };
}
