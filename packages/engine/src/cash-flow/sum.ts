/** The undiscounted total of a series. */
export function sum(flows: ArrayLike<number>): number {
  let total = 0;
  for (let t = 0; t < flows.length; t++) total += flows[t] ?? NaN;
  return total;
}
