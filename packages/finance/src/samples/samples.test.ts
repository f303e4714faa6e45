import { irr, npv, payback } from "@underwatt/engine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dscr, llcr, sculptDebt, waterfall } from "../debt/index.ts";
import { moic, paidInAndOut } from "../returns/multiples.ts";
import { exceedance, exceedanceLabel } from "./exceedance.ts";
import { sampledReturns } from "./sampled-returns.ts";
import {
  figureOfEach,
  forEachPath,
  pathOf,
  sampledSeries,
  seriesOfEach,
  type SampledSeries,
} from "./sampled-series.ts";

/** Samples as lists, all of one length. */
const anySamples = fc.integer({ min: 1, max: 12 }).chain((months) =>
  fc.array(fc.array(fc.integer({ min: -100, max: 300 }), { minLength: months, maxLength: months }), {
    minLength: 1,
    maxLength: 20,
  }),
);

function block(samples: readonly (readonly number[])[]): SampledSeries {
  return sampledSeries(samples[0]?.length ?? 0, samples.length, Float64Array.from(samples.flat()));
}

describe("a function over samples", () => {
  it("says of each what it says of one", () => {
    const figures: [string, (path: ArrayLike<number>) => number][] = [
      ["npv", (path) => npv(0.01, path)],
      ["irr", (path) => irr(path)],
      ["payback", (path) => payback(path)],
      ["llcr", (path) => sculptDebt({ cfads: path, rate: 0.01, dscr: 1.3 }).llcr],
      [
        "moic",
        (path) => {
          const { paidIn, distributed } = paidInAndOut(path);
          return moic({ invested: paidIn, realised: distributed, unrealised: 0 });
        },
      ],
    ];
    fc.assert(
      fc.property(anySamples, fc.constantFrom(...figures), (samples, [, figure]) => {
        const found = figureOfEach([block(samples)], ([path = []]) => figure(path));
        expect([...found]).toEqual(samples.map((path) => figure(path)));
      }),
    );
  });

  it("of several series takes the paths of one sample together", () => {
    fc.assert(
      fc.property(anySamples, (samples) => {
        const due = samples.map((path) => path.map((_, month) => month));
        const ratios = seriesOfEach([block(samples), block(due)], ([cash = [], service = []]) => dscr(cash, service));
        for (const [sample, path] of samples.entries())
          expect([...pathOf(ratios, sample)]).toEqual(dscr(path, due[sample] ?? []));
      }),
    );
  });

  it("writes as many blocks as it likes in one go", () => {
    const samples = [
      [200, 200, 200],
      [0, 0, 400],
    ];
    const loan = { debt: 300, rate: 0, principal: [100, 100, 100] };
    const [paid, owed] = [sampledSeries(3, 2), sampledSeries(3, 2)];
    forEachPath([block(samples)], ([cfads = []], sample) => {
      const flows = waterfall(cfads, loan);
      pathOf(paid, sample).set(flows.distributed);
      pathOf(owed, sample).set(flows.balance);
    });
    expect([...paid.data]).toEqual([100, 100, 100, 0, 0, 100]);
    expect([...owed.data]).toEqual([200, 100, 0, 300, 300, 0]);
  });

  it("needs series that fit", () => {
    expect(() => sampledSeries(3, 2, new Float64Array(5))).toThrow("3 months in 2 samples are 6 numbers, not 5");
    const ragged = (paths: readonly Float64Array[], sample: number) => (paths[0] ?? []).slice(0, sample + 1);
    expect(() => seriesOfEach([sampledSeries(3, 2)], ragged)).toThrow("sample 1 came to 2 months, the first to 1");
    expect(() => figureOfEach([sampledSeries(3, 2), sampledSeries(3, 4)], () => 0)).toThrow("of 2 and of 4 samples");
    expect(figureOfEach([], () => 0)).toHaveLength(0);
    expect(llcr([1], { debt: 1, balance: [0] }, 0)).toEqual([1]);
  });
});

describe("exceedance", () => {
  const values = Float64Array.from({ length: 101 }, (_, index) => 100 - index);

  it("of what should be high is the statistical quantile from below, of costs that from above", () => {
    expect(exceedance(values, 90, "higher")).toEqual({
      value: 10,
      label: "P90 (90 % chance of at least this)",
      undefinedShare: 0,
    });
    expect(exceedance(values, 90, "lower")).toEqual({
      value: 90,
      label: "P90 (90 % chance of at most this)",
      undefinedShare: 0,
    });
    expect(exceedanceLabel(99, "higher")).toBe("P99 (99 % chance of at least this)");
    expect(() => exceedance(values, 190, "higher")).toThrow("P190");
  });

  it("counts samples without a value as the worst, and leaves none out", () => {
    const some = Float64Array.of(NaN, 1, 2, 3, 4);
    expect(exceedance(some, 50, "higher")).toMatchObject({ value: 2, undefinedShare: 0.2 });
    expect(exceedance(some, 100, "higher").value).toBeNaN();
    expect(exceedance(some, 50, "lower").value).toBe(3);
    expect(exceedance(some, 100, "lower").value).toBeNaN();
    expect([...some]).toEqual([NaN, 1, 2, 3, 4]);
  });

  it("is met or beaten by its share of the samples", () => {
    const anyValues = fc.array(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(NaN)), { minLength: 1 });
    fc.assert(
      fc.property(anyValues, fc.integer({ min: 0, max: 100 }), (list, percent) => {
        const found = exceedance(Float64Array.from(list), percent, "higher").value;
        // Undefined where fewer samples have a value than are to meet it, with the one it is interpolated from.
        const wanted = Math.floor(((list.length - 1) * percent) / 100) + 1;
        const defined = list.filter((value) => !Number.isNaN(value));
        if (Number.isNaN(found)) expect(defined.length).toBeLessThanOrEqual(wanted);
        else expect(defined.filter((value) => value >= found).length).toBeGreaterThanOrEqual(wanted);
      }),
    );
  });
});

describe("returns over samples", () => {
  it("keep those without a rate, and say how many lose all", () => {
    const found = sampledReturns(
      block([
        [-100, 0, 121],
        [-100, 0, 0],
        [10, 10, 10],
        [-100, 50, 25],
      ]),
    );
    expect(found.irr[0]).toBeCloseTo(0.1, 12);
    expect(found.irr[1]).toBeNaN();
    expect(found.irr[3]).toBeLessThan(0);
    expect(found).toMatchObject({ noIrr: 0.5, totalLoss: 0.25 });
    expect(exceedance(found.irr, 50, "higher")).toMatchObject({ undefinedShare: 0.5, value: NaN });
  });
});
