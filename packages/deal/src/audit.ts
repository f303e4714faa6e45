/** Recomputes the sums that others made, from the claims as printed, and judges them. */
import {
  conversion,
  evaluateAt,
  formatDate,
  formatUnit,
  namesIn,
  one,
  parseDate,
  typeName,
  type Graph,
  type GraphProblem,
  type ValueType,
} from "@underwatt/engine";
import { judge, type Finding } from "@underwatt/evidence";
import type { AuditRow } from "./audit-row.ts";
import type { Catalog } from "./catalog.ts";
import { asOfDay, dealGraph } from "./deal-graph.ts";
import type { Expansion } from "./expand/index.ts";
import { meaningsOf, sameNumberTwice, type Twins } from "./meanings/index.ts";
import { problemAt } from "./prepare.ts";
import { printedTolerance } from "./printed-digits.ts";
import { inOrder, type Diagnostic } from "./read/diagnostic.ts";
import type { DealText } from "./read/read-deal.ts";
import type { Key } from "./read/yaml-file.ts";
import type { DealDocument } from "./schema/deal.ts";

export type Audit =
  | {
      readonly rows: readonly AuditRow[];
      /** What is found in the claims themselves, whatever sums they are in: a sentence each. */
      readonly findings: readonly string[];
    }
  | { readonly diagnostics: readonly Diagnostic[] };

/** Far enough in the future that every claim counts as published. */
const always = parseDate("9999-01") ?? 0;

/**
 * Audits every sum under `derivations`.
 * @param asOf only sums over claims known on that day; all of them unless given
 * @returns one row per sum, in alphabetical order; or what is wrong with the deal itself. A unit error inside a sum is
 *   not a mistake of the deal: it is the finding.
 */
export function audit(deal: DealText, catalog: Catalog, asOf?: string): Audit {
  const day = asOf === undefined ? always : asOfDay(deal, asOf);
  if (typeof day !== "number") return { diagnostics: [day] };
  const { expansion, graph } = dealGraph(deal, catalog, { asOf: always, derivations: true });
  const problems = graph.problems.filter((problem) => problem.units !== true || !sumPath.test(problem.path));
  const diagnostics = [...expansion.diagnostics, ...problems.map((problem) => problemAt(deal, expansion, problem))];
  if (diagnostics.length > 0) return { diagnostics: inOrder(diagnostics) };
  const auditor = new Auditor(deal, expansion, graph, day);
  const rows = Object.entries(deal.document.derivations ?? {})
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([id, derivation]) => auditor.row(id, derivation))
    .filter((row) => row.claims.every((claim) => (expansion.book.get(claim)?.published ?? 0) <= day));
  return { rows, findings: auditor.twins.map(({ says }) => says) };
}

/** Paths of the sums themselves: a unit error there is a finding; elsewhere in a derivation it is a mistake. */
const sumPath = /^derivations\.[^.]+\.(?:formula(?:\.low|\.high)?|also\.\d+\.formula)$/;

type Derivation = NonNullable<DealDocument["derivations"]>[string];

interface Sum {
  readonly value: number;
  readonly type: ValueType;
}

class Auditor {
  /** Numbers that claims print under several meanings. */
  readonly twins: readonly Twins[];
  private readonly mixtures: readonly GraphProblem[];
  private readonly deal: DealText;
  private readonly expansion: Expansion;
  private readonly graph: Graph;

  constructor(deal: DealText, expansion: Expansion, graph: Graph, day: number) {
    this.deal = deal;
    this.expansion = expansion;
    this.graph = graph;
    this.mixtures = meaningsOf(expansion, graph).mixtures;
    this.twins = sameNumberTwice(expansion.book, day, (id) => this.share(`claims.${id}.printed`));
  }

