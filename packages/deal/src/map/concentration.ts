/** Who pays whom, by party: receipts and payments, their shares by counterparty, and how concentrated they are. */

/** Money that one party pays another. */
export interface Edge {
  readonly payer: string;
  readonly payee: string;
  /** At least 0. */
  readonly amount: number;
}

export interface Shares {
  readonly total: number;
  /** By counterparty, greatest first: amount, and share of the total. */
  readonly by: ReadonlyMap<string, { readonly amount: number; readonly share: number }>;
  /**
   * Herfindahl-Hirschman index, Σ share²: 1 with one counterparty, 1/n with n alike; NaN without any.
   * Source: O. C. Herfindahl, "Concentration in the steel industry", 1950.
   */
  readonly hhi: number;
}

export interface Concentration {
  readonly received: Shares;
  readonly paid: Shares;
}

export function concentrationOf(edges: readonly Edge[]): Map<string, Concentration> {
  const parties = [...new Set(edges.flatMap(({ payer, payee }) => [payer, payee]))].sort();
  return new Map(
    parties.map((party) => [
      party,
      {
        received: sharesOf(edges.filter(({ payee }) => payee === party).map(({ payer, amount }) => [payer, amount])),
        paid: sharesOf(edges.filter(({ payer }) => payer === party).map(({ payee, amount }) => [payee, amount])),
      },
    ]),
  );
}

/** Amounts by name, put together. */
export function sharesOf(amounts: readonly (readonly [string, number])[]): Shares {
  const sums = new Map<string, number>();
  for (const [name, amount] of amounts) sums.set(name, (sums.get(name) ?? 0) + amount);
  const total = [...sums.values()].reduce((sum, amount) => sum + amount, 0);
  const by = [...sums]
    .filter(([, amount]) => amount > 0)
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .map(([name, amount]) => [name, { amount, share: amount / total }] as const);
  return { total, by: new Map(by), hhi: total > 0 ? by.reduce((sum, [, { share }]) => sum + share ** 2, 0) : NaN };
}
