import {
  checkpointGoodput,
  expectedSlowest,
  fabricFactor,
  mixedStep,
  replicaFactors,
  stragglerFactors,
} from "@underwatt/compute";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunOptions } from "../prepare.ts";
import { prepare, defaultOptions } from "../prepare.ts";
import { readDeal } from "../read/read-deal.ts";
import type { Result } from "../result.ts";
import { figureOf, numberOf, result, servedCatalog } from "../small-deal.contract.ts";
import { roundJob, wholeJob } from "./round-job.ts";

const catalog = servedCatalog();
const threePools = `{ h100: { accelerator: nvidia-h100-sxm, count: 150000 GPU }, h200: { accelerator: nvidia-h200-sxm, count: 50000 GPU }, gb200: { accelerator: nvidia-gb200-nvl72, count: 20000 GPU } }`;

interface Terms {
  readonly pools?: string;
  readonly model?: string;
  readonly batch?: string;
  readonly workload?: string;
  readonly more?: string;
}

function dealText({
  pools = threePools,
  model = "llama-3-1-405b",
  batch = "{ sequences: 2048, length: 8192 token }",
  workload = "",
  more = "",
}: Terms): string {
  return `deal: small
as_of: 2026-05-09
calendar: { start: 2026-06, months: 12 }
currency: USD
fleets: { site: { power: 300 MW, pools: ${pools} } }
workloads:
  job:
    kind: training
    fleet: site
    model: ${model}
    accelerators: 16384 GPU
    batch: ${batch}
${workload}${more}`;
}

/** Figures without the model's error, so that closed forms can be held to them. */
const sure = (pools: readonly string[]): Map<string, string> =>
  new Map([
    ["workloads.job.model-error", "1"],
    ...pools.map((pool): [string, string] => [`workloads.job.pools.${pool}.model-error`, "1"]),
  ]);
const names = ["h100", "h200", "gb200"];

function mistakes(terms: Terms): string[] {
  const { deal } = readDeal("deal.yaml", () => dealText(terms));
  if (deal === undefined) throw new Error("the deal was not read");
  const preparation = prepare(deal, catalog, defaultOptions);
  return "diagnostics" in preparation ? preparation.diagnostics.map(({ message }) => message) : [];
}

async function run(terms: Terms, options: Partial<RunOptions> = {}): Promise<Result> {
  return await result(dealText(terms), options, catalog);
}
async function surely(workload: string): Promise<Result> {
  return await run({ workload }, { set: sure(names) });
}
const of = (run: Result, name: string): number => numberOf(run, `workloads.job.${name}`);

describe("pools of 150,000 H100, 50,000 H200 and 20,000 GB200", () => {
  it("train in one step what training/mixed of the compute package says", async () => {
    const found = await surely("");
    const pools = names.map((name) => ({
      name,
      accelerators: of(found, `pools.${name}.gpus`),
      rate: of(found, `pools.${name}.modelled`),
      peak: 1,
      replica: 1,
    }));
    const limits = { microBatch: 8192, batch: 220_000 };
    expect(of(found, "gated")).toBeCloseTo(mixedStep("gated", pools, limits).throughput, -3);
    const balanced = pools.reduce((sum, { accelerators, rate }) => sum + accelerators * rate, 0);
    expect(of(found, "balanced")).toBeCloseTo(balanced, -2);
    expect(of(found, "integer")).toBeGreaterThan(of(found, "gated"));
    expect(of(found, "integer")).toBeLessThanOrEqual(of(found, "balanced"));
    // Waiting costs a tenth or so, as speeds on 16-bit peaks alone say (12.2 %), and whole micro-batches recover most of it.
    expect(of(found, "lockstep-loss")).toBeGreaterThan(9);
    expect(of(found, "lockstep-loss")).toBeLessThan(14);
    expect(of(found, "integer-loss")).toBeLessThan(2);
  });

  it("lose shares that add up to the whole, and what is left is the fleet's MFU", async () => {
    for (const mix of ["gated", "balanced", "integer"]) {
      const found = await run({
        workload: `    mix: ${mix}
    stragglers: { waste: 5 to 15 % }
    fabric: { exposed: 20 %, efficiency: 60 to 95 % }
    running: 80 to 95 %
    allocated: 20 to 60 %
`,
      });
      const parts = Object.keys(found.figures).filter((path) => path.startsWith("workloads.job.waterfall."));
      expect(parts.length).toBe(21);
      const whole = parts.reduce((sum, path) => sum + numberOf(found, path, "mean"), 0);
      expect(whole).toBeCloseTo(100, 8);
      expect(numberOf(found, "workloads.job.waterfall.useful", "mean")).toBeCloseTo(
        numberOf(found, "workloads.job.fleet-mfu", "mean"),
        3,
      );
      for (const path of parts) expect(figureOf(found, path).p5, path).toBeGreaterThanOrEqual(0);
    }
  });

  it("never train above the peak, however far the model is off", async () => {
    const off = new Map([["workloads.job.model-error", "30"]]);
    const found = await run({ workload: "    mix: balanced\n" }, { set: off });
    for (const name of names)
      expect(figureOf(found, `workloads.job.pools.${name}.alone-mfu`).p95).toBeLessThan(100.001);
    expect(figureOf(found, "workloads.job.job-mfu").p95).toBeLessThan(100.001);
    expect(figureOf(found, "workloads.job.waterfall.products").p5).toBeGreaterThanOrEqual(0);
  });

  it("are told apart by what each utilisation is of", async () => {
    const found = await run({});
    const meanings = ["hfu", "job-mfu", "goodput", "run-mfu", "running-share", "allocated-mfu", "fleet-mfu"];
    for (const name of meanings) expect(found.figures[`workloads.job.${name}`]?.means).toBe(name);
    expect(found.warnings).toEqual([]);
  });
});

