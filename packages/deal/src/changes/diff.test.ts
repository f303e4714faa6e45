import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sectionNames } from "../schema/deal.ts";
import { head, prepared, shippedCatalog } from "../small-deal.contract.ts";
import { diffSchema, type Diff } from "./diff-result.ts";
import { diff } from "./diff.ts";
import { itemSections, otherSections } from "./items.ts";

const options = { samples: 64, seed: 1 };
const sources = `sources:
  old: { publisher: Old, date: 2026-05-01, role: press }
  mid: { publisher: Mid, date: 2026-05-20, role: press }
  new: { publisher: New, date: 2026-06-01, role: party }
`;

async function between(
  from: string,
  to: string,
  days: { readonly from?: string; readonly to?: string } = {},
): Promise<Diff> {
  const side = (text: string, asOf: string | undefined): Parameters<typeof diff>[0] => ({
    deal: prepared(head + sources + text).deal,
    catalog: shippedCatalog,
    asOf,
    name: "deal",
  });
  const found = await diff(side(from, days.from), side(to, days.to), options);
  if ("diagnostics" in found) throw new Error(found.diagnostics.map(({ message }) => message).join("\n"));
  return diffSchema.parse(found.diff);
}

/** What each group did to a figure or thesis. */
function amounts(found: Diff, path: string): Record<string, number> {
  const change = found.figures[path] ?? found.thesis[path];
  return Object.fromEntries((change?.parts ?? []).map(({ by, amount }) => [by, amount]));
}

function sumOf(found: Diff, path: string): number {
  const change = found.figures[path] ?? found.thesis[path];
  return (change?.parts ?? []).reduce((sum, { amount }) => sum + amount, change?.rest ?? 0);
}

const claim = (id: string, is: string, from = "old", more = ""): string =>
  `  ${id}: { is: ${is}, grade: reported, from: ${from}, says: A claim${more} }\n`;

