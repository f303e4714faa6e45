import { describe, expect, it } from "vitest";
import { head, mistakesIn, prepared } from "../small-deal.contract.ts";
import { worthSchema, type DecisionWorth, type FactWorthRow } from "./worth-result.ts";
import { worth } from "./worth.ts";

/** The example of the R package voi (vignette "package overview"), in money: 0, or p1 - p2 with N(1, 1) and N(0, 2). */
const deal = `${head}
sources:
  s: { publisher: P, date: 2026-05-01, role: press }
claims:
  both: { is: "normal(0 USD, 1 USD) + normal(0 USD, 1 USD)", grade: estimate, from: s, says: Two at once. }
  fee: { is: "normal(0 USD, 1 USD)", grade: estimate, from: s, says: A fee. }
assumptions:
  p1: { is: "normal(1 USD, 1 USD)", says: Effect, because: test }
  p2: { is: "normal(0 USD, 2 USD)", says: Drawback, because: test }
  idle: { is: 1 to 2 USD, says: Nothing rests on it, because: test }
model:
  effect: { is: p1 - p2 in thousand USD, says: Gain }
  alias: { is: p2, says: The drawback by another name }
decisions:
  treat:
    says: Treat or wait.
    options:
      wait: 0 USD
      treat: { is: effect, says: Treat at once. }
    costs: { p2: 0.1 USD, assumptions.p1: 0.5 USD }
  lease:
    says: Take it.
    options: { take: claims.both + claims.fee, leave: 0 USD }
watch:
  drawback: { asks: How bad is it?, due: 2026-06-30, settles: alias }
`;
const base = prepared(deal.replace("in thousand USD", "in USD"), { samples: 8192 });
const found = await worth(base);

function decision(id: string): DecisionWorth {
  const row = found.decisions[id];
  if (row === undefined) throw new Error(`there is no decision ${id}`);
  return row;
}

function fact(id: string, path: string): FactWorthRow {
  const row = decision(id).facts.find((each) => each.path === path);
  if (row === undefined) throw new Error(`${path} is no fact of ${id}`);
  return row;
}

describe("a decision", () => {
  it("stands as the published example says, in the unit of the first option", () => {
    const { unit, preferred, perfect, options, other_better } = decision("treat");
    expect(unit).toBe("USD");
    expect(preferred).toBe("treat");
    expect(options["treat"]).toMatchObject({ says: "Treat at once.", expected: { value: expect.closeTo(1, 2) } });
    expect(perfect.value).toBeCloseTo(0.4798, 1.6);
    expect(other_better.value).toBeCloseTo(0.327, 2);
  });

  it("ranks facts by value less cost, with thresholds and the question that settles them", () => {
    expect(decision("treat").facts.map(({ path }) => path)).toEqual(["assumptions.p2", "assumptions.p1"]);
    expect(fact("treat", "assumptions.p2")).toMatchObject({
      says: "Drawback",
      unit: "USD",
      part: false,
      value: { value: expect.closeTo(0.3956, 2) },
      cost: 0.1,
      net: expect.closeTo(0.2956, 2),
      thresholds: [{ at: expect.closeTo(1, 2), below: "treat", above: "wait" }],
      watch: { id: "drawback", asks: "How bad is it?", due: "2026-06-30" },
    });
    expect(fact("treat", "assumptions.p1")).toMatchObject({
      value: { value: expect.closeTo(0.0833, 3) },
      net: expect.closeTo(0.0833 - 0.5, 3),
    });
    expect(fact("treat", "assumptions.p1").watch).toBeUndefined();
  });

  it("counts a claim as one fact, and each of its inputs as another", () => {
    const { facts } = decision("lease");
    const both = fact("lease", "claims.both");
    expect(both.inputs).toHaveLength(2);
    expect(both.thresholds).toEqual([]);
    expect(facts.map(({ path }) => path).filter((path) => path.startsWith("claims.fee"))).toEqual(["claims.fee"]);
    // E[max(0, X)] of N(0, 2) and of N(0, 1), and of one of the two inputs of a claim.
    const gain = (variance: number): number => Math.sqrt(variance / (2 * Math.PI));
    expect(both.value.value).toBeCloseTo(gain(2), 1.6);
    expect(fact("lease", "claims.fee").value.value).toBeCloseTo(gain(1), 1.6);
    for (const part of ["claims.both#1", "claims.both#2"]) {
      expect(fact("lease", part).value.value).toBeCloseTo(gain(1), 1.6);
      expect(fact("lease", part).part).toBe(true);
    }
  });

  it("is told as its schema says, and alone when asked for", async () => {
    expect(worthSchema.parse(found)).toEqual(found);
    const shares: number[] = [];
    const one = await worth(base, { decisions: ["lease"] }, (share) => shares.push(share));
    expect(Object.keys(one.decisions)).toEqual(["lease"]);
    expect(one.decisions["lease"]).toEqual(found.decisions["lease"]);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((left, right) => left - right));
  });

  it("brings payoffs and costs to the unit of the first", async () => {
    const other = deal
      .replace("in thousand USD", "in USD")
      .replace("wait: 0 USD", "wait: 0 million USD")
      .replace("p2: 0.1 USD", "p2: 0.0001 thousand USD");
    const { decisions } = await worth(prepared(other, { samples: 8192 }));
    expect(decisions["treat"]?.preferred).toBe("treat");
    expect(decisions["treat"]?.facts[0]?.cost).toBeCloseTo(0.1, 9);
  });
});

