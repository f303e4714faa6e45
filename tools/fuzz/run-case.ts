/**
 * Puts one case through the whole chain: read, audit, prepare, run, the result's schema, explanations, the compiled code
 * against the definition, and the questions that can be asked of a deal.
 */
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
import { compiledDifferences } from "./compiled-fault.ts";
import { messageFault } from "./message-fault.ts";
import { questionFault } from "./question-fault.ts";

/** What became of a case: it ran, or it was refused; and what was wrong with that, if anything. */
export interface CaseResult {
  readonly ran: boolean;
  readonly fault?: string;
  /** What of it took longest: reading and running it, or one question. */
  readonly longest: Lap;
  /** Figures that rounding alone takes apart: no fault, but told. */
  readonly rounded?: readonly string[];
}

/** A part of a case, and how long it took. */
export interface Lap {
  readonly what: string;
  readonly seconds: number;
}

/** Samples of which each figure is interpreted too. */
const interpretedSamples = 3;

/** Runs one case; what is thrown on the way is its fault. */
export async function runCase(tried: Case, catalog: Catalog, scenario?: string): Promise<CaseResult> {
  let started = performance.now();
  let longest: Lap = { what: "nothing", seconds: 0 };
  const lap = (what: string): void => {
    const now = performance.now();
    const seconds = (now - started) / 1000;
    if (seconds > longest.seconds) longest = { what, seconds };
    started = now;
  };
  const outcome = await outcomeOf(tried, catalog, scenario, lap);
  lap("its last part");
  return { ...outcome, longest };
}

async function outcomeOf(
  { files, asOf, set, asks }: Case,
  catalog: Catalog,
  scenario: string | undefined,
  lap: (what: string) => void,
): Promise<Omit<CaseResult, "longest">> {
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
    lap("running");
    const { fault, rounded } = compiledDifferences(preparation.prepared, interpretedSamples);
    lap("interpreting");
    const found = fault ?? (await questionFault(preparation.prepared, result, asks, lap));
    return { ran: true, rounded, ...(found === undefined ? {} : { fault: found }) };
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

function refused(diagnostics: readonly Diagnostic[]): Omit<CaseResult, "longest"> {
  const fault = messageFault(diagnostics);
  return fault === undefined ? { ran: false } : { ran: false, fault };
}
