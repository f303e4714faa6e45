import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deepseekV3 } from "../architecture.fixture.ts";
import { kernelTimes } from "../kernels/index.ts";
import { addedTable, columns, decodeTable, PassTable, prefillTable, timedTwice, timesOf } from "./pass-table.ts";
import { attentionParallel, deploymentOf, flatKernels, h100, h200, llama70b } from "./serving.fixture.ts";

const row = (value: number): Float64Array => new Float64Array(columns).fill(value);

describe("a table of passes", () => {
  const table = new PassTable([1, 2, 6], [row(10), row(30), row(50)]);
  const at = (place: number): number => {
    const into = new Float64Array(columns);
    table.at(place, into);
    expect(new Set(into).size).toBe(1);
    return into[0] ?? NaN;
  };

  it("is exact at its places, straight between them, and flat beyond its ends", () => {
    expect([1, 2, 6].map(at)).toEqual([10, 30, 50]);
    expect(at(1.25)).toBeCloseTo(15, 12);
    expect(at(5)).toBeCloseTo(45, 12);
    expect(at(0.1)).toBe(10);
    expect(at(100)).toBe(50);
  });

  it("of one place is that place", () => {
    const into = new Float64Array(columns);
    new PassTable([3], [row(7)]).at(9, into);
    expect(into).toEqual(row(7));
  });
});

describe("tables of a deployment", () => {
  const deployment = deploymentOf(llama70b);
  const twice = timedTwice(deployment, deployment.workers, kernelTimes(h100, "vllm", flatKernels));

  it("hold decode steps at their sequences, and lie near them between", () => {
    const table = decodeTable(twice, 1500, 200);
    const into = new Float64Array(columns);
    for (const sequences of table.places) {
      table.at(sequences, into);
      expect(into).toEqual(timesOf(twice, { decoding: sequences, cached: 1500, prefilling: 0, prefillingRanks: 0 }));
    }
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 200, noNaN: true }), (sequences) => {
        table.at(sequences, into);
        const exact = timesOf(twice, { decoding: sequences, cached: 1500, prefilling: 0, prefillingRanks: 0 });
        for (const [c, seconds] of exact.entries()) {
          expect(Math.abs((into[c] ?? NaN) - seconds)).toBeLessThanOrEqual(0.05 * seconds + 1e-9);
        }
      }),
    );
  });

  it("hold prefill passes by the ranks that share them", () => {
    const latent = deploymentOf(deepseekV3, { accelerator: h200, layout: attentionParallel(8) });
    const ranked = timedTwice(latent, latent.workers, kernelTimes(h200, "vllm", flatKernels));
    const into = new Float64Array(columns);
    const table = prefillTable(ranked, 1000, 8);
    for (const prefillingRanks of [1, 8]) {
      table.at(prefillingRanks, into);
      expect(into).toEqual(timesOf(ranked, { decoding: 0, cached: 0, prefilling: 1000, prefillingRanks }));
    }
  });

  it("let a prompt that joins a decode step take no longer than one alone, and never less than nothing", () => {
    const decode = decodeTable(twice, 1500, 64);
    const added = addedTable(twice, decode, 1000, 1500, 1);
    const alone = timesOf(twice, { decoding: 0, cached: 0, prefilling: 1000, prefillingRanks: 1 });
    const into = new Float64Array(columns);
    for (const place of decode.places) {
      added.at(place, into);
      for (const [c, seconds] of into.entries()) {
        expect(seconds).toBeGreaterThanOrEqual(0);
        // A few microseconds of more tokens in the same tiles.
        expect(seconds).toBeLessThanOrEqual((alone[c] ?? 0) * 1.1 + 1e-5);
      }
    }
  });
});