describe("what size costs, as packages/compute has it", () => {
  it.each([
    [16_384, 120, 6],
    [16_384, 900, 60],
    [220_000, 600, 30],
  ])("%i accelerators that restart in %i s and write in %i s", async (accelerators, restart, write) => {
    const found = await surely(
      `    failures: { restart: ${restart} s, checkpoint: ${write} s, every: ${(50_700 * 16_384) / accelerators} GPU*h }\n`,
    );
    const between = (50_700 * 3600) / accelerators;
    const exact = checkpointGoodput(between, { restart, write, exposed: 1 });
    expect(of(found, "goodput") / 100 / exact).toBeCloseTo(1, 3);
  });

  it("replicas that drop out one by one", async () => {
    const found = await surely("    failures: { recovery: replica, restart: 600 s, stall: 30 s }\n");
    const replica = Math.max(...names.map((name) => of(found, `pools.${name}.replica`)));
    const factors = replicaFactors((50_700 * 3600) / 16_384, { replicas: 16_384 / replica, stall: 30, rejoin: 600 });
    expect(of(found, "goodput") / 100).toBeCloseTo(factors.stalls * factors.replicasOut, 6);
  });

  it("stragglers and a slow network", async () => {
    const found = await surely(
      "    stragglers: { spread: 1 %, slow: 0.1 %, slowness: 10 % }\n    fabric: { exposed: 20 %, efficiency: 33 % }\n",
    );
    const hosts = 16_384 / 8;
    // Nobody is evicted or replaced, so that a thousandth stays slow.
    const slow = { share: 0.001, slowness: 0.1, eviction: Infinity, replacement: Infinity };
    const { spread, slowHosts } = stragglerFactors({ hosts, spread: 0.01, slow });
    expect(1 - of(found, "stragglers.waste") / 100).toBeCloseTo(spread * slowHosts, 2);
    expect(of(found, "fabric-factor")).toBeCloseTo(fabricFactor({ exposed: 0.2, efficiency: 0.33 }), 9);
    expect(expectedSlowest(hosts) * 0.01).toBeLessThan(of(found, "excess") / 100);
  });
});