  row(id: string, derivation: Derivation): AuditRow {
    const base = `derivations.${id}`;
    const at: readonly Key[] = ["derivations", id];
    const pair = Array.isArray(derivation.formula);
    const findings: Finding[] = [];
    const sums = (pair ? ["low", "high"] : [""]).map((side) =>
      this.sum(`${base}.formula${side && `.${side}`}`, findings),
    );
    const printed = this.ends(`${base}.printed`);
    const within = this.certain(`${base}.within`)?.value;
    for (const [index, sum] of sums.entries()) {
      const against = printed[index] ?? printed[0];
      if (sum !== undefined && against !== undefined) {
        this.compare(sum, against, this.tolerance([...at, "printed"], index, within), findings);
      }
    }
    for (const index of (derivation.also ?? []).keys()) {
      const also = this.sum(`${base}.also.${index}.formula`, findings);
      const [against] = this.ends(`${base}.also.${index}.printed`);
      const tolerance = this.tolerance([...at, "also", index, "printed"], 0, within);
      if (also !== undefined && against !== undefined) this.compare(also, against, tolerance, findings);
    }
    this.conditions(base, derivation, findings);
    const claims = this.claimsOf(base);
    this.meanings(base, claims, findings);
    const verdict = judge(findings);
    const weight = { fails: 0, undetermined: 1, caveat: 2 } as const;
    const ordered = [...findings].sort((left, right) => weight[left.effect] - weight[right.effect]);
    return {
      id,
      asks: derivation.asks,
      formula: Array.isArray(derivation.formula) ? derivation.formula.join(" ; ") : String(derivation.formula),
      recomputed: sums.flatMap((sum) => (sum === undefined ? [] : [shown(sum)])).join(" to "),
      values: sums.flatMap((sum) => (sum === undefined ? [] : [{ value: sum.value, unit: typeName(sum.type) }])),
      printed: this.deal.source([...at, "printed"]) ?? String(derivation.printed),
      verdict,
      why: ordered.map((finding) => finding.because),
      madeBy: derivation.made_by ?? "",
      claims,
    };
  }

  /** The recomputed sum; a unit error is a finding and leaves it undefined. */
  private sum(path: string, findings: Finding[]): Sum | undefined {
    const problem = this.graph.problems.find((entry) => entry.path === path);
    if (problem !== undefined)
      findings.push({ effect: "fails", because: `${problem.message}: ${problem.expected ?? ""}`.replace(/: $/, "") });
    const missing = [...(this.graph.missing.get(path) ?? [])];
    for (const lacking of missing) {
      const isText = this.expansion.absent.get(lacking) === "text";
      findings.push({
        effect: "undetermined",
        because: isText ? `${lacking} is a text, not a quantity` : `nobody gives ${lacking}`,
      });
    }
    return this.certain(path);
  }

  private compare(sum: Sum, printed: Sum, tolerance: (value: number) => number, findings: Finding[]): void {
    if (sum.type.kind !== printed.type.kind) {
      findings.push({
        effect: "fails",
        because: `the sum is ${typeName(sum.type)}, what was printed is ${typeName(printed.type)}`,
      });
      return;
    }
    let value = sum.value;
    if (sum.type.kind === "number" && printed.type.kind === "number") {
      const factor = conversion(sum.type.unit, printed.type.unit);
      if (factor === undefined) {
        const [left, right] = [sum.type, printed.type].map((type) => typeName(type) || "a plain number");
        findings.push({
          effect: "fails",
          because: `the sum is in ${left}, what was printed is ${right}: the units do not fit`,
        });
        return;
      }
      value *= factor;
    }
    if (Math.abs(value - printed.value) <= tolerance(printed.value) * (1 + 1e-9)) return;
    findings.push({
      effect: "fails",
      because: `recomputed ${shown({ ...printed, value })}, printed ${shown(printed)}`,
    });
  }

