import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkpointGoodput } from "./checkpoints.ts";
import { runEfficiency, scaleFactors, type JobAtScale } from "./goodput.ts";
import { llama3 } from "./published.fixture.ts";

const day = 86_400;
const { acceleratorSecondsPerFailure } = llama3;
const everything: JobAtScale = {
  accelerators: 100_000,
  acceleratorsPerHost: 8,
  stragglers: { spread: 0.01, slow: { share: 0.005, slowness: 0.1, eviction: day, replacement: 264 * day } },
  fabric: { exposed: 0.2, efficiency: 0.6 },
  batch: {
    sequences: 8192,
    microBatch: 1,
    acceleratorsPerReplica: 128,
    stages: 16,
    chunks: 8,
    measuredOn: 16_384,
  },
  failures: {
    acceleratorSecondsPerFailure,
    recovery: { kind: "whole-job", restart: 300, write: 6, exposed: 1 },
    spares: { hosts: 80, repair: day },
  },
  learning: { batch: 67e6, critical: 30e6 },
};
const whole = { kind: "whole-job", restart: 600, write: 30, exposed: 1 } as const;

describe("what size costs", () => {
  test("is the product of factors in (0, 1] that each say one cause", () => {
    const { efficiency, factors, goodput, timeBetweenFailures, interval, dataEfficiency } = runEfficiency(everything);
    expect(Object.keys(factors).toSorted()).toEqual(scaleFactors.toSorted());
    expect(Object.values(factors).reduce((product, factor) => product * factor, 1)).toBeCloseTo(efficiency, 14);
    const { checkpoints, rework, restarts, spares } = factors;
    expect(checkpoints * rework * restarts * spares).toBeCloseTo(goodput, 14);
    expect(timeBetweenFailures).toBeCloseTo(acceleratorSecondsPerFailure / 100_000, 9);
    expect(interval).toBeGreaterThan(60);
    expect(dataEfficiency).toBeCloseTo(30 / 97, 12);
    for (const name of ["spread", "slowHosts", "fabric", "batch", "checkpoints", "rework", "restarts"] as const)
      expect(factors[name]).toBeLessThan(1);
    expect([factors.stalls, factors.replicasOut]).toEqual([1, 1]);
  });

  test("is nothing for a job without causes", () => {
    const clean = runEfficiency({ accelerators: 64, acceleratorsPerHost: 8 });
    expect(clean).toMatchObject({ efficiency: 1, goodput: 1, dataEfficiency: 1, remarks: [] });
    expect(clean.timeBetweenFailures).toBeUndefined();
    expect(clean.interval).toBeUndefined();
  });

  test("leaves 37 % of one job on 220,000 that restarts whole, and 97 % of one that recovers by replica", () => {
    const job = { accelerators: 220_000, acceleratorsPerHost: 8 };
    const restarted = runEfficiency({ ...job, failures: { acceleratorSecondsPerFailure, recovery: whole } });
    expect(restarted.goodput).toBeCloseTo(0.366, 3);
    expect(restarted.goodput).toBeCloseTo(checkpointGoodput(acceleratorSecondsPerFailure / 220_000, whole), 14);
    const recovery = { kind: "per-replica", acceleratorsPerReplica: 2048, stall: 20, rejoin: 600 } as const;
    const replicas = runEfficiency({ ...job, failures: { acceleratorSecondsPerFailure, recovery } });
    expect(replicas.goodput).toBeCloseTo(0.97, 2);
    expect(replicas.interval).toBeUndefined();
    // A replica's share of failures does not grow with the job.
    const small = runEfficiency({ ...job, accelerators: 8192, failures: { acceleratorSecondsPerFailure, recovery } });
    expect(small.factors.replicasOut).toBeCloseTo(replicas.factors.replicasOut, 12);
  });

  test("takes spares from the failures of hosts: a job of 12,500 with 80 spares and a day's repair has 47 away", () => {
    const { spares } = runEfficiency(everything).factors;
    // Mean away: 12,500 hosts x 1 day over 264 days. scipy 1.17: poisson.cdf(80, mean), and of 40.
    const away = (12_500 * day) / (acceleratorSecondsPerFailure / 8);
    expect(away).toBeCloseTo(47.4, 1);
    expect(spares).toBeCloseTo(0.9999944793733623, 9);
    const { failures } = everything;
    const few = failures && { ...failures, spares: { hosts: 40, repair: day } };
    expect(runEfficiency({ ...everything, ...(few && { failures: few }) }).factors.spares).toBeCloseTo(
      0.159290997129711,
      9,
    );
  });

  test("comes with a remark where a job is too small for its rate of failures", () => {
    const failures = { acceleratorSecondsPerFailure, recovery: whole };
    expect(runEfficiency({ accelerators: 512, acceleratorsPerHost: 8, failures }).remarks).toHaveLength(1);
    expect(runEfficiency({ ...everything }).remarks).toEqual([]);
  });

  test("never falls for a smaller job, rarer failures, faster recovery, more bandwidth or more spares", () => {
    const jobs = fc.record({
      accelerators: fc.double({ min: 16_384, max: 300_000, noNaN: true }),
      spread: fc.double({ min: 0, max: 0.05, noNaN: true }),
      exposed: fc.double({ min: 0, max: 0.5, noNaN: true }),
      efficiency: fc.double({ min: 0.1, max: 1, noNaN: true }),
      rate: fc.double({ min: 2e7, max: 1e9, noNaN: true }),
      recovery: fc.double({ min: 1, max: 1800, noNaN: true }),
      spares: fc.integer({ min: 20, max: 300 }),
      wholeJob: fc.boolean(),
    });
    fc.assert(
      fc.property(jobs, fc.double({ min: 0.5, max: 1, noNaN: true }), (given, less) => {
        const of = (changes: Partial<typeof given>): number => {
          const each = { ...given, ...changes };
          const { efficiency, factors } = runEfficiency({
            ...everything,
            accelerators: each.accelerators,
            stragglers: { ...everything.stragglers, spread: each.spread },
            fabric: { exposed: each.exposed, efficiency: each.efficiency },
            failures: {
              acceleratorSecondsPerFailure: each.rate,
              recovery: each.wholeJob
                ? { ...whole, restart: each.recovery }
                : {
                    kind: "per-replica",
                    acceleratorsPerReplica: 512,
                    stall: each.recovery / 10,
                    rejoin: each.recovery,
                  },
              spares: { hosts: each.spares, repair: 4 * 3600 },
            },
          });
          for (const factor of Object.values(factors)) {
            expect(factor).toBeGreaterThan(0);
            expect(factor).toBeLessThanOrEqual(1);
          }
          return efficiency;
        };
        const base = of({}) * (1 - 1e-9);
        expect(of({ accelerators: Math.max(16_384, given.accelerators * less) })).toBeGreaterThanOrEqual(base);
        expect(of({ rate: given.rate / less })).toBeGreaterThanOrEqual(base);
        expect(of({ recovery: given.recovery * less })).toBeGreaterThanOrEqual(base);
        expect(of({ efficiency: Math.min(1, given.efficiency / less) })).toBeGreaterThanOrEqual(base);
        expect(of({ spares: given.spares + 5 })).toBeGreaterThanOrEqual(base);
      }),
      { numRuns: 60 },
    );
  });

  test("is refused for what cannot be", () => {
    expect(() => runEfficiency({ ...everything, accelerators: 0 })).toThrow("accelerators: 0");
    expect(() => runEfficiency({ ...everything, accelerators: 8192 })).toThrow("on which the job's MFU was had: 16384");
  });
});
