import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findingsIn } from "@underwatt/evidence";
import { describe, expect, it } from "vitest";
import { judgementsFile, readJudgements } from "./judgements.ts";
import type { PrintedClaim } from "./ledger.ts";
import { fitOf, printsDigits } from "./match.ts";
import { measure } from "./measure.ts";

const seeds = fileURLToPath(new URL("../../../shared/seeds", import.meta.url));
const ledger = fileURLToPath(new URL("../../../shared/data/seed-claims.yaml", import.meta.url));

describe("what counts as found", () => {
  const fit = (text: string, claim: Partial<PrintedClaim>): string | undefined => {
    const [finding] = findingsIn({ file: "a", lines: [{ text }] });
    const whole = { id: "c", file: "a", low: undefined, high: undefined, unit: "none", grade: "reported", ...claim };
    return finding === undefined ? undefined : fitOf(finding, whole);
  };
  it.each([
    ["It has 300 MW.", { low: 300, high: 300, unit: "MW" }, "same"],
    ["It has 0.3 GW.", { low: 300, high: 300, unit: "MW" }, "same"],
    ["It has 310 MW.", { low: 300, high: 300, unit: "MW" }, undefined],
    ["It is 11 % full.", { low: 0.11, high: 0.11, unit: "fraction" }, "same"],
    ["It costs $5-6B a year.", { low: 5e9, high: 6e9, unit: "USD/yr" }, "same"],
    ["It costs $5B.", { low: 5e9, high: 5e9, unit: "USD/yr" }, "short"],
    ["It costs $5B.", { low: 5e9, high: 5e9, unit: "GPU" }, undefined],
    ["It has up to 5 GW.", { high: 5, unit: "GW" }, "same"],
    ["It opens by 2030.", { low: 2030, high: 2030, unit: "year" }, "same"],
    ["It has 1 GW.", { low: 1, high: 1, unit: "ratio" }, undefined],
  ])("%s", (text, claim, found) => {
    expect(fit(text, claim)).toBe(found);
  });

  it("a number is printed where its digits are, and a share where it is one", () => {
    const claim = { id: "c", file: "a", low: 5e9, high: 5e9, unit: "USD", grade: "reported" };
    expect(printsDigits("It costs 5.0 billion.", claim)).toBe(true);
    expect(printsDigits("It costs 15 billion.", claim)).toBe(false);
    expect(printsDigits("Colossus 1", { ...claim, low: 1, high: 1, unit: "fraction" })).toBe(false);
  });
});

describe.skipIf(!existsSync(ledger))("recall and precision (skipped without the documents in ../shared)", () => {
  const { recalled, findings } = existsSync(ledger) ? measure(seeds, ledger) : { recalled: [], findings: [] };
  const found = recalled.filter(({ fit }) => fit === "same");

  it("finds what the ledger has, with its unit or short of what it is per", () => {
    expect(found.length / recalled.length).toBeGreaterThan(0.74);
    expect(recalled.filter(({ fit }) => fit !== undefined).length / recalled.length).toBeGreaterThan(0.86);
  });

  it("misses nothing that is printed in digits, numbers of lists apart", () => {
    expect(recalled.filter(({ miss }) => miss === "printed and not read").map(({ claim }) => claim.id)).toEqual([]);
  });

  it("proposes the ledger's grade for two claims of three", () => {
    expect(found.filter(({ gradeAgrees }) => gradeAgrees).length / found.length).toBeGreaterThan(0.66);
  });

  it("finds what a reader finds there too", () => {
    const judgements = readJudgements(fileURLToPath(judgementsFile));
    const judged = findings.map(({ key }) => judgements.get(key));
    expect(judged.filter((verdict) => verdict !== undefined).length / findings.length).toBeGreaterThan(0.95);
    expect(judged.filter((verdict) => verdict === "right").length / findings.length).toBeGreaterThan(0.95);
  });
});
