import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultOptions, prepare, type Preparation, type RunOptions } from "../prepare.ts";
import { readDeal } from "../read/read-deal.ts";
import type { Result } from "../result.ts";
import { runDeal } from "../run.ts";
import { figureOf, numberOf, shippedCatalog } from "../small-deal.contract.ts";
import { WhatIf } from "../what-if.ts";
import { answersOnly, type PoolAnswer, type PoolPoint, type PoolQuestion, type ServingBook } from "./book.ts";
import { readServingBook } from "./read-model.ts";

const point: PoolPoint = {
  layout: "tp 8",
  accelerators: 8,
  concurrency: 64,
  ttft: 0.5,
  tpot: 0.02,
  throughput: 500,
  low: 500,
  high: 500,
  support: "cell",
  remarks: [],
};

/** A model that answers by the accelerator, and counts how often it is asked. */
function bookOf(
  answers: Readonly<Record<string, Partial<PoolPoint> | string>>,
): ServingBook & { asked: PoolQuestion[] } {
  const asked: PoolQuestion[] = [];
  const solve = (question: PoolQuestion): PoolAnswer => {
    asked.push(question);
    const answer = answers[question.accelerator.name] ?? {};
    return typeof answer === "string" ? { unfit: answer } : { best: { ...point, ...answer } };
  };
  const range = { input: [100, 10_000], output: [100, 5000], perAccelerator: [0.1, 1000] } as const;
  return {
    asked,
    hash: "one",
    range: { input: [...range.input], output: [...range.output], perAccelerator: [...range.perAccelerator] },
    answers: new Map(),
    solve,
  };
}

interface Terms {
  readonly pools?: string;
  readonly workload?: string;
  readonly more?: string;
}

const twoPools = `{ old: { accelerator: nvidia-h100-sxm, count: 300 GPU }, new: { accelerator: nvidia-gb200-nvl72, count: 100 GPU } }`;
const money = `
    price: { input: 1 USD/Mtoken, output: 5 USD/Mtoken, cached: 0.1 USD/Mtoken }
    channels: { own: { share: 60 %, kept: 100 % }, cloud: { share: 40 %, kept: 75 % } }
    cost: 2 USD/GPU/h
    target: 10 million USD/yr`;

function dealText({ pools = twoPools, workload = money, more = "" }: Terms): string {
  return `deal: small
as_of: 2026-05-09
calendar: { start: 2026-06, months: 12 }
currency: USD
fleets: { site: { power: 500 kW, pools: ${pools} } }
workloads:
  chat:
    kind: serving
    fleet: site
    model: meta-llama/Llama-3.1-70B
    traffic: { input: 4000 token, output: 1000 token, cached: 50 % }
    slo: { ttft: 2 s, tpot: 40 ms }
    utilisation: 50 %
    availability: 80 %${workload}
${more}`;
}

function preparation(
  terms: Terms | string,
  serving: ServingBook | undefined,
  options: Partial<RunOptions> = {},
): Preparation {
  const text = typeof terms === "string" ? terms : dealText(terms);
  const { deal, diagnostics } = readDeal("deal.yaml", () => text);
  if (deal === undefined || diagnostics.length > 0) return { diagnostics };
  return prepare(deal, { ...shippedCatalog, serving }, { ...defaultOptions, samples: 64, ...options });
}

async function run(terms: Terms, serving: ServingBook | undefined, options: Partial<RunOptions> = {}): Promise<Result> {
  const ready = preparation(terms, serving, options);
  if ("prepared" in ready) return await runDeal(ready.prepared);
  throw new Error(ready.diagnostics.map(({ message }) => message).join("; "));
}

const of = (result: Result, name: string): number => numberOf(result, `workloads.chat.${name}`);
const book = (): ReturnType<typeof bookOf> =>
  bookOf({
    "nvidia-h100-sxm": { throughput: 400, low: 400, high: 400 },
    "nvidia-gb200-nvl72": { throughput: 900, low: 900, high: 900 },
  });

