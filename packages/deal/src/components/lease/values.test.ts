/** Clauses of a lease one by one: closed forms, what they must not change, and what is said of terms that do not go together. */
import { describe, expect, it } from "vitest";
import type { RunOptions } from "../../prepare.ts";
import { figureOf, mistakesIn, numberOf, result, seriesOf } from "../../small-deal.contract.ts";
import type { Result } from "../../result.ts";

const basic = "fee: 1000 USD/month, term: { from: 2026-06-01, months: 24 month }";

function deal(terms: string, more = "", months = 36): string {
  return `deal: l
as_of: 2026-05-09
calendar: { start: 2026-06, months: ${months} }
currency: USD
fleets:
  hall: { owner: A, pools: { h100: { accelerator: nvidia-h100-sxm, count: 100 GPU } } }
contracts:
  x: { kind: lease, lessor: A, lessee: B, ${terms} }
${more}`;
}

async function run(terms: string, options: Partial<RunOptions> = {}, more = "", months = 36): Promise<Result> {
  return await result(deal(`fleet: hall, ${terms}`, more, months), { samples: 16, ...options });
}

const value = (of: Result, name: string, statistic: "value" | "mean" = "value"): number =>
  numberOf(of, `contracts.x.${name}`, statistic);
const series = (of: Result, name: string): number[] => seriesOf(of, `contracts.x.${name}`);

describe("the values of a lease on a day", () => {
  const exit = "exit: { notice: 3 month, not_before: 2026-08-03, hazard: 5 %/month }";

  it("count what is left, and notice from that day on", async () => {
    const then = await run(`${basic}, ${exit}, valued_on: 2026-11-01`);
    const left = 24 - 5;
    const months = Array.from({ length: left - 3 }, (_, month) => 0.95 ** (month + 1));
    expect(value(then, "headline")).toBe(1000 * left);
    expect(value(then, "scheduled")).toBe(1000 * left);
    expect([value(then, "firm"), value(then, "protected")]).toEqual([3000, 3000]);
    expect(value(then, "expected")).toBeCloseTo(1000 * months.reduce((sum, share) => sum + share, 3), 8);
    expect(value(then, "firm-share")).toBeCloseTo((100 * 3) / left, 10);
    expect(figureOf(then, "contracts.x.firm-until").value).toBe("2027-02-01");
    // What was due before that day is certain, and still in the cash.
    expect(series(then, "lessor-cash").slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 1000));
  });

  it("are of nothing once the term is over", async () => {
    const after = await run(`${basic}, ${exit}, valued_on: 2028-12-01`);
    for (const name of ["headline", "scheduled", "firm", "protected", "expected"]) expect(value(after, name)).toBe(0);
  });

  it("protect the notice alone, and owe what comes before it too", async () => {
    const first = await run(`${basic}, exit: { notice: 2 month, not_before: 2026-12-01 }`);
    expect([value(first, "firm"), value(first, "protected")]).toEqual([8000, 2000]);
  });

  it("take the lessee's fee for leaving, and fear no notice of the lessor", async () => {
    const lessee = await run(`${basic}, lessee_exit: { notice: 2 month, hazard: 100 %/month, fee: 700 USD }`);
    expect([value(lessee, "firm"), value(lessee, "protected")]).toEqual([2700, 2000]);
    expect(value(lessee, "expected")).toBe(2700);
    const lessor = await run(`${basic}, lessor_exit: { notice: 2 month, hazard: 100 %/month, fee: 700 USD }`);
    expect([value(lessor, "firm"), value(lessor, "protected")]).toEqual([24_000, 24_000]);
    expect(value(lessor, "expected")).toBe(2000 - 700);
  });
});

describe("the price", () => {
  it("steps at each anniversary, and has stepped before the calendar began", async () => {
    const old = "fee: 1000 USD/month, escalator: { rate: 10 %/yr }, term: { from: 2024-09-15, months: 60 month }";
    const index = series(await run(old), "price-index");
    expect(index[0]).toBeCloseTo(1.1, 12);
    expect(index[2]).toBeCloseTo(1.1, 12);
    expect(index[3]).toBeCloseTo(1.21, 12);
    expect(index[15]).toBeCloseTo(1.331, 12);
  });

  it("follows an index between a floor and a cap", async () => {
    const terms = `${basic.replace("24", "36")}, escalator: { index: model.cpi, floor: 1 %, cap: 4 % }`;
    const of = await run(terms, {}, 'model: { cpi: "yearly(100, 103, 110, 90)" }\n', 48);
    const index = series(of, "price-index");
    expect([index[11], index[12], index[24], index[36]].map((step) => step?.toFixed(10))).toEqual(
      [1, 1.03, 1.03 * 1.04, 1.03 * 1.04 * 1.01].map((step) => step.toFixed(10)),
    );
  });

  it("of a headline is that of each month", async () => {
    const of = await run(`${basic}, escalator: { rate: 10 %/yr }`);
    expect(value(of, "headline")).toBeCloseTo(12_000 * 2.1, 8);
    expect(value(of, "headline")).toBeCloseTo(value(of, "scheduled"), 8);
  });
});

