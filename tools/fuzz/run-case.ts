/** Puts one case through the whole chain: read, audit, prepare, run, the result's schema, explanations. */
import {
  audit,
  explain,
  prepare,
  readDeal,
  resultSchema,
  runDeal,
  type Catalog,
  type Diagnostic,
} from "@underwatt/deal";
import type { Case } from "./case.ts";
import { messageFault } from "./message-fault.ts";

/** What became of a case: it ran, or it was refused; and what was wrong with that, if anything. */
export interface CaseResult {
  readonly ran: boolean;
  readonly fault?: string;
}

/** Runs one case; what is thrown on the way is its fault. */
export async function runCase({ files, asOf, set }: Case, catalog: Catalog, scenario?: string): Promise<CaseResult> {
  try {
    const { deal, diagnostics } = readDeal("deal.yaml", (name) =>
      Object.hasOwn(files, name) ? files[name] : undefined,
    );
    if (deal === undefined) {
      return diagnostics.length === 0
        ? { ran: false, fault: "a deal that cannot be read, and no message" }
        : refused(diagnostics);
    }
    const audited = audit(deal, catalog, asOf);
    const auditFault = "diagnostics" in audited ? messageFault(audited.diagnostics) : undefined;
    if (auditFault !== undefined) return { ran: false, fault: auditFault };
    const preparation = prepare(deal, catalog, {
      samples: 16,
      seed: 1,
      asOf,
      set: set ?? new Map<string, string>(),
      scenario,
    });
    if ("diagnostics" in preparation) return refused(preparation.diagnostics);
    const result = await runDeal(preparation.prepared);
    const checked = resultSchema.safeParse(JSON.parse(JSON.stringify(result)));
    if (!checked.success)
      return { ran: true, fault: `the result does not fit its schema: ${checked.error.issues[0]?.message ?? ""}` };
    for (const path of Object.keys(result.figures).slice(0, 3)) explain(result, path);
    return { ran: true };
  } catch (error) {
    return { ran: false, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** The first line of a fault and where it arose: what makes two of them one. */
export function kindOf(fault: string): string {
  return fault
    .split("\n")
    .slice(0, 2)
    .map((line) => line.replaceAll(/\d+/g, "N"))
    .join(" ");
}

function refused(diagnostics: readonly Diagnostic[]): CaseResult {
  const fault = messageFault(diagnostics);
  return fault === undefined ? { ran: false } : { ran: false, fault };
}