describe("a training workload", () => {
  it("trains nothing on a pool that cannot hold the model, says so, and keeps nobody waiting", async () => {
    const found = await run({
      pools:
        "{ h100: { accelerator: nvidia-h100-sxm, count: 64 GPU }, gb200: { accelerator: nvidia-gb200-nvl72, count: 64 GPU } }",
      batch: "{ sequences: 64, length: 8192 token }",
      workload: "    layout: { tp: 8, pp: 4 }\n",
    });
    expect(of(found, "pools.h100.fits")).toBe(0);
    expect(of(found, "pools.gb200.fits")).toBe(1);
    expect(numberOf(found, "workloads.job.tokens", "mean")).toBeGreaterThan(0);
    expect(numberOf(found, "workloads.job.running-share")).toBeLessThan(100);
    expect(figureOf(found, "workloads.job.pools.h100.modelled").remarks).toEqual([
      expect.stringMatching(/^pool h100 of job trains nothing: /),
    ]);
  });

  it.each([
    ["a layout that cannot be", "{ tp: 3 }", "tp 3 does not divide"],
    ["one that no pool holds", "{ tp: 1, pp: 1 }", "GB are short"],
  ])("says why no pool trains %s, instead of figures of nothing", (_, layout, why) => {
    const messages = mistakes({ workload: `    layout: ${layout}\n` });
    expect(messages).toHaveLength(names.length);
    for (const message of messages) expect(message).toMatch(new RegExp(`^pool \\w+ of job trains nothing: .*${why}`));
  });

  it("is asked in the layout that is given", async () => {
    const found = await run({ workload: "    layout: { tp: 8, pp: 16, chunks: 8, recomputation: selective }\n" });
    expect(of(found, "pools.h100.replica")).toBe(128);
    expect(figureOf(found, "workloads.job.pools.h100.modelled").because).toMatch(
      /^tp 8 x pp 16, 8 chunks, .*selective/,
    );
  });

  it("has days, cost and worth of what it trains", async () => {
    const found = await surely("    wanted: 15.6 Ttoken\n    cost: 2 USD/GPU/h\n    worth: 3 million USD/Ttoken\n");
    expect(of(found, "days")).toBeCloseTo(15.6e12 / of(found, "job-tokens") / 86_400, 3);
    const hourly = (of(found, "tokens") * 3600) / 220_000;
    expect(of(found, "cost-per-token")).toBeCloseTo((2 / hourly) * 1e12, -2);
    expect(of(found, "value-per-gpu-hour")).toBeCloseTo((3e6 * hourly) / 1e12, 6);
  });

  it("wants a certain batch, and says why", () => {
    const said = mistakes({ batch: "{ sequences: 1000 to 3000, length: 8192 token }" });
    expect(said).toContain(
      "workloads.job.batch.sequences is uncertain, and the training model is asked once, with one value",
    );
  });
});

describe("keep or lease", () => {
  const use = `  use:
    kind: keep-or-lease
    fleet: site
    training: 1 to 4 USD/GPU/h
    serving: 0.5 to 5 USD/GPU/h
    lease: 2.6 USD/GPU/h
    migration: { cost: 365 USD/GPU, over: 24 month }
`;
  it("gives every use its chance, and the rent from which on letting is best", async () => {
    const found = await run({ more: use });
    const chance = (name: string): number => numberOf(found, `workloads.use.is-best.${name}`, "mean");
    expect(chance("training") + chance("serving") + chance("lease")).toBeCloseTo(1, 9);
    expect(chance("lease")).toBeGreaterThan(0.1);
    // 365 dollars over two years of 8,760 hours.
    expect(numberOf(found, "workloads.use.migration-per-hour")).toBeCloseTo(365 / (2 * 8760), 9);
    const at = await run(
      { more: use },
      {
        set: new Map([
          ["workloads.use.training", "2 USD/GPU/h"],
          ["workloads.use.serving", "1 USD/GPU/h"],
          ["workloads.use.lease", "workloads.use.break-even-rent"],
        ]),
      },
    );
    expect(numberOf(at, "workloads.use.break-even-rent")).toBeCloseTo(2 + 365 / (2 * 8760), 9);
    expect(numberOf(at, "workloads.use.margin")).toBeCloseTo(0, 9);
  });
});

describe("the size that is asked", () => {
  const size = fc.integer({ min: 1, max: 2_000_000 });
  it("is near the deal's, and a power of two stays", () => {
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 100_000 }), (accelerators, sequences) => {
        const { accelerators: near, batch } = roundJob({ accelerators, batch: { sequences, length: 8192 } });
        expect(near).toBeLessThanOrEqual(accelerators);
        expect(near).toBeGreaterThan(accelerators * 0.874);
        expect(batch.sequences).toBeGreaterThanOrEqual(1);
        expect(Number.isInteger(batch.sequences)).toBe(true);
        if (sequences * near >= 8 * 15 * accelerators) {
          const ratio = batch.sequences / near / (sequences / accelerators);
          expect(ratio).toBeGreaterThan(0.87);
          expect(ratio).toBeLessThan(1.13);
        }
      }),
    );
    for (const [accelerators, sequences] of [
      [16_384, 2048],
      [1024, 512],
      [3072, 768],
    ] as const)
      expect(roundJob({ accelerators, batch: { sequences, length: 1 } })).toMatchObject({
        accelerators,
        batch: { sequences },
      });
  });

  it("is of whole replicas with whole micro-batches where a layout is given", () => {
    fc.assert(
      fc.property(
        size,
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 1, max: 64 }),
        (accelerators, sequences, tp) => {
          const {
            accelerators: used,
            batch,
            atHand,
          } = wholeJob({ accelerators, batch: { sequences, length: 1 } }, { tp });
          expect(used % tp).toBe(0);
          expect(batch.sequences % (used / tp)).toBe(0);
          expect(atHand).toBeGreaterThanOrEqual(used);
        },
      ),
    );
  });
});