describe("a fleet of 300 accelerators at 400 tokens a second and 100 at 900", () => {
  it("gives the sum of its pools, by accelerator and by power", async () => {
    const result = await run({}, book());
    expect(of(result, "pools.old.tokens")).toBeCloseTo(120_000, 6);
    expect(of(result, "pools.new.tokens")).toBeCloseTo(90_000, 6);
    expect(of(result, "tokens")).toBeCloseTo(210_000, 6);
    expect(of(result, "tokens-per-gpu")).toBeCloseTo(525, 9);
    expect(of(result, "tokens-per-power")).toBeCloseTo(420, 9);
    // 700 W a board.
    expect(of(result, "pools.old.tokens-per-power")).toBeCloseTo(400 / 0.7, 6);
    expect(of(result, "pools.old.interactivity")).toBeCloseTo(50, 9);
    expect(of(result, "stranded-share")).toBe(0);
  });

  it("costs per token what the accelerator-hours cost", async () => {
    const result = await run({}, book());
    // 400 accelerators at 2 dollars an hour, over 210,000 token/s of which 40 % are asked for.
    const byHand = (400 * 2) / ((210_000 * 3600 * 0.5 * 0.8) / 1e6);
    expect(of(result, "cost-per-token")).toBeCloseTo(byHand, 9);
    // With each answer token come four of the prompt.
    expect(of(result, "cost-per-token-processed")).toBeCloseTo(byHand / 5, 9);
    expect(of(result, "pools.old.cost-per-token")).toBeCloseTo(2 / ((400 * 3600 * 0.4) / 1e6), 9);
    expect(of(result, "pools.old.tokens-per-money")).toBeCloseTo((400 * 3600) / 2, 6);
  });

  it("earns what its tokens bring at list prices, less what channels keep", async () => {
    const result = await run({}, book());
    const served = 210_000 * 8760 * 3600 * 0.4;
    expect(of(result, "served") * 1e12).toBeCloseTo(served, -3);
    // 5 for the answer, and for four prompt tokens half of them at 1 and half at 0.1.
    expect(of(result, "list-price")).toBeCloseTo(5 + 4 * 0.55, 9);
    expect(of(result, "kept-share")).toBeCloseTo(90, 9);
    expect(of(result, "revenue") / ((served / 1e6) * 7.2 * 0.9)).toBeCloseTo(1, 9);
    expect(of(result, "margin")).toBeCloseTo(of(result, "revenue") - 400 * 2 * 8760, 3);
  });

  it("answers what must be true for a target by the way back", async () => {
    const result = await run({}, book());
    expect(of(result, "needed-tokens") * 1e6 * of(result, "list-price") * (of(result, "kept-share") / 100)).toBeCloseTo(
      10e6,
      3,
    );
    expect(of(result, "needed-per-gpu-hour")).toBeCloseTo(10e6 / 400 / 8760, 9);
    expect(of(result, "needed-per-power")).toBeCloseTo(10e6 / 500e-6, 0);
    for (const [path, needed, unit] of [
      ["utilisation", "needed-utilisation", "%"],
      ["price.output", "", ""],
    ] as const) {
      // With the price, that of the prompt is in it.
      const value = needed === "" ? `${of(result, "needed-price") - 2.2} USD/Mtoken` : `${of(result, needed)} ${unit}`;
      const met = await run({}, book(), { set: new Map([[`workloads.chat.${path}`, value]]) });
      expect(of(met, "revenue") / 10e6, path).toBeCloseTo(1, 9);
      expect(of(met, "reach"), path).toBeCloseTo(100, 7);
    }
  });

  it("needs 7.78 dollars an hour of each of 220,000 accelerators for 15 billion a year, and 50 billion a gigawatt", async () => {
    const pools = "{ old: { accelerator: nvidia-h100-sxm, count: 220000 GPU } }";
    const text = dealText({ pools, workload: "\n    target: 15e9 USD/yr" }).replace("500 kW", "300 MW");
    const ready = preparation(text, book());
    if (!("prepared" in ready)) throw new Error("the deal has mistakes");
    const result = await runDeal(ready.prepared);
    expect(of(result, "needed-per-gpu-hour")).toBeCloseTo(7.7833, 4);
    expect(of(result, "needed-per-power")).toBeCloseTo(50e9, 0);
    expect(result.figures["workloads.chat.revenue"]).toBeUndefined();
  });
});

