import { describe, expect, it } from "vitest";
import type { RunOptions } from "../prepare.ts";
import { figureOf, head, mistakesIn, numberOf, prepared, result } from "../small-deal.contract.ts";

const sources = `sources:
  filing: { publisher: F, date: 2026-05-01, role: filing }
  press: { publisher: P, date: 2026-05-01, role: press }
  echo: { publisher: E, date: 2026-05-02, role: press, root: press }
  owner: { publisher: O, date: 2026-05-01, role: party }
`;
const deal = (claims: string, more = ""): string => `${head}${sources}claims:\n${claims}${more}`;
const on = { evidence: "on", samples: 16_384 } as const;

const point = "  x: { is: 100 USD, grade: GRADE, from: press, about: a, quantity: q }\n";
const graded = (grade: string): string => deal(point.replace("GRADE", grade), "model: { y: claims.x * 2 }\n");

async function quantiles(text: string, path: string, options: Partial<RunOptions> = on): Promise<number[]> {
  const run = await result(text, options);
  const { p10, value, p90 } = figureOf(run, path);
  return [p10, value, p90].map(Number);
}

describe("grades", () => {
  it("leave claims as stated unless they are asked to widen them", async () => {
    const run = await result(graded("estimate"));
    expect(numberOf(run, "model.y")).toBe(200);
    expect(run.run.evidence).toBeUndefined();
    const off = await result(`${graded("estimate")}evidence: {}\n`, { evidence: "off" });
    expect(numberOf(off, "model.y")).toBe(200);
  });

  it("keep the middle and widen by the grade, more for softer ones", async () => {
    let width = 0;
    for (const grade of ["disclosed", "reported", "estimate", "forecast", "opinion"]) {
      const [low = NaN, middle = NaN, high = NaN] = await quantiles(graded(grade), "claims.x");
      expect(middle / 100).toBeCloseTo(1, 2);
      expect((low * high) / 1e4).toBeCloseTo(1, 1);
      expect(high / low).toBeGreaterThan(width);
      width = high / low;
    }
    expect((await result(graded("opinion"), on)).run.evidence).toEqual({ strength: "on", rules: "2026-11" });
  });

  it("twice as much when doubled", async () => {
    const spread = async (evidence: "on" | "doubled"): Promise<number> => {
      const table = "evidence: { grades: { reported: { stretch: 1, point: 2, days: 1, wrong: 0 } } }\n";
      const [low = NaN, , high = NaN] = await quantiles(graded("reported") + table, "claims.x", { ...on, evidence });
      return Math.log(high / low);
    };
    expect((await spread("doubled")) / (await spread("on"))).toBeCloseTo(2, 2);
  });

  it("have an error with the spread that the table says, and the chance of being wrong", async () => {
    const run = await result(graded("disclosed"), { ...on, samples: 65_536 });
    // Half of the mass that is wrong lies above, beyond nearly all that is right.
    const share = Number(figureOf(run, "claims.x").p95);
    expect(share).toBeGreaterThan(103);
    expect(share).toBeLessThan(106);
  });

  it("do not widen what a claim computes from others, what is replaced, or what --set gives", async () => {
    const text = deal(
      `${point.replace("GRADE", "opinion")}  n: { is: 4 GPU, grade: disclosed, from: filing }
  each: { is: claims.x / claims.n, grade: estimate, from: press }
  old: { is: 5 USD, grade: opinion, from: press, about: b, quantity: r, scope: s }
  new: { is: 7 USD, grade: disclosed, from: echo, about: b, quantity: r, scope: s }
`,
      "evidence: {}\n",
    );
    const { expansion } = prepared(text);
    expect([...expansion.widened.keys()].sort()).toEqual(["n", "new", "x"]);
    const set = await result(text, { set: new Map([["claims.x", "50 USD"]]) });
    expect(numberOf(set, "claims.x")).toBe(50);
    const run = await result(text, { samples: 4096 });
    expect(numberOf(run, "claims.each") / 25).toBeCloseTo(1, 1);
    expect(numberOf(run, "claims.old")).toBe(numberOf(run, "claims.new"));
  });
});