describe("a drawn path", () => {
  it("pays in the mean what is expected, up to sampling, and varies between nothing lost and the firm part", async () => {
    const terms = `${basic}, lessee_exit: { notice: 3 month, hazard: 4 %/month, fee: 900 USD }, lessor_exit: { notice: 1 month, not_before: 2026-10-01, hazard: 2 %/month }, reclaim: { share: 40 %, notice: 2 month, hazard: 3 %/month }, renewal: { months: 6 month, chance: 50 %, price: 80 % }, prepayment: { amount: 5000 USD, credited: 10 month }`;
    const of = await run(terms, { samples: 4096 }, "model: { total: sum(contracts.x.paid) }\n");
    const paid = figureOf(of, "model.total");
    const [mean, error, low, high] = [paid.mean, paid.se, paid.p5, paid.p95].map(Number);
    expect(Math.abs((mean ?? NaN) - value(of, "expected"))).toBeLessThan(5 * (error ?? NaN));
    expect(error).toBeLessThan(0.02 * value(of, "expected"));
    expect(low).toBeLessThan(0.6 * value(of, "expected"));
    expect(high).toBeGreaterThan(1.2 * value(of, "expected"));
    const cash = series(of, "lessor-cash");
    for (const [month, each] of seriesOf(of, "contracts.x.paid", "mean").entries())
      expect(Math.abs(each - (cash[month] ?? NaN)), `month ${month}`).toBeLessThan(120);
  });

  it("is there only where something is left to chance", async () => {
    expect((await run(basic)).figures["contracts.x.paid"]).toBeUndefined();
    expect((await run(`${basic}, exit: { notice: 30 day }`)).figures["contracts.x.exits"]).toBeUndefined();
  });
});

describe("a lease that began before the calendar", () => {
  it("has defined cash, which sums to zero, and what was left or credited before it is not counted again", async () => {
    const old = "fee: 1000 USD/month, term: { from: 2025-06-01, months: 24 month }";
    const of = await run(
      `${old}, lessee_exit: { notice: 1 month, hazard: 5 %/month, fee: 100 USD }, prepayment: { amount: 2400 USD, credited: 24 month }, reclaim: { share: 10 %, notice: 1 month, hazard: 1 %/month }, renewal: { months: 6 month, chance: 50 % }`,
    );
    const lessee = series(of, "lessee-cash");
    for (const [month, cash] of series(of, "lessor-cash").entries()) expect(cash + (lessee[month] ?? NaN)).toBe(0);
    expect(series(of, "prepayment-credits")[0]).toBeCloseTo(100, 0);
    expect(series(of, "termination-fees")[0]).toBeCloseTo(5 * 0.95 ** 11, 1);
  });
});

describe("the lessee's side", () => {
  const use = "use: { earns: 0.05 USD/GPU/h, alternative: 0.03 USD/GPU/h, discount: 10 %/yr }";

  it("is worth nothing at the highest price that it can pay, whatever else is in the contract", async () => {
    const terms = (price: number): string =>
      `price: ${price} USD/GPU/h, term: { from: 2026-06-01, months: 24 month, ramp: 3 month }, ${use}, escalator: { rate: 5 %/yr }, lessee_exit: { notice: 3 month, hazard: 2 %/month, fee: 90 USD }, energy: { cost: 200 USD, passed_through: 50 % }, renewal: { months: 6 month, chance: 50 %, price: 90 % }, reclaim: { share: 20 %, notice: 2 month, hazard: 1 %/month }`;
    const first = await run(terms(0.02));
    expect(value(first, "lessee-npv")).toBeGreaterThan(1000);
    const price = value(first, "highest-price");
    expect(price).toBeGreaterThan(0.02);
    const last = await run(terms(price));
    expect(Math.abs(value(last, "lessee-npv"))).toBeLessThan(1e-6);
    expect(value(last, "highest-price") / price).toBeCloseTo(1, 9);
  });

  it("saves what the hours cost elsewhere, less the rent", async () => {
    const of = await run(`price: 0.02 USD/GPU/h, term: { from: 2026-06-01, months: 24 month }, ${use}`);
    const discounted = Array.from({ length: 24 }, (_, month) => 1.1 ** (-(month + 1) / 12));
    const annuity = discounted.reduce((sum, factor) => sum + factor, 0);
    expect(value(of, "avoided-cost") / (0.03 * 73_000 * annuity)).toBeCloseTo(1, 12);
    expect(value(of, "saving") / (0.01 * 73_000 * annuity)).toBeCloseTo(1, 12);
    expect(value(of, "lessee-npv") / (0.03 * 73_000 * annuity)).toBeCloseTo(1, 12);
    // With a level margin, a month earlier is a month's discount and no more.
    expect(value(of, "month-earlier") / (value(of, "lessee-npv") * (1.1 ** (1 / 12) - 1))).toBeCloseTo(1, 9);
  });

  it("gains more by a month where the worth of an hour decays: the first month's margin for the last one's", async () => {
    const decaying = use.replace("0.05 USD/GPU/h", "model.worth").replace("10 %/yr", "0 %/yr");
    const more = "model: { worth: 0.05 USD/GPU/h / escalate(50 %) }\n";
    const of = await run(`price: 0.02 USD/GPU/h, term: { from: 2026-07-01, months: 24 month }, ${decaying}`, {}, more);
    const worth = seriesOf(of, "model.worth");
    // Each hour a month earlier: the month before the term comes in, its last month goes out.
    expect(value(of, "month-earlier")).toBeCloseTo(73_000 * ((worth[0] ?? NaN) - (worth[24] ?? NaN)), 6);
  });
});