it("any fleet gives the sum of its pools, and twice the accelerators twice the tokens at the same cost each", async () => {
  const anyPool = fc.record({
    count: fc.integer({ min: 1, max: 100_000 }),
    speed: fc.integer({ min: 1, max: 20_000 }),
  });
  await fc.assert(
    fc.asyncProperty(anyPool, anyPool, async (old, other) => {
      const serving = bookOf({
        "nvidia-h100-sxm": { throughput: old.speed, low: old.speed, high: old.speed },
        "nvidia-gb200-nvl72": { throughput: other.speed, low: other.speed, high: other.speed },
      });
      const fleet = (times: number): Terms => ({
        pools: `{ old: { accelerator: nvidia-h100-sxm, count: ${old.count * times} GPU }, new: { accelerator: nvidia-gb200-nvl72, count: ${other.count * times} GPU } }`,
      });
      const [once, twice] = [await run(fleet(1), serving), await run(fleet(2), serving)];
      expect(of(once, "tokens") / (old.count * old.speed + other.count * other.speed)).toBeCloseTo(1, 9);
      expect(of(twice, "tokens") / of(once, "tokens")).toBeCloseTo(2, 9);
      expect(of(twice, "cost-per-token") / of(once, "cost-per-token")).toBeCloseTo(1, 9);
    }),
    { numRuns: 15 },
  );
});

describe("a pool that cannot serve", () => {
  const serving = (): ServingBook =>
    bookOf({
      "nvidia-h100-sxm": "it needs more memory",
      "nvidia-gb200-nvl72": { throughput: 900, low: 900, high: 900 },
    });

  it("is stranded, costs all the same, and marks what rests on it", async () => {
    const result = await run({}, serving());
    expect(of(result, "stranded-gpus")).toBe(300);
    expect(of(result, "stranded-share")).toBe(75);
    expect(of(result, "tokens")).toBeCloseTo(90_000, 6);
    expect(of(result, "fleet-cost")).toBeCloseTo(400 * 2 * 8760, 6);
    expect(figureOf(result, "workloads.chat.pools.old.ttft").value).toBeNull();
    expect(figureOf(result, "workloads.chat.revenue").remarks).toEqual([
      "pool old of chat serves nothing: it needs more memory",
    ]);
    expect(figureOf(result, "workloads.chat.pools.new.tokens").remarks).toBeUndefined();
  });
});

describe("the model's error", () => {
  const samples = 4096;
  const wide = { throughput: 1000, low: 800, high: 1300 };

  it("is the lognormal with a tenth below the interval and a tenth above, in one pool and in several", async () => {
    const serving = bookOf({ "nvidia-h100-sxm": wide, "nvidia-gb200-nvl72": { ...wide, low: 950, high: 1050 } });
    for (const pools of [twoPools, "{ old: { accelerator: nvidia-h100-sxm, count: 300 GPU } }"]) {
      const result = await run({ pools }, serving, { samples });
      const { p10, p90 } = figureOf(result, "workloads.chat.pools.old.tokens-per-gpu");
      expect(Number(p10) / 800).toBeCloseTo(1, 2);
      expect(Number(p90) / 1300).toBeCloseTo(1, 2);
    }
  });

  it("is half shared by pools alike, so that a fleet of two is less sure than two strangers", async () => {
    const serving = bookOf({ "nvidia-h100-sxm": wide, "nvidia-gb200-nvl72": wide });
    const pools =
      "{ old: { accelerator: nvidia-h100-sxm, count: 1 GPU }, new: { accelerator: nvidia-gb200-nvl72, count: 1 GPU } }";
    const { p10, p90 } = figureOf(await run({ pools }, serving, { samples }), "workloads.chat.tokens");
    // The logarithm of the mean of two with correlation one half has three quarters of the variance, to first order.
    const spread = Math.log(Number(p90) / Number(p10)) / Math.log(1300 / 800);
    expect(spread).toBeCloseTo(Math.sqrt(0.75), 1);
  });

  it("has a name, so that attribution can tell what it costs", async () => {
    const { readings } = await run({}, bookOf({ "nvidia-h100-sxm": wide, "nvidia-gb200-nvl72": wide }));
    expect(Object.keys(readings).filter((path) => path.startsWith("workloads."))).toEqual([
      "workloads.chat.model-error",
      "workloads.chat.pools.new.model-error",
      "workloads.chat.pools.old.model-error",
    ]);
  });
});