describe("kinds of claim", () => {
  it("shares stay shares, dates move by days, intervals are stretched about their middle", async () => {
    const text = deal(
      `  share: { is: 90 %, grade: opinion, from: press }
  on: { is: 2026-06-06, grade: reported, from: press }
  range: { is: 50 to 200 USD, grade: forecast, from: press }
  word: { states: yes, grade: opinion, from: press }
`,
      "evidence: {}\nmodel: { late: claims.on > 2026-06-06 }\n",
    );
    const run = await result(text, { samples: 16_384 });
    const share = figureOf(run, "claims.share");
    expect(Number(share.p5)).toBeGreaterThan(0);
    expect(Number(share.p95)).toBeLessThan(100);
    expect(Number(share.value)).toBeCloseTo(90, 0);
    expect(numberOf(run, "model.late")).toBeCloseTo(0.5, 1);
    const [low = NaN, middle = NaN, high = NaN] = await quantiles(text, "claims.range", { samples: 16_384 });
    expect(middle).toBeCloseTo(100, -1);
    // The central 80 % of the interval itself is a factor of 2.94.
    expect(high / low).toBeGreaterThan(2.94 ** 1.8);
  });

  it("a prior is what the quantity is where the claim is about something else", async () => {
    const text = deal(
      "  x: { is: 100 USD, grade: opinion, from: press, prior: 'uniform(1 USD, 2 USD)' }\n",
      "evidence: { grades: { opinion: { stretch: 1, point: 1, days: 0, wrong: 0.25 } } }\nmodel: { low: claims.x < 3 USD }\n",
    );
    expect(numberOf(await result(text, { samples: 16_384 }), "model.low")).toBeCloseTo(0.25, 2);
  });

  it("a distribution written around a claim takes its middle, and is not widened twice", async () => {
    const text = deal(point.replace("GRADE", "opinion"), "evidence: {}\nmodel: { y: 'lognormal(claims.x, 0.1)' }\n");
    const [low = NaN, middle = NaN, high = NaN] = await quantiles(text, "model.y", { samples: 16_384 });
    expect(middle).toBeCloseTo(100, 0);
    expect(Math.log(high / low)).toBeCloseTo(2 * 1.2816 * 0.1, 2);
  });
});

describe("what is tied to a claim", () => {
  it("is tied to what it states, once its grade widens it too", async () => {
    const two = ["x", "z"].map((id) => `  ${id}: { is: 50 to 150 USD, grade: disclosed, from: press, about: ${id} }\n`);
    const apart = deal(two.join(""), "model: { y: claims.x - claims.z }\n");
    const tied = `${apart}correlations: [{ between: [claims.x, claims.z], spearman: 0.95 }]\n`;
    const driven = `${apart}drivers: { both: { says: Both., moves: { claims.x: 0.97, claims.z: 0.97 } } }\n`;
    const spread = async (text: string): Promise<number> => {
      const [low = NaN, , high = NaN] = await quantiles(text, "model.y");
      return high - low;
    };
    const free = await spread(apart);
    expect(await spread(tied)).toBeLessThan(free / 2);
    expect(await spread(driven)).toBeLessThan(free / 2);
    expect(mistakesIn(`${tied}sampling: { net: [claims.x] }\n`, on)).toEqual([]);
  });
});

describe("reasons", () => {
  const reasonsOf = (claim: string): string[] => {
    const { expansion } = prepared(deal(claim, "evidence: {}\n"));
    return (expansion.widened.get("x")?.reasons ?? []).map(({ name }) => name);
  };
  it.each([
    [
      "written",
      "  x: { is: 1 USD, grade: estimate, from: press, reasons: [scope, method-unseen] }\n",
      ["scope", "method-unseen"],
    ],
    ["an echo of one source", "  x: { is: 1 USD, grade: reported, from: [press, echo] }\n", ["single-root"]],
    ["two sources", "  x: { is: 1 USD, grade: reported, from: [press, filing] }\n", []],
    ["who gains by it", "  x: { is: 1 USD, grade: estimate, from: owner }\n", ["interested"]],
    ["liability", "  x: { is: 1 USD, grade: disclosed, from: owner }\n", []],
    ["age", "  x: { is: 1 USD, grade: estimate, from: press, as_of: 2024-05-09 }\n", ["age"]],
  ])("are %s", (_, claim, wanted) => {
    expect(reasonsOf(claim)).toEqual(wanted);
  });

  it("that nobody knows are refused", () => {
    const text = deal("  x: { is: 1 USD, grade: estimate, from: press, reasons: [hearsay] }\n");
    expect(
      mistakesIn(text)
        .map(({ expected }) => expected)
        .join(),
    ).toContain("scope");
  });
});