describe("shares of a change", () => {
  const term = fc.record({
    coefficient: fc.integer({ min: -5, max: 5 }),
    before: fc.integer({ min: -50, max: 50 }),
    after: fc.integer({ min: -50, max: 50 }),
    late: fc.boolean(),
  });

  it("are those of the closed form where a figure is linear, whether few claims came or many", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(term, { minLength: 1, maxLength: 8 }), async (terms) => {
        const olds = terms.map(({ before }, index) => claim(`x${index}`, `${before} USD`));
        const news = terms.map(({ after, late }, index) =>
          claim(`y${index}`, `${after} USD`, late ? "new" : "mid", `, supersedes: [x${index}]`),
        );
        const sum = terms.map(({ coefficient }, index) => `(${coefficient}) * claims.x${index}`).join(" + ");
        const text = `claims:\n${olds.join("")}${news.join("")}model: { y: { is: ${sum}, key: yes } }\n`;
        const found = await between(text, text, { to: "2026-06-02" });
        const expected = Object.fromEntries(
          terms.flatMap(({ coefficient, before, after }, index) => {
            const amount = coefficient * (after - before);
            return amount === 0 ? [] : [[`claims.y${index}`, amount]];
          }),
        );
        const total = Object.values(expected).reduce((sum, amount) => sum + amount, 0);
        // Changes that cancel leave nothing to explain.
        if (total === 0) expect(found.figures).toEqual({});
        else {
          const seen = amounts(found, "model.y");
          expect(Object.keys(seen).sort()).toEqual(Object.keys(expected).sort());
          for (const [by, amount] of Object.entries(expected)) expect(seen[by]).toBeCloseTo(amount, 9);
          expect(sumOf(found, "model.y")).toBeCloseTo(total, 9);
        }
      }),
      { numRuns: 6 },
    );
  });

  const product = `claims:
${claim("rate", "2 USD/GPU/h")}${claim("count", "100 GPU")}${claim("filed-rate", "5 USD/GPU/h", "new", ", supersedes: [rate]")}${claim("filed-count", "300 GPU", "mid", ", supersedes: [count]")}model: { fee: { is: claims.rate * claims.count, key: yes } }
thesis: { large: { says: Large., holds_if: "fee > 1000 USD/h" } }
`;

  it("halve what two do only together, whatever the day on which each came", async () => {
    const found = await between(product, product, { to: "2026-06-02" });
    expect(found.figures["model.fee"]).toMatchObject({ before: 200, after: 1500, change: 1300, method: "shapley" });
    // 3 more a GPU over the mean of 100 and 300, 200 more at the mean of 2 and 5.
    expect(amounts(found, "model.fee")).toEqual({ "claims.filed-rate": 600, "claims.filed-count": 700 });
    expect(amounts(found, "large")).toEqual({ "claims.filed-rate": 0.5, "claims.filed-count": 0.5 });
    expect(found.thesis["large"]).toMatchObject({ state_before: "fails", state_after: "holds" });
    expect(found.claims.superseded.map(({ path, by }) => `${path} ${by}`)).toEqual([
      "claims.count filed-count",
      "claims.rate filed-rate",
    ]);
    expect(found.moves["claims.filed-rate"]).toMatchObject([
      { what: "new", after: "5 USD/GPU/h", published: "2026-06-01", replaces: ["claims.rate"] },
    ]);
  });

  it("take back what came when the days are the other way around", async () => {
    const found = await between(product, product, { from: "2026-06-02" });
    expect(amounts(found, "model.fee")).toEqual({ "claims.filed-rate": -600, "claims.filed-count": -700 });
    expect(found.claims.gone.map(({ path }) => path)).toEqual(["claims.filed-count", "claims.filed-rate"]);
  });

  it("give a claim that is computed from others to those", async () => {
    const text = `claims:
${claim("rate", "2 USD/GPU/h")}${claim("fee", "600 USD/h", "new")}${claim("count", "100 GPU", "new")}${claim("filed", "claims.fee / claims.count", "new", ", supersedes: [rate]")}model: { rate: { is: claims.rate, key: yes } }
`;
    expect(amounts(await between(text, text, { to: "2026-06-02" }), "model.rate")).toEqual({
      "claims.count": 2,
      "claims.fee": 2,
    });
  });

  it("count what came and was replaced in between with what replaced it", async () => {
    const text = `claims:
${claim("a", "2 USD")}${claim("b", "3 USD", "mid", ", supersedes: [a]")}${claim("c", "5 USD", "new", ", supersedes: [a, b]")}model: { x: { is: claims.a, key: yes } }
`;
    expect(amounts(await between(text, text, { to: "2026-06-02" }), "model.x")).toEqual({ "claims.b + claims.c": 3 });
  });

  it("see a claim that only bears on a figure while another is not known", async () => {
    const text = `claims:
${claim("a", "2 USD")}${claim("b", "3 USD", "new", ", supersedes: [a]")}${claim("sum", "9 USD", "new", ", supersedes: [model.x]")}model: { x: { is: 2 * claims.a, key: yes } }
`;
    const found = await between(text, text, { to: "2026-06-02" });
    // 4 to 9; by itself b makes 6, with the other nothing more.
    expect(amounts(found, "model.x")).toEqual({ "claims.sum": 4, "claims.b": 1 });
  });
});

it("every section of a deal is compared, or known to bear on no figure", () => {
  // `correlations` and `drivers` are compared whole.
  const known: readonly string[] = [...itemSections, ...otherSections, "correlations", "drivers"];
  expect(sectionNames.filter((section) => !known.includes(section))).toEqual([]);
});