describe("answers", () => {
  it("are asked for once, and travel as plain data", async () => {
    const serving = book();
    const first = await run({}, serving);
    expect(serving.asked.map(({ accelerator }) => accelerator.name)).toEqual(["nvidia-h100-sxm", "nvidia-gb200-nvl72"]);
    expect(serving.asked[0]).toMatchObject({
      input: 4000,
      output: 1000,
      most: 16,
      slo: { ttft: 2, tpot: 0.04 },
      engine: "vllm",
    });
    await run({}, serving, { set: new Map([["workloads.chat.utilisation", "70 %"]]) });
    expect(serving.asked).toHaveLength(2);
    const copy = structuredClone(answersOnly(serving));
    expect(JSON.stringify(await run({}, copy))).toBe(JSON.stringify(first));
    expect(serving.asked).toHaveLength(2);
    await run({}, serving, { set: new Map([["workloads.chat.traffic.input", "2 ktoken"]]) });
    expect(serving.asked).toHaveLength(4);
    expect(serving.asked[2]?.input).toBe(2000);
    // Another limit is another question; so is another figure of the chip.
    await run({}, serving, { set: new Map([["catalog.nvidia-h100-sxm.hbm-bandwidth", "4 TB/s/GPU"]]) });
    expect(serving.asked).toHaveLength(5);
  });

  it("count in the run's identity where they are used, and nowhere else", async () => {
    const other = { ...book(), hash: "other" };
    const idle = { pools: twoPools, workload: "" };
    const without = dealText(idle).replace(/workloads:[\s\S]*/, "");
    const hashes = async (serving: ServingBook | undefined, text: string): Promise<string> => {
      const ready = preparation(text, serving);
      if (!("prepared" in ready)) throw new Error("the deal has mistakes");
      return (await runDeal(ready.prepared)).run.catalog;
    };
    expect(await hashes(book(), dealText({}))).not.toBe(await hashes(other, dealText({})));
    expect(await hashes(book(), without)).toBe(await hashes(undefined, without));
  });

  it("say what they rest on", async () => {
    const result = await run({}, book());
    const { because, uses, claims } = figureOf(result, "workloads.chat.pools.old.modelled");
    expect(because).toMatch(
      /^tp 8, 64 requests a worker; model, chip and engine were measured together; .*between 400 and 400/,
    );
    expect(uses).toEqual(expect.arrayContaining(["workloads.chat.traffic.input", "workloads.chat.slo.tpot"]));
    expect(claims).toContain("catalog.nvidia-h100-sxm.hbm-bandwidth");
    expect(claims).not.toContain("catalog.nvidia-h100-sxm.price-used");
  });

  it("give way to a figure that is set by hand", async () => {
    const set = new Map([["workloads.chat.pools.old.modelled", "1000 token/s/GPU"]]);
    expect(of(await run({}, book(), { set }), "pools.old.tokens")).toBeCloseTo(300_000, 6);
  });

  it("are not asked for again by a slider, which says so", () => {
    const more = "assumptions: { length: { is: 4000 token, because: test } }\n";
    const text = dealText({ more }).replace("input: 4000 token", "input: length");
    const ready = preparation(text, book());
    if (!("prepared" in ready)) throw new Error("the deal has mistakes");
    const sliders = new WhatIf(ready.prepared, ["workloads.chat.revenue"]);
    expect(sliders.change(new Map([["assumptions.length", "100 token"]]))).toMatchObject({
      problems: [{ message: expect.stringContaining("decides what the serving model is asked") }],
    });
    expect(sliders.change(new Map([["workloads.chat.utilisation", "90 %"]]))).toHaveProperty("figures");
  });

  it("wait for claims that nobody has made", async () => {
    const more = `sources: { s: { publisher: P, title: T, date: 2026-06-01, role: press } }
claims: { length: { is: 4000 token, grade: reported, from: s } }
`;
    const text = dealText({ more }).replace("input: 4000 token", "input: claims.length");
    const early = preparation(text, book());
    if (!("prepared" in early)) throw new Error(early.diagnostics.map(({ message }) => message).join("; "));
    expect((await runDeal(early.prepared)).left_out["workloads.chat.tokens"]).toEqual(["length"]);
    const late = preparation(text, book(), { asOf: "2026-06-02" });
    if (!("prepared" in late)) throw new Error("the deal has mistakes");
    expect(of(await runDeal(late.prepared), "tokens")).toBeCloseTo(210_000, 6);
  });
});

