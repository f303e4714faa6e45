/** The model by which engines are compared, as a deal file. Its page gives a central case and the results of large runs. */
import { interpret, Sampler, simulate, summarise } from "@underwatt/engine";
import { describe, expect, it } from "vitest";
import { inputPaths } from "./gpu-60/inputs.ts";
import { referenceDeal } from "./reference-deal.ts";

const { graph } = referenceDeal(4096, 1);
const { program } = graph;

function stepOf(path: string): number {
  const quantity = graph.quantities.get(path);
  if (quantity === undefined) throw new Error(`there is no ${path}`);
  return quantity.step;
}

it("has sixty inputs, each at the path that the list gives it", () => {
  expect(inputPaths).toHaveLength(60);
  const own = program.inputs.map(({ name }) => name).filter((name) => !name.startsWith("catalog."));
  expect(own.sort()).toEqual([...inputPaths].sort());
  expect(inputPaths[0]).toBe("assumptions.capex-1");
  expect(inputPaths[32]).toBe("assumptions.electricity");
});

describe("the central case", () => {
  // First parameter of a lognormal or normal, which is its median; the mean of every other.
  const values = program.inputs.map(({ distribution }) =>
    ["lognormal", "normal"].includes(distribution.family) ? distribution.quantile(0.5) : distribution.mean,
  );
  const wanted = ["npv", "irr", "payback-month", "least-cover", "cash"].map((name) => stepOf(`model.${name}`));
  const [npv, irr, payback, cover, cash] = interpret(program, wanted, values);

  it.each([
    ["NPV", npv?.[0], 26_621_470.5248],
    ["IRR in per cent", irr?.[0], 15.70110085],
    ["payback", payback?.[0], 50],
    ["minimum DSCR", cover?.[0], 0.9541890605],
    ["cash of month 1", cash?.[1], -30_147_386.8102],
    ["cash of month 12", cash?.[12], -10_256_905.3751],
    ["cash of month 24", cash?.[24], 11_066_755.1762],
    ["cash of month 60", cash?.[60], 102_428_331.6084],
    ["all cash", cash?.reduce((sum, value) => sum + value, 0), 152_835_137.8743],
  ])("%s", (_, found = NaN, expected) => {
    expect(Math.abs(found / expected - 1)).toBeLessThan(1e-9);
  });
});

describe("a run of 32,768 samples", () => {
  const [samples, replicates] = [32_768, 8];
  const sampler = new Sampler(program, { seed: 11, samples, replicates });
  const wanted = ["npv", "irr", "payback-month", "least-cover"].map((name) => stepOf(`model.${name}`));
  const [npv, irr, payback, cover] = simulate(program, wanted, sampler, { from: 0, to: samples }).map(({ data }) =>
    summarise(data, replicates),
  );

  // The page's own runs are of 20 million plain trials and 2^20 even ones; its last printed digit comes on top.
  it.each([
    ["mean NPV", npv?.mean, npv?.se, 31_286_800, 1e4],
    ["P10 of NPV", npv?.p10, npv?.errors.p10, -67_240_000, 1e5],
    ["P50 of NPV", npv?.p50, npv?.errors.p50, 29_640_000, 1e5],
    ["P90 of NPV", npv?.p90, npv?.errors.p90, 131_640_000, 1e5],
    ["mean IRR in per cent", irr?.mean, irr?.se, 16.15, 0.01],
    ["mean payback", payback?.mean, payback?.se, 49.99, 0.01],
    ["mean of the minimum DSCR", cover?.mean, cover?.se, 1.058, 0.001],
  ])("%s", (_, found = NaN, error = NaN, expected, printed) => {
    expect(Math.abs(found - expected)).toBeLessThan(4 * error + printed);
  });
});
