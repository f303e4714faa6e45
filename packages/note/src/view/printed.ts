/** How a claim's value reads. */
import type { ClaimLine } from "./note.ts";

/** As printed; a computed one by what it comes to. */
export function printedOf({ printed, value }: Pick<ClaimLine, "printed" | "value">): string {
  return value === undefined ? printed : `${value} = ${printed}`;
}