describe("what is left at the end", () => {
  it("is sold or let again, whichever is more", async () => {
    const relet = "relet: 0.5 USD/GPU/h, relet_months: 12 month, relet_share: 80 %, relet_cost: 0.1 USD/GPU/h";
    const of = await run(`${basic}, residual: { sell: 2000 USD/GPU, ${relet}, discount: 12 %/yr }`);
    const factors = Array.from({ length: 12 }, (_, month) => 1.12 ** (-(month + 1) / 12));
    const again = 0.3 * 73_000 * factors.reduce((sum, factor) => sum + factor, 0);
    expect(value(of, "residual-sold")).toBe(200_000);
    expect(value(of, "residual-relet") / again).toBeCloseTo(1, 12);
    expect(value(of, "residual")).toBe(value(of, "residual-relet"));
    const sold = await run(`${basic}, residual: { sell: 3000 USD/GPU, ${relet}, discount: 0 %/yr }`);
    expect(value(sold, "residual-relet")).toBeCloseTo(12 * 0.3 * 73_000, 6);
    expect(value(sold, "residual")).toBe(300_000);
    expect(value(of, "expected")).toBe(value(await run(basic), "expected"));
  });
});

describe("the flag of a lease", () => {
  const flags = async (terms: string): Promise<unknown[]> => {
    const of = await run(`${basic}, ${terms}`);
    return ["identified-asset", "directs-use", "is-lease"].map((name) => figureOf(of, `contracts.x.${name}`).value);
  };

  it("needs a named fleet, no swaps at will, and one tenant", async () => {
    expect(await flags("substitution: none")).toEqual([1, 1, 1]);
    expect(await flags("substitution: repair")).toEqual([1, 1, 1]);
    expect(await flags("substitution: substantive")).toEqual([0, 1, 0]);
    expect(await flags("substitution: none, gpus: 40 GPU")).toEqual([1, 0, 0]);
    const unnamed = await result(deal(`gpus: 10 GPU, ${basic}, substitution: none`), { samples: 16 });
    expect(figureOf(unnamed, "contracts.x.is-lease").value).toBe(0);
  });

  it("comes with the time that can be enforced", async () => {
    const of = await run(`${basic}, substitution: none, exit: { notice: 90 day }`);
    expect(value(of, "accounting-term")).toBe(value(of, "firm-term"));
  });
});

describe("terms that do not go together", () => {
  const said = (terms: string): string[] => mistakesIn(deal(`fleet: hall, ${terms}`)).map(({ message }) => message);

  it.each([
    ["exit: { notice: 30 day }, lessor_exit: { notice: 30 day }", /an exit for both sides, or one for each side/],
    ["exit: { hazard: 5 %/month }", /`exit` has no `notice`/],
    ["lessee_exit: { fee: 100 USD }", /`lessee_exit` has no `notice`/],
    ["exit: { notice: -3 day }", /notice/],
    ["exit: { notice: 3 GPU }", /GPU is not day/],
    ["escalator: { rate: 3 %/yr, index: 100 }", /a rate or an index, not both/],
    ["escalator: { cap: 3 % }", /an escalator needs a rate or an index/],
    ["escalator: { rate: 3 %/yr, cap: 3 % }", /a fixed rate has no cap/],
    ["prepayment: { amount: 100 USD }", /`prepayment` has no `credited`/],
    ["reclaim: { share: 10 %, notice: 30 day }", /`reclaim` has no `hazard`/],
    ["renewal: { months: 10 month }", /`renewal` has no `chance`/],
    ["energy: { passed_through: 10 % }", /`energy` has no `cost`/],
    ["use: { earns: 2 USD/GPU/h }", /no discount rate/],
    ["use: { discount: 2 %/yr }", /has no worth/],
    ["residual: { discount: 2 %/yr }", /a way to earn it/],
    ["residual: { relet: 2 USD/GPU/h, discount: 2 %/yr }", /no `residual.relet_months`/],
    ["substitution: sometimes", /substitution|none or repair or substantive/],
    ["tiers: { one: { below: 99 %, credit: 10 % } }", /service.uptime/],
  ])("%s is a mistake", (terms, message) => {
    const messages = said(`${basic}, ${terms}`);
    expect(messages.join("; ")).toMatch(message);
    expect(messages.length).toBe(1);
  });
});