  private conditions(base: string, derivation: Derivation, findings: Finding[]): void {
    const effects = { fails_if: "fails", undetermined: "undetermined", caveats: "caveat" } as const;
    for (const kind of ["fails_if", "undetermined", "caveats"] as const) {
      for (const [index, condition] of (derivation[kind] ?? []).entries()) {
        const open =
          condition.conflict !== undefined && this.deal.document.conflicts?.[condition.conflict]?.open === true;
        const tested = this.certain(`${base}.${kind}.${index}`);
        if (open || tested?.value === 1) findings.push({ effect: effects[kind], because: condition.because });
      }
    }
  }

  /** Meanings of utilisation that the sum or a condition takes for one, and numbers in it that have two. */
  private meanings(base: string, claims: readonly string[], findings: Finding[]): void {
    for (const { path, message } of this.mixtures) {
      if (path.startsWith(`${base}.`)) findings.push({ effect: "caveat", because: message.slice(`${path}: `.length) });
    }
    for (const twins of this.twins) {
      if (twins.claims.some((id) => claims.includes(id))) findings.push({ effect: "caveat", because: twins.says });
    }
  }

  /** What was printed: one value, or the two ends of an interval. */
  private ends(path: string): Sum[] {
    const quantity = this.graph.quantities.get(path);
    if (quantity?.expression.kind !== "interval") {
      const sum = this.certain(path);
      return sum === undefined ? [] : [sum];
    }
    const input = this.graph.program.inputs.find((entry) => entry.name === path);
    if (input === undefined) return [];
    // An interval's 5 % and 95 % points are its ends, by definition of `to`.
    return [0.05, 0.95].map((u) => ({ value: input.distribution.quantile(u), type: quantity.type }));
  }

  private tolerance(at: readonly Key[], index: number, within: number | undefined): (value: number) => number {
    if (within !== undefined) return (value) => Math.abs(value) * within;
    const digits = printedTolerance(this.deal.source(at) ?? "", index);
    return () => digits;
  }

  private certain(path: string): Sum | undefined {
    const quantity = this.graph.quantities.get(path);
    const step = this.graph.program.steps[quantity?.step ?? -1];
    if (quantity === undefined || step === undefined) return undefined;
    // A sum over an uncertain claim is judged with every input at its median.
    const [column] = step.kind === "certain" ? [step.column] : evaluateAt(this.graph.program, [quantity.step], 0.5);
    return { value: column?.data[0] ?? NaN, type: quantity.type };
  }

  /** A value as a plain number, where it is one and certain. */
  private share(path: string): number | undefined {
    const quantity = this.graph.quantities.get(path);
    const step = this.graph.program.steps[quantity?.step ?? -1];
    if (quantity?.type.kind !== "number" || step?.kind !== "certain") return undefined;
    const factor = conversion(quantity.type.unit, one);
    const [value] = step.column.data;
    return factor === undefined || value === undefined ? undefined : value * factor;
  }

  private claimsOf(base: string): string[] {
    const ids = new Set<string>();
    for (const definition of this.expansion.definitions) {
      if (!definition.path.startsWith(`${base}.formula`)) continue;
      for (const { path } of namesIn(definition.expression)) {
        const id = path.replace(/^claims\./, "");
        if (!path.startsWith("claims.")) continue;
        ids.add(this.expansion.book.get(id) === undefined ? id.slice(0, id.lastIndexOf(".")) : id);
      }
    }
    return [...ids].sort();
  }
}

function shown({ value, type }: Sum): string {
  if (type.kind === "boolean") return value === 1 ? "true" : "false";
  if (type.kind === "date") return formatDate(Math.round(value));
  const unit = formatUnit(type.unit);
  const digits = Math.abs(value) >= 1e6 ? Math.round(value) : Number(value.toPrecision(4));
  const text = digits.toLocaleString("en-US", { maximumFractionDigits: 10 });
  return unit === "" || unit.startsWith("%") ? `${text}${unit === "" ? "" : ` ${unit}`}` : `${text} ${unit}`;
}
