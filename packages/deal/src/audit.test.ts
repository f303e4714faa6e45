import { describe, expect, it } from "vitest";
import { audit } from "./audit.ts";
import type { AuditRow } from "./audit-row.ts";
import type { Diagnostic } from "./read/diagnostic.ts";
import { readDeal } from "./read/read-deal.ts";
import { head, shippedCatalog } from "./small-deal.contract.ts";

const evidence = `units: [satellite]
sources:
  early: { publisher: P, date: 2026-05-01, role: press }
  late: { publisher: Q, date: 2026-06-01, role: filing }
claims:
  rate: { is: 2.60 USD/GPU/h, grade: estimate, from: early, about: lease, quantity: rate, scope: site }
  filed: { is: 5.27 USD/GPU/h, grade: disclosed, from: late, about: lease, quantity: rate, scope: site }
  gpus: { at_least: 220000 GPU, grade: disclosed, from: early }
  range: { is: 5 to 6 billion USD/yr, grade: estimate, from: early }
  both: { at_least: 10 GPU, at_most: 20 GPU, grade: reported, from: early }
  power: { is: 300 MW, grade: disclosed, from: early }
  upside: { is: 15 billion USD/yr, grade: forecast, from: early }
  term: { unknown: yes, unit: month, grade: opinion, from: early }
  equivalents: { is: 550000 H100e, grade: reported, from: early }
conflicts:
  open-one: { about: rate, between: [rate, filed], disagree: D, reading: R, open: yes }
  settled: { about: rate, between: [rate, filed], disagree: D, reading: R, open: no }
`;

function audited(derivation: string, asOf?: string): { rows: readonly AuditRow[]; diagnostics: readonly Diagnostic[] } {
  const text = `${head}${evidence}derivations:\n  d: { asks: Q, ${derivation} }\n`;
  const { deal, diagnostics } = readDeal("deal.yaml", () => text);
  if (deal === undefined) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  const found = audit(deal, shippedCatalog, asOf);
  return "rows" in found ? { rows: found.rows, diagnostics: [] } : { rows: [], diagnostics: found.diagnostics };
}

function verdictOf(derivation: string): string {
  const { rows, diagnostics } = audited(derivation);
  return rows[0]?.verdict ?? `mistake: ${diagnostics[0]?.message ?? ""}`;
}

describe("a sum against what was printed", () => {
  it.each([
    ["equal", "formula: claims.rate * claims.gpus * 8760 h/yr in USD/yr, printed: 5010720000 USD/yr", "holds"],
    ["within the digits it was printed with", "formula: 2.5936 GPU, printed: 2.59 GPU", "holds"],
    ["beyond those digits", "formula: 2.596 GPU, printed: 2.59 GPU", "fails"],
    ["in another unit of the kind", "formula: 300 MW, printed: 0.3 GW", "holds"],
    ["in a unit of another kind", "formula: 300 MW, printed: 300 GPU", "fails"],
    ["of another sort", "formula: 2026-05-01, printed: 5 day", "fails"],
    ["a wrong unit inside the sum", "formula: claims.gpus / claims.equivalents + 0, printed: 0.4", "fails"],
    ["within a tolerance that is a share", "formula: 104 GPU, printed: 100 GPU, within: 5 %", "holds"],
    ["beyond that tolerance", "formula: 106 GPU, printed: 100 GPU, within: 5 %", "fails"],
    ["a date", "formula: claims.rate.published + 30 day, printed: 2026-05-31", "holds"],
    ["a test", "formula: claims.rate < claims.filed, printed: true", "holds"],
    ["both ends of an interval", "formula: [1.04 GPU, 2.04 GPU], printed: 1.0 to 2.0 GPU", "holds"],
    ["one end outside", "formula: [1.04 GPU, 2.06 GPU], printed: 1.0 to 2.0 GPU", "fails"],
    [
      "a further sum that is wrong",
      "formula: 1 GPU, printed: 1 GPU, also: [{ formula: 2 GPU, printed: 3 GPU }]",
      "fails",
    ],
    ["over what nobody gives", "formula: claims.term * 2, printed: 5 month", "undetermined"],
  ])("%s", (_, derivation, verdict) => {
    expect(verdictOf(derivation)).toBe(verdict);
  });

  it("gives the numbers with their units, and the claims it names", () => {
    const [row] = audited("formula: [claims.range.low, claims.range.high], printed: 5 to 6 billion USD/yr").rows;
    expect(row?.values).toEqual([
      { value: 5e9, unit: "USD/yr" },
      { value: 6e9, unit: "USD/yr" },
    ]);
    expect(row?.claims).toEqual(["range"]);
    expect(row?.recomputed).toBe("5,000,000,000 USD/yr to 6,000,000,000 USD/yr");
  });

  it("reads claims as printed, also where another has superseded them", () => {
    const [row] = audited("formula: claims.rate, printed: 2.60 USD/GPU/h").rows;
    expect(row?.values).toEqual([{ value: 2.6, unit: "USD/GPU/h" }]);
  });

  it("reads both bounds of a claim", () => {
    expect(verdictOf("formula: [claims.both.low, claims.both.high], printed: 10 to 20 GPU")).toBe("holds");
  });

  it("shows each formula of a pair whole", () => {
    const [row] = audited('formula: ["max(1 GPU, 2 GPU)", 3 GPU], printed: 2 to 3 GPU').rows;
    expect(row?.formula).toBe("max(1 GPU, 2 GPU) ; 3 GPU");
  });
});

