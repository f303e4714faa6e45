/** Termination fees: what the side that leaves pays the other. */
import type { Given } from "../component.ts";
import { sidesOf, type Side } from "./exit.ts";
import type { Reading } from "./reading.ts";

/**
 * What the lessor gets in each month, its own fees negative. Where both sides leave at the start of one month, the lessor's notice
 * is the one that counts.
 */
export function terminationFees(given: Given, reading: Reading): string {
  const sides = sidesOf(given);
  const paying = sides.filter(({ key }) => given.has(`${key}.fee`));
  const terms = paying.map((side) => {
    const other = sides.find((each) => each !== side);
    const leaves = `(${before(given, reading, side)} - ${reading.stays(side)})`;
    const isLessee = side.key === "lessee_exit";
    const meanwhile =
      other === undefined ? "" : ` * ${isLessee ? reading.stays(other) : before(given, reading, other)}`;
    return `${isLessee ? "" : "-"}${side.key}.fee * if(during(${side.until}, ends) > 0, 1, 0) * ${leaves}${meanwhile}`;
  });
  return terms.join(" + ");
}

function before(given: Given, reading: Reading, side: Side): string {
  return `previous(${reading.stays(side)}, ${reading.stayedBefore(given, side)})`;
}
