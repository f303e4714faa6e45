/** How many internal rates of return a series has, fast where one look tells. */

import { irrRoots } from "./irr-roots.ts";
import { cumulativeSignChanges, signChanges } from "./sign-changes.ts";
import { sum } from "./sum.ts";

/**
 * The number of rates above -1 at which `flows` are worth nothing; NaN where a flow is not finite. More than one says that a
 * single rate of return is a choice: read it together with a net present value.
 *
 * @example irrCount([-100, 100, 0, -7]) // 2
 */
export function irrCount(flows: ArrayLike<number>): number {
  const total = sum(flows);
  if (!Number.isFinite(total)) return NaN;
  if (signChanges(flows) === 0) return 0;
  const above = cumulativeSignChanges(flows, false, true);
  const below = cumulativeSignChanges(flows, true, true);
  // The counts bound the roots on either side of zero, and are odd or even with them.
  if (total !== 0 && above <= 1 && below <= 1) return above + below;
  return irrRoots(flows).roots.length;
}
