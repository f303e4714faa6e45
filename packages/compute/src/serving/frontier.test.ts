import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deepseekV3, gptOss120b } from "../architecture.fixture.ts";
import { quantisationOf } from "./checkpoint.ts";
import { acceleratorsOf } from "./deployment.ts";
import { ServingModel } from "./estimate.ts";
import { bestUnder, frontier, operatingPoints, type OperatingPoint } from "./frontier.ts";
import { fits } from "./layouts.ts";
import { b200, calibrationWith, flatKernels, h100, h200, llama70b } from "./serving.fixture.ts";

const model = new ServingModel(calibrationWith(), flatKernels);
const lengths = { input: 1000, output: 1000, spread: 0.2 };
const open = {
  architecture: llama70b,
  accelerator: h200,
  engine: "vllm",
  quantisation: quantisationOf("fp8", llama70b, h200),
  most: 8,
} as const;
const real = operatingPoints(model, open, lengths);

/** Points of which only latencies and throughput count. */
const madeUp: fc.Arbitrary<OperatingPoint[]> = fc.array(
  fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 1, max: 20 }))).map(([ttft = 1, tpot = 1, throughput = 1]) => {
    const of = (value: number) => ({ value, low: value, high: value });
    const [first] = real;
    if (first === undefined) throw new Error("no points");
    return { ...first, estimate: { ...first.estimate, ttft: of(ttft), tpot: of(tpot), throughput: of(throughput) } };
  }),
  { maxLength: 30 },
);
const figures = ({ estimate }: OperatingPoint) => ({
  ttft: estimate.ttft.value,
  tpot: estimate.tpot.value,
  throughput: estimate.throughput.value,
});
const limit = fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined });

describe("operating points", () => {
  it("are of layouts that fit, each with clients for every attention rank", () => {
    expect(real.length).toBeGreaterThan(20);
    for (const { layout, concurrency } of real) {
      expect(fits(llama70b, open.quantisation, h200, layout)).toBe(true);
      expect(acceleratorsOf(layout)).toBeLessThanOrEqual(8);
      expect(concurrency).toBeGreaterThanOrEqual(layout.attentionDp);
    }
    const mixture = operatingPoints(
      model,
      {
        ...open,
        architecture: gptOss120b,
        accelerator: b200,
        quantisation: quantisationOf("fp4", gptOss120b, b200),
        most: 4,
      },
      lengths,
    );
    expect(new Set(mixture.map(({ layout }) => layout.attentionDp))).toEqual(new Set([1, 2, 4]));
    for (const { layout, concurrency } of mixture) expect(concurrency).toBeGreaterThanOrEqual(layout.attentionDp);
  });

  it("are none where no layout holds the weights", () => {
    const quantisation = quantisationOf("fp8", deepseekV3, h100);
    expect(
      operatingPoints(model, { ...open, architecture: deepseekV3, accelerator: h100, quantisation }, lengths),
    ).toEqual([]);
  });
});

describe("a frontier", () => {
  const check = (points: readonly OperatingPoint[], ttft: number | undefined): void => {
    const best = frontier(points, { ttft });
    const allowed = points.map(figures).filter((point) => point.ttft <= (ttft ?? Infinity));
    for (const [index, point] of best.map(figures).entries()) {
      expect(point.ttft).toBeLessThanOrEqual(ttft ?? Infinity);
      const next = best[index + 1];
      if (next !== undefined) {
        expect(figures(next).tpot).toBeGreaterThanOrEqual(point.tpot);
        expect(figures(next).throughput).toBeGreaterThan(point.throughput);
      }
      const beats = (other: typeof point): boolean => other.tpot < point.tpot && other.throughput >= point.throughput;
      expect(allowed.some(beats)).toBe(false);
    }
    // Every point that is allowed is matched or beaten.
    for (const point of allowed) {
      expect(
        best.map(figures).some(({ tpot, throughput }) => tpot <= point.tpot && throughput >= point.throughput),
      ).toBe(true);
    }
  };

  it("has no point that another beats, in order, and leaves none out", () => {
    fc.assert(fc.property(madeUp, limit, check));
  });

  it("of real points trades interactivity for throughput", () => {
    check(real, undefined);
    check(real, 0.5);
    expect(frontier(real).length).toBeGreaterThan(3);
  });
});

describe("the best point under limits", () => {
  it("keeps them and gives the most, by trying all", () => {
    fc.assert(
      fc.property(madeUp, limit, limit, (points, ttft, tpot) => {
        const allowed = points
          .map(figures)
          .filter((point) => point.ttft <= (ttft ?? Infinity) && point.tpot <= (tpot ?? Infinity));
        const best = bestUnder(points, { ttft, tpot });
        if (best === undefined) {
          expect(allowed).toEqual([]);
          return;
        }
        expect(allowed).toContainEqual(figures(best));
        expect(figures(best).throughput).toBe(Math.max(...allowed.map(({ throughput }) => throughput)));
      }),
    );
  });
});
