import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { head, mistakesIn, numberOf, result, seriesOf } from "../../small-deal.contract.ts";

const game = (lines: readonly string[], more = ""): string =>
  `${head}${more}games:\n  g:\n${lines.map((line) => `    ${line}\n`).join("")}`;

const exit = (changed: Readonly<Record<string, string>> = {}): string => {
  const terms = {
    fee: "100 USD/month",
    notice: "90 day",
    from: "2026-06-01",
    hazard: "10 %/month",
    horizon: "12 month",
    seller: "{ replace: 180 day, relet: 80 USD/month, costs: 10 USD/month }",
    buyer: "{ replace: 30 day, alternative: 150 USD/month, earns: 300 USD/month }",
    ...changed,
  };
  return game(["kind: exit", ...Object.entries(terms).map(([key, text]) => `${key}: ${text}`)]);
};

describe("exit", () => {
  it("costs each side the time it cannot bridge, and then what it finds", async () => {
    const run = await result(exit());
    const month = 365 / 12;
    // 180 days to replace after 90 of notice.
    const gap = numberOf(run, "games.g.seller.gap");
    expect(gap).toBeCloseTo(90 / month, 1);
    expect(numberOf(run, "games.g.buyer.gap")).toBe(0);
    expect(numberOf(run, "games.g.seller.lost")).toBeCloseTo(90 * gap + 20 * (12 - gap), 9);
    expect(numberOf(run, "games.g.buyer.lost")).toBeCloseTo(50 * 12, 9);
    expect(numberOf(run, "games.g.leverage-a-month")).toBeCloseTo(200 / 90, 12);
    expect(numberOf(run, "games.g.leverage")).toBeCloseTo(600 - (90 * gap + 20 * (12 - gap)), 9);
  });

  it("comes by the hazard: after n months nobody has left with (1 - h)^n, and the chances sum", async () => {
    const run = await result(exit());
    const runs = seriesOf(run, "games.g.runs");
    for (const [index, chance] of runs.entries()) expect(chance).toBeCloseTo(0.9 ** (index + 1), 12);
    const months = seriesOf(run, "games.g.notice-chance");
    expect(months.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1 - 0.9 ** 12, 12);
    expect(numberOf(run, "games.g.given")).toBeCloseTo(100 * (1 - 0.9 ** 12), 9);
  });

  it("does not come before notice can be given", async () => {
    const run = await result(exit({ from: "2026-09-01" }));
    expect(seriesOf(run, "games.g.runs").slice(0, 4)).toEqual([1, 1, 1, 0.9]);
  });

  it("is no matter to who replaces the other within the notice at the same terms", async () => {
    const run = await result(
      exit({ seller: "{ replace: 60 day }", buyer: "{ replace: 60 day, earns: 300 USD/month }" }),
    );
    expect([numberOf(run, "games.g.seller.lost"), numberOf(run, "games.g.buyer.lost")]).toEqual([0, 0]);
  });
});

describe("supply", () => {
  const supply = (gain: number, after: number, discount: number, hazard: number, period: number): string =>
    game([
      "kind: supply",
      "supplying: 100 USD/month",
      `after: ${after} USD/month`,
      `gain: ${gain} USD`,
      `period: ${period} month`,
      `discount: ${discount} %/yr`,
      `hazard: ${hazard} %/month`,
    ]);

  it("by hand: a gain of 300 against 100 a month lost needs a factor of 3/4", async () => {
    const run = await result(supply(300, 0, 12, 1, 1));
    expect(numberOf(run, "games.g.threshold")).toBe(0.75);
    expect(numberOf(run, "games.g.factor")).toBeCloseTo(0.99 / 1.12 ** (1 / 12), 12);
    expect(run.figures["games.g.held"]?.value).toBe(1);
    expect(numberOf(run, "games.g.highest-hazard")).toBeCloseTo(100 * (1 - 0.75 * 1.12 ** (1 / 12)), 9);
  });

  it("holds if and only if supplying for ever is worth more than cutting off, summed period by period", async () => {
    const cases = fc.tuple(
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 0, max: 99 }),
      fc.integer({ min: 5, max: 80 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([gain, after, discount, hazard, period]) => {
        const run = await result(supply(gain, after, discount, hazard, period));
        const delta = ((1 - hazard / 100) / (1 + discount / 100) ** (1 / 12)) ** period;
        let [kept, cut] = [0, gain];
        for (let index = 0, worth = 1; worth > 1e-12; index++, worth *= delta) {
          kept += worth * 100 * period;
          cut += worth * (index === 0 ? 100 : after) * period;
        }
        if (Math.abs(kept - cut) < 1e-6) return;
        expect(run.figures["games.g.held"]?.value).toBe(kept > cut ? 1 : 0);
        expect(numberOf(run, "games.g.deterrent") > gain).toBe(kept > cut);
        expect(numberOf(run, "games.g.slack") > 0).toBe(kept > cut);
      }),
      { numRuns: 25 },
    );
  });

  it("always holds where there is nothing to gain, and never where there is nothing to lose", async () => {
    const [nothing, free] = [await result(supply(0, 0, 10, 0, 1)), await result(supply(10, 100, 10, 0, 1))];
    expect([numberOf(nothing, "games.g.threshold"), nothing.figures["games.g.held"]?.value]).toEqual([0, 1]);
    expect([numberOf(free, "games.g.threshold"), free.figures["games.g.held"]?.value]).toEqual([1, 0]);
  });
});

it("a game of no kind, or without what it needs, is a mistake at its place", () => {
  expect(
    mistakesIn(game(["kind: chicken"]))
      .map(({ message, expected }) => `${message} ${expected}`)
      .join(),
  ).toContain("a kind of game: exit, supply");
  expect(mistakesIn(game(["kind: supply", "gain: 1 USD"])).length).toBeGreaterThan(0);
});