describe("a condition", () => {
  const sum = "formula: 2 GPU, printed: 2 GPU";
  it.each([
    ["that is true makes it fail", "fails_if: [{ if: result > 1 GPU, because: B }]", "fails"],
    ["that is false does nothing", "fails_if: [{ if: result > 3 GPU, because: B }]", "holds"],
    ["on a grade", "caveats: [{ if: claims.upside.forecast, because: B }]", "holds-with-caveat"],
    ["on a bound", "caveats: [{ if: claims.gpus.floor, because: B }]", "holds-with-caveat"],
    ["on what nobody gives", "undetermined: [{ if: claims.term.unknown, because: B }]", "undetermined"],
    ["on an open conflict", "undetermined: [{ conflict: open-one, because: B }]", "undetermined"],
    ["on a settled conflict", "undetermined: [{ conflict: settled, because: B }]", "holds"],
    [
      "failing outweighs the rest",
      "undetermined: [{ conflict: open-one, because: B }], fails_if: [{ if: true, because: B }]",
      "fails",
    ],
    [
      "with a unit error is a mistake",
      "fails_if: [{ if: result > 1 USD, because: B }]",
      "mistake: cannot compare GPU with USD",
    ],
    [
      "on the result of a pair, which has two, is a mistake",
      "formula: [1, 2], printed: 1 to 2, fails_if: [{ if: result > 1, because: B }]",
      'mistake: unknown name "result"',
    ],
    [
      "that is a number is a mistake",
      "fails_if: [{ if: 1, because: B }]",
      "mistake: this is a plain number, not true or false",
    ],
  ])("%s", (_, condition, verdict) => {
    expect(verdictOf(condition.startsWith("formula") ? condition : `${sum}, ${condition}`)).toBe(verdict);
  });

  it("gives the reason; the weightiest stands first", () => {
    const [row] = audited(
      `${sum}, caveats: [{ if: true, because: Small. }], fails_if: [{ if: true, because: Large. }]`,
    ).rows;
    expect(row?.why).toEqual(["Large.", "Small."]);
  });
});

describe("what was printed", () => {
  it("must be a formula whose units fit: there it is no finding but a mistake", () => {
    expect(verdictOf("formula: 1 GPU, printed: 1 GPU + 3 USD")).toBe("mistake: cannot add USD to GPU");
  });
});

describe("a day", () => {
  it("leaves out sums over claims that come later", () => {
    const sum = "formula: claims.filed, printed: 5.27 USD/GPU/h";
    expect(audited(sum, "2026-05-31").rows).toHaveLength(0);
    expect(audited(sum, "2026-06-01").rows).toHaveLength(1);
    expect(audited(sum).rows).toHaveLength(1);
  });

  it("that is none is a mistake", () => {
    expect(audited("formula: 1, printed: 1", "soon").diagnostics[0]?.message).toBe("soon is not a date");
  });
});
