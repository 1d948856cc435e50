/** Where the findings of one call stand: at the call itself, or at those of its callers that tell its ways apart. */
import { SESSION_TOKEN, TOKEN_PATH } from '../imds/names.js';
import type { Call } from '../model/expr.js';
import { textOf, type Frame } from '../model/value.js';
import { headerEvidence } from './evidence.js';
import type { Judged } from './site.js';
import { grouped } from '../model/grouped.js';

/** One way from the outside to a call: the frames after one caller was followed, after two, …; and what the call then does. */
export interface Route {
  readonly steps: readonly (readonly Frame[])[];
  readonly ways: readonly Judged[];
}

/** A place with the ways that are spoken of there. Without a caller it is the call itself. */
export interface Place {
  readonly caller: Frame | undefined;
  readonly ways: readonly Judged[];
}

/**
 * `levelOf`: how many callers of a route must be followed before it is seen where the request goes (0: the call tells). That
 * caller is the place, unless routes that meet there differ in whether a token is sent, and the callers one further tell
 * which is which: then these are.
 */
export function placesOf(routes: readonly Route[], levelOf: (route: Route) => number): readonly Place[] {
  const levels = new Map(routes.map((route) => [route, levelOf(route)]));
  const level = (route: Route): number => levels.get(route) ?? 0;
  return [...grouped(routes, (route) => callerAt(route, level(route))).values()].flatMap((group): readonly Place[] => {
    const outer = [...grouped(group, (route) => callerAt(route, level(route) + 1)).values()];
    const isTold = new Set(outer.map(evidenceOf)).size > 1;
    // What asks for a token and what reads are told apart also where one caller does both.
    return (isTold ? outer : [group])
      .flatMap((one) => [...grouped(one, purposesOf).values()])
      .map((one) => {
        const [first] = one;
        const at = level(first) + (isTold ? 1 : 0);
        return {
          caller: frameAt(first, at),
          ways: one.flatMap((route) => route.ways),
        };
      });
  });
}

/** The frame of the caller at `level`, or of the last one there is. */
function frameAt({ steps }: Route, level: number): Frame | undefined {
  return level === 0 ? undefined : (steps[level - 1] ?? steps.at(-1))?.at(-1);
}

function callerAt(route: Route, level: number): Call | undefined {
  return frameAt(route, level)?.call;
}

/** What routes must agree in for one finding to speak of them all. */
function evidenceOf(routes: readonly Route[]): string {
  const ways = routes.flatMap((route) => route.ways.map((one) => one.way));
  return `${headerEvidence(ways, SESSION_TOKEN).sent} ${[...new Set(routes.map(purposesOf))].join(' ')}`;
}

function purposesOf({ ways }: Route): string {
  const purposes = ways.map(
    ({ way, destination }) => `${String(destination.path.endsWith(TOKEN_PATH))} ${textOf(way.request.method) ?? ''}`,
  );
  return [...new Set(purposes)].sort().join();
}