it("a deal without decisions is told what to write, not given one", async () => {
  await expect(worth(prepared(head))).rejects.toThrow(/no decisions[^]*decisions:\n {2}sign-lease:/);
  await expect(worth(base, { decisions: ["treet"] })).rejects.toThrow("did you mean treat?");
});

it("a decision that waits for a claim is left out, with the claim", async () => {
  const waiting = `${head}
sources: { s: { publisher: P, date: 2026-08-01, role: press } }
claims: { later: { is: 1 to 2 USD, grade: estimate, from: s } }
decisions: { d: { says: D., options: { a: claims.later, b: 0 USD } } }
`;
  expect(await worth(prepared(waiting))).toMatchObject({ decisions: {}, left_out: { d: ["later"] } });
});

describe("mistakes in a decision are told with their place", () => {
  const told = (text: string): string[] => mistakesIn(head + text).map(({ line, message }) => `${line} ${message}`);
  it.each([
    [
      "one option",
      "decisions:\n  d:\n    says: D.\n    options: { a: 1 USD }\n",
      '8 the decision "d" has nothing to choose between',
    ],
    [
      "units",
      "decisions:\n  d:\n    says: D.\n    options:\n      a: 1 USD\n      b: { is: 2 USD/yr }\n",
      '10 the payoff of "b" is in USD/yr, the first option in USD',
    ],
    [
      "a series",
      "decisions:\n  d:\n    says: D.\n    options:\n      a: 1 USD\n      b: 1 USD * step(2026-07-01)\n",
      '10 the payoff of "b" is a value a month',
    ],
    [
      "a test",
      "decisions:\n  d:\n    says: D.\n    options:\n      a: 1 USD\n      b: 1 > 2\n",
      '10 the payoff of "b" is true or false',
    ],
    [
      "a cost of nothing",
      "assumptions: { x: 1 to 2 USD }\ndecisions:\n  d:\n    says: D.\n    options: { a: x, b: 0 USD }\n    costs: { y: 1 USD }\n",
      '10 there is no "y" to find out',
    ],
    [
      "an uncertain cost",
      "assumptions: { x: 1 to 2 USD }\ndecisions:\n  d:\n    says: D.\n    options: { a: x, b: 0 USD }\n    costs: { x: 1 to 2 USD }\n",
      '10 the cost of "x" is uncertain',
    ],
    [
      "an unknown name",
      "decisions:\n  d:\n    says: D.\n    options: { a: nothing, b: 0 USD }\n",
      '8 unknown name "nothing"',
    ],
  ])("%s", (_, text, message) => {
    expect(told(text)).toContain(message);
  });
});
