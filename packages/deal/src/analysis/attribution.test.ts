import { describe, expect, it } from "vitest";
import { head, prepared } from "../small-deal.contract.ts";
import { attribution } from "./attribution.ts";
import { attributionSchema } from "./attribution-result.ts";

const sources = `sources:
  a: { publisher: A, date: 2026-05-01, role: analyst }
  b: { publisher: B, date: 2026-05-01, role: press }
  echo: { publisher: E, date: 2026-05-02, role: press, root: a }
  f: { publisher: F, date: 2026-05-01, role: filing }
`;
/** Grades that widen nothing: what claims state is all their spread. */
const asStated = `evidence: { grades: { disclosed: { stretch: 1, point: 1, days: 0, wrong: 0 }, estimate: { stretch: 1, point: 1, days: 0, wrong: 0 }, reported: { stretch: 1, point: 1, days: 0, wrong: 0 } } }
`;
const linear = `${head}${asStated}${sources}claims:
  x: { is: "normal(0 USD, 1 USD)", grade: estimate, from: a }
  y: { is: "normal(0 USD, 2 USD)", grade: reported, from: [b, f] }
assumptions:
  w: { is: "normal(0 USD, 2 USD)", because: Nobody says. }
  v: { is: "normal(0 USD, 4 USD)", because: Judged., from: [x] }
model: { z: { is: 1000 USD + claims.x + claims.y + w + v, key: yes } }
`;

const sharesOf = async (text: string, by: "grade" | "source" | "claim" = "grade"): Promise<Record<string, number>> => {
  const found = attributionSchema.parse(await attribution(prepared(text), { figures: ["z"], by }));
  const rows = found.figures["model.z"]?.spread ?? [];
  return Object.fromEntries(rows.map(({ group, share }) => [group, share.value ?? NaN]));
};

describe("a sum of independent normal parts", () => {
  it("is shared by their variances: 1, 4, 4 and 16 of 25", async () => {
    const shares = await sharesOf(linear);
    expect(shares["estimate"]).toBeCloseTo(1 / 25, 2);
    expect(shares["reported"]).toBeCloseTo(4 / 25, 2);
    expect(shares["unsupported"]).toBeCloseTo(4 / 25, 2);
    expect(shares["judged"]).toBeCloseTo(16 / 25, 2);
    expect(Object.values(shares).reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
  });

  it("of correlated parts as Iooss and Prieur give it", async () => {
    const text = `${head}${sources}${asStated}claims:
  x: { is: "normal(0 USD, 1 USD)", grade: estimate, from: a }
  y: { is: "normal(0 USD, 2 USD)", grade: reported, from: [b, f] }
model: { z: { is: 1000 USD + claims.x + claims.y, key: yes } }
correlations: [{ between: [claims.x, claims.y], pearson: 0.5 }]
`.replace("pearson: 0.5", "spearman: 0.4825837395");
    const shares = await sharesOf(text, "claim");
    expect(shares["x"]).toBeCloseTo(0.339_285_714, 2);
    expect(shares["y"]).toBeCloseTo(0.660_714_286, 2);
  });

  it("has the same shares under other names and in another order", async () => {
    const renamed = linear
      .replaceAll("claims.x", "claims.zz")
      .replace("  x: { is", "  zz: { is")
      .replace("from: [x]", "from: [zz]");
    const [x = "", y = ""] = linear.split("\n").filter((line) => /^  [xy]:/.test(line));
    const reordered = linear.replace(`${x}\n${y}`, `${y}\n${x}`);
    expect(reordered).not.toBe(linear);
    const one = await sharesOf(linear);
    for (const other of [await sharesOf(renamed), await sharesOf(reordered)]) {
      expect(Object.keys(other).sort()).toEqual(Object.keys(one).sort());
      for (const [group, share] of Object.entries(one)) expect(other[group]).toBeCloseTo(share, 2);
    }
  });

  it("names the roots that claims have it from, and what the market alone decides", async () => {
    const text = linear
      .replace("from: a }", "from: echo }")
      .replace("evidence: {", "evidence: { market: [assumptions.w],");
    const shares = await sharesOf(text, "source");
    expect(Object.keys(shares).sort()).toEqual(["a", "b and f", "judged", "market"]);
  });
});

it("leave-one-out finds a claim that is narrow and holds everything up, though it shows no variance", async () => {
  const text = `${head}evidence: {}\n${sources}claims:
  planted: { is: 1000 USD, grade: disclosed, from: f, prior: "uniform(0 USD, 400 USD)" }
  honest: { is: 40 USD, grade: opinion, from: b }
thesis: { enough: { says: Enough., holds_if: model.z >= 900 USD } }
model: { z: { is: claims.planted + claims.honest, key: yes } }
decisions: { go: { says: Go?, options: { go: model.z - 500 USD, stay: 0 USD } } }
`.replace("evidence: {}", "evidence: { grades: { disclosed: { stretch: 1, point: 1.0001, days: 0, wrong: 0 } } }");
  const found = await attribution(prepared(text), { figures: ["z", "enough"], by: "claim" });
  const spread = found.figures["model.z"]?.spread ?? [];
  expect(spread.find(({ group }) => group === "planted")?.share.value).toBeLessThan(0.02);
  const change = (id: string): number => {
    const { before, after } = found.without[id]?.figures["thesis.enough"] ?? {};
    return Math.abs((after ?? NaN) - (before ?? NaN));
  };
  expect(change("planted")).toBeCloseTo(1, 6);
  expect(change("honest")).toBeLessThan(0.05);
  expect(found.without["planted"]?.choices).toEqual({ go: { before: "go", after: "stay" } });
  expect(found.without["honest"]?.choices).toEqual({});
});

it("widens claims for the question where the deal reads them as stated, and says so", async () => {
  const text = `${head}${sources}claims: { x: { is: 10 USD, grade: estimate, from: a } }\nmodel: { z: { is: claims.x * 2, key: yes } }\n`;
  const found = await attribution(prepared(text));
  expect(found.warnings.join()).toContain("as stated");
  expect(found.figures["model.z"]?.reading).toBe("100 % of the spread rests on estimate");
});
