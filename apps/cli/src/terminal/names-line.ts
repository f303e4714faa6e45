/** Many names on a few lines. */
import { wrap } from "./table.ts";

const mostNames = 16;

/** `2 renamed: a to b, c to d`; of many, the first and how many more, which `--json` has. Nothing without any. */
export function namesLine(what: string, names: readonly string[], width: number): string[] {
  if (names.length === 0) return [];
  const more = names.length - mostNames;
  const shown = names.slice(0, mostNames).join(", ");
  return wrap(`${names.length} ${what}: ${shown}${more > 0 ? ` and ${more} more (--json has all)` : ""}`, width);
}
