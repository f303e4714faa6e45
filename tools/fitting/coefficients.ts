/** The coefficients of a fit with levels, numbered as rows ask for them. */

/** A coefficient: the base of a constant, or its offset at a level. */
export interface Coefficient<Constant extends string, Family extends string> {
  readonly constant: Constant;
  readonly family?: Family;
  readonly level?: string;
}

export class Coefficients<Constant extends string, Family extends string> {
  readonly all: Coefficient<Constant, Family>[] = [];
  /** Spread of each. */
  readonly spreads: number[] = [];
  readonly #places = new Map<string, number>();

  /** Its number; the spread is that with which it was first asked for. */
  place(coefficient: Coefficient<Constant, Family>, spread: number): number {
    const key = `${coefficient.constant}|${coefficient.family ?? ""}|${coefficient.level ?? ""}`;
    let found = this.#places.get(key);
    if (found === undefined) {
      found = this.all.length;
      this.#places.set(key, found);
      this.all.push(coefficient);
      this.spreads.push(spread);
    }
    return found;
  }
}