it.each([
  [{}, undefined, "the serving model is not at hand"],
  ["input: 4000 token", "input: 3000 to 5000 token", "is uncertain, and the serving model is asked once"],
  ["meta-llama/Llama-3.1-70B", "llama-3-1-7b", 'there is no model "llama-3-1-7b"'],
  [
    "meta-llama/Llama-3.1-70B",
    "nemotron-h-56b",
    "the serving model cannot tell what nemotron-h-56b gives: it has state-space layers",
  ],
  ["fleet: site", "fleet: sight", 'there is no fleet "sight"'],
  ["slo:", "engine: vlm\n    slo:", 'there is no "vlm"'],
  ["slo:", "weights: fp6\n    slo:", 'there is no "fp6"'],
  ["ttft: 2 s", "ttft: 2 GPU", "GPU is not s"],
  ["kind: serving", "kind: sewing", '"sewing" does not fit "kind"'],
  ["output: 5 USD/Mtoken, ", "", "stands here without `price.output:`"],
  ["input: 4000 token", "input: 0 token", "outside its bounds"],
  ["share: 60 %", "share: 160 %", "outside its bounds"],
  ["nvidia-h100-sxm", "nvidia-h100", 'the catalogue has no accelerator "nvidia-h100"'],
])("%j as %j is refused in words", (from, to, message) => {
  const text = typeof from === "string" ? dealText({}).replace(from, to ?? "") : dealText({});
  const made = preparation(text, typeof from === "string" ? book() : undefined);
  expect("diagnostics" in made && made.diagnostics.map((found) => found.message).join("; ")).toContain(message);
});

describe("with the catalogue's model", () => {
  const root = new URL("../../../../catalog/", import.meta.url);
  const textOf = (name: string): { name: string; text: string } => ({
    name,
    text: readFileSync(new URL(name, root), "utf8"),
  });
  const files = {
    calibration: textOf("serving/calibration.json"),
    kernels: readdirSync(new URL("kernels/", root))
      .filter((name) => name.endsWith(".json"))
      .sort()
      .map((name) => textOf(`kernels/${name}`)),
  };
  const real = readServingBook(files);

  it("limits on latency are kept, and tighter ones cost throughput", async () => {
    const speeds: number[] = [];
    for (const tpot of ["100 ms", "40 ms", "20 ms", "1 ms"]) {
      const result = await run({}, real, { set: new Map([["workloads.chat.slo.tpot", tpot]]) });
      speeds.push(of(result, "pools.old.modelled"));
      if (tpot === "1 ms") continue;
      expect(of(result, "pools.old.tpot")).toBeLessThanOrEqual(Number.parseFloat(tpot) / 1000);
      expect(of(result, "pools.old.ttft")).toBeLessThanOrEqual(2);
    }
    expect(speeds).toEqual(speeds.toSorted((a, b) => b - a));
    expect(speeds.at(-1)).toBe(0);
    expect(speeds[0]).toBeGreaterThan(0);
  });

  it("a broken file is told by name", () => {
    const broken = { ...files, calibration: { name: "calibration.json", text: "{" } };
    expect(() => readServingBook(broken)).toThrow("calibration.json is not JSON");
    expect(() => readServingBook({ ...files, calibration: { name: "c", text: "{}" } })).toThrow(
      "c is not the serving model's constants",
    );
    expect(() => readServingBook({ ...files, kernels: [{ name: "k", text: "3" }] })).toThrow("k");
  });
});