describe("two deals", () => {
  const deal = `claims:
${claim("rate", "2 USD/GPU/h")}assumptions:
  count: { is: 100 to 300 GPU, because: Nobody says. }
  busy: { is: 0.5 to 1, because: Nobody says. }
model:
  used: { is: count * busy, says: GPUs used }
  fee: { is: claims.rate * used, key: yes }
`;

  it("that are one deal have no difference", async () => {
    expect(await between(deal, deal)).toMatchObject({
      figures: {},
      thesis: {},
      moves: {},
      claims: { new: [], changed: [], gone: [], renamed: [], superseded: [] },
      edited: [],
      appeared: [],
      went: [],
      states: 0,
    });
  });

  it("do not differ by order, words, or names of claims and assumptions", async () => {
    const [claims = "", rest = ""] = deal.split("assumptions:");
    const other = `assumptions:${rest}${claims}`
      .replace("claims.rate", "claims.price")
      .replace("  rate:", "  price:")
      .replace("  count: { is: 100 to 300 GPU, because: Nobody says. }\n", "")
      .replace("model:", "  gpus: { because: Somebody else asked., is: 100 to 300 GPU }\nmodel:")
      .replace("count * busy", "gpus * busy");
    const found = await between(deal, other);
    expect(found).toMatchObject({ figures: {}, edited: [], claims: { new: [], changed: [], gone: [] } });
    expect(found.claims.renamed).toEqual([
      { from: "claims.rate", to: "claims.price" },
      { from: "assumptions.count", to: "assumptions.gpus" },
    ]);
  });

  it("tell a name that is also a word of the language as another thing", async () => {
    const lease = `assumptions: { lease: { is: 2 USD/GPU/h, because: Nobody says. } }
contracts:
  block: { kind: lease, lessor: A, lessee: B, gpus: 100 GPU, price: lease, term: { from: 2026-06-01, months: 2 month } }
model: { rate: { is: contracts.block.rate, key: yes } }
`;
    const found = await between(lease, lease.replace("{ lease:", "{ rent:").replace("price: lease", "price: rent"));
    expect(found.claims.renamed).toEqual([]);
    expect(found.edited.map(({ path, what }) => `${path} ${what}`)).toEqual([
      "assumptions.lease gone",
      "assumptions.rent new",
      "contracts.block changed",
    ]);
    expect(found.figures).toEqual({});
  });

  it("share a change among claims, assumptions and formulas; a formula moves with the names that are new in it", async () => {
    const other = deal
      .replace("2 USD/GPU/h", "4 USD/GPU/h")
      .replace(
        "busy: { is: 0.5 to 1, because: Nobody says. }",
        "busy: { is: 0.5 to 1, because: Nobody says. }\n  up: { is: 0.5, because: So. }",
      )
      .replace("count * busy", "count * busy * up");
    const found = await between(deal, other);
    // Half the fleet at twice the rate: the fee is what it was, and nothing is left to share out.
    expect(found.figures).toEqual({});
    const dearer = await between(deal, other.replace("4 USD/GPU/h", "6 USD/GPU/h"));
    const fee = dearer.figures["model.fee"];
    const before = Number(fee?.before);
    expect(Object.keys(amounts(dearer, "model.fee")).sort()).toEqual(["assumptions.up + model.used", "claims.rate"]);
    // From 1 x 1 to 3 x 1/2: the rate by 2 x 3/4, the fleet by -1/2 x 2.
    expect(amounts(dearer, "model.fee")["claims.rate"]).toBeCloseTo(1.5 * before, 6);
    expect(sumOf(dearer, "model.fee")).toBeCloseTo(0.5 * before, 6);
    expect(dearer.moves["assumptions.up + model.used"]).toMatchObject([
      { path: "assumptions.up", what: "new", after: "0.5" },
      { path: "model.used", what: "changed", before: "count * busy", after: "count * busy * up" },
    ]);
  });

  it("list figures that came and went, and say when a unit changed", async () => {
    const found = await between(
      deal,
      deal
        .replace("used: { is: count * busy, says: GPUs used }", "busier: busy * 2")
        .replace("claims.rate * used", "claims.rate * count * busy * (1 yr)"),
    );
    expect([found.appeared, found.went]).toEqual([["model.busier"], ["model.used"]]);
    expect(found.figures["model.fee"]).toMatchObject({
      unit: "USD",
      unit_before: "USD/h",
      change: null,
      method: "none",
      parts: [],
    });
  });

  it("do not share out a change for which a state in between makes no sense", async () => {
    const found = await between(
      `model: { a: 1 USD, b: 2 USD, c: { is: a + b, key: yes } }\n`,
      `model: { a: 1 GPU, b: 3 GPU, c: { is: (a + b) * (1 USD/GPU), key: yes } }\n`,
    );
    expect(found.figures["model.c"]).toMatchObject({
      change: 1,
      method: "together",
      parts: [{ by: "model.a + model.b + model.c", amount: 1, share: 1 }],
    });
  });
});
