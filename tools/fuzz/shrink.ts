/** Makes a case that fails smaller, so that its fault can be seen. */
import type { Catalog } from "@underwatt/deal";
import type { Case } from "./case.ts";
import { kindOf, runCase } from "./run-case.ts";

/** A shorter case with the same fault: lines out, then words, then characters, in at most 400 tries. */
export async function smaller(found: Case, fault: string, catalog: Catalog): Promise<Case> {
  let best = found;
  let tries = 400;
  const failsToo = async (text: string): Promise<boolean> => {
    if (tries-- <= 0) return false;
    const candidate = { ...best, files: { ...best.files, [best.file]: text } };
    const outcome = await runCase(candidate, catalog);
    if (outcome.fault === undefined || kindOf(outcome.fault) !== kindOf(fault)) return false;
    best = candidate;
    return true;
  };
  for (const separator of ["\n", " ", ""]) {
    let parts = (best.files[best.file] ?? "").split(separator);
    for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < parts.length;) {
        const without = [...parts.slice(0, at), ...parts.slice(at + size)];
        if (await failsToo(without.join(separator))) parts = without;
        else at += size;
      }
    }
  }
  return best;
}
