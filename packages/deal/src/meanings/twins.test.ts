import { describe, expect, it } from "vitest";
import { audit, type Audit } from "../audit.ts";
import { readDeal } from "../read/read-deal.ts";
import { head, shippedCatalog } from "../small-deal.contract.ts";

function audited(claims: string, derivations = "", asOf?: string): Exclude<Audit, { diagnostics: unknown }> {
  const sources = `sources:
  s: { publisher: P, date: 2026-05-01, role: press }
  t: { publisher: Q, date: 2026-06-01, role: filing }
`;
  const { deal, diagnostics } = readDeal("deal.yaml", () => `${head}${sources}claims:\n${claims}${derivations}`);
  if (deal === undefined) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  const found = audit(deal, shippedCatalog, asOf);
  if ("diagnostics" in found) throw new Error(found.diagnostics.map(({ message }) => message).join("; "));
  return found;
}

const mfu = "  a: { is: 11 %, grade: reported, from: s, about: site, means: job-mfu }\n";
const says = "the same number under two meanings: 11 % of site is the model FLOPs utilisation of a job (claims.a)";

describe("the same number under two meanings", () => {
  it("is a finding, however it is written", () => {
    const { findings } = audited(`${mfu}  b: { is: 0.11, grade: opinion, from: s, about: site, means: occupancy }\n`);
    expect(findings).toEqual([`${says} and the share of accelerators in use (claims.b)`]);
  });

  it("counts meanings, not claims", () => {
    const more = ["occupancy", "fleet-mfu", "occupancy"].map(
      (means, index) => `  x${index}: { is: 11 %, grade: opinion, from: s, about: site, means: ${means} }\n`,
    );
    const [finding] = audited(mfu + more.join("")).findings;
    expect(finding).toContain("under 3 meanings");
    expect(finding).toContain("the share of accelerators in use (claims.x0, claims.x2)");
  });

  it.each([
    ["of another value", "is: 12 %, about: site, means: occupancy"],
    ["of another thing", "is: 11 %, about: hall, means: occupancy"],
    ["of the same meaning", "is: 11 %, about: site, means: job-mfu"],
    ["of no meaning", "is: 11 %, about: site"],
    ["of a quantity of its own", "is: 11 %, about: site, means: other"],
    ["that is only a bound", "at_most: 11 %, about: site, means: occupancy"],
    ["that is uncertain", "is: 'pert(10 %, 11 %, 12 %)', about: site, means: occupancy"],
    ["that is a text", "states: 11 percent, about: site, means: occupancy"],
  ])("is none beside a claim %s", (_, claim) => {
    expect(audited(`${mfu}  b: { grade: opinion, from: s, ${claim} }\n`).findings).toEqual([]);
  });

  it("waits until both are known", () => {
    const claims = `${mfu}  b: { is: 11 %, grade: opinion, from: t, about: site, means: occupancy }\n`;
    expect(audited(claims, "", "2026-05-09").findings).toEqual([]);
    expect(audited(claims, "", "2026-06-01").findings).toHaveLength(1);
  });

  it("is a caveat of each sum that rests on it", () => {
    const claims = `${mfu}  b: { is: 11 %, grade: opinion, from: s, about: site, means: occupancy }
  c: { is: 100 GPU, grade: opinion, from: s }
`;
    const sums = `derivations:
  busy: { asks: Q, formula: claims.b * claims.c, printed: 11 GPU }
  twice: { asks: Q, formula: claims.c * 2, printed: 200 GPU }
`;
    const { rows } = audited(claims, sums);
    expect(rows.map(({ id, verdict }) => [id, verdict])).toEqual([
      ["busy", "holds-with-caveat"],
      ["twice", "holds"],
    ]);
    expect(rows[0]?.why).toEqual([`${says} and the share of accelerators in use (claims.b)`]);
  });
});

it("a sum that takes one meaning for another holds with a caveat that names both", () => {
  const claims = `${mfu}  b: { is: 22 %, grade: opinion, from: s, about: site, means: occupancy }\n`;
  const { rows } = audited(claims, "derivations:\n  half: { asks: Q, formula: claims.a / claims.b, printed: 0.50 }\n");
  expect(rows[0]).toMatchObject({
    verdict: "holds-with-caveat",
    why: [
      "claims.a is the model FLOPs utilisation of a job, claims.b the share of accelerators in use: they are equal only by accident",
    ],
  });
});
