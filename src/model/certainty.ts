/** The algebra of how sure we are. */

/** How sure the evidence makes us. Never a boolean, so that "unknown" cannot pass for "false". */
export type Certainty = 'certain' | 'possible' | 'no';

const order = ['no', 'possible', 'certain'] as const;

/** As sure as the weakest of `claims`; certain of nothing claimed. */
export function allOf(...claims: readonly Certainty[]): Certainty {
  return order.find((certainty) => claims.includes(certainty)) ?? 'certain';
}

/** As sure as the strongest of `claims`; `no` when there are none. */
export function anyOf(...claims: readonly Certainty[]): Certainty {
  return order.findLast((certainty) => claims.includes(certainty)) ?? 'no';
}
