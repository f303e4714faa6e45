import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../traffic/random.ts";
import {
  checkpointBytes,
  checkpointFactors,
  checkpointGoodput,
  checkpointWriteTime,
  dalyInterval,
  optimalInterval,
  youngInterval,
  type Checkpointing,
} from "./checkpoints.ts";
import { playRestarts } from "./failure-process.fixture.ts";
import { timeBetweenFailures } from "./failures.ts";
import { onePlusLambertW } from "./lambert.ts";
import { byteRobust, llama3 } from "./published.fixture.ts";

const synchronous = (restart: number, write: number): Checkpointing => ({ restart, write, exposed: 1 });
const between = ({ accelerators, acceleratorSecondsPerFailure }: typeof llama3): number =>
  timeBetweenFailures(accelerators, acceleratorSecondsPerFailure);

test("1 + W(-e^(-1-d)) is mpmath's", () => {
  // mpmath 1.3 with 30 digits: 1 + lambertw(-exp(-1 - d)).
  const expected = [
    [0, 0],
    [1e-8, 1.414146896492117e-4],
    [1e-6, 1.413546974288665e-3],
    [1e-4, 0.01407554767276304],
    [0.01, 0.1348347510668347],
    [1 / 3, 0.6111001880623801],
    [1, 0.8414056604369606],
    [3, 0.9813393709113167],
    [10, 0.999983298020256],
    [40, 1],
  ] as const;
  for (const [d, value] of expected)
    expect(Math.abs(onePlusLambertW(d) - value)).toBeLessThanOrEqual(1e-15 + 1e-15 / (value + 1e-9));
});

describe("the best interval", () => {
  test("is that of Daly's figures 3 to 5: 117, 57 and 9.1 minutes for checkpoints of 5 minutes", () => {
    const minutes = (hours: number): number => optimalInterval(hours * 3600, synchronous(600, 300)) / 60;
    expect(minutes(24)).toBeCloseTo(117, 0);
    expect(minutes(6)).toBeCloseTo(57, 0);
    // His series; the exact value is 9.17.
    expect(dalyInterval(900, 300) / 60).toBeCloseTo(9.1, 1);
    expect(minutes(0.25)).toBeCloseTo(9.17, 2);
  });

  test("beats every other, and its goodput is Daly's to 0.02 % and Young's to 0.5 % for stalls up to M and M / 10", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-5, max: 1, noNaN: true }),
        fc.double({ min: -0.5, max: 2, noNaN: true }),
        (ratio, away) => {
          const [m, checkpointing] = [1000, synchronous(50, 1000 * ratio)];
          const best = optimalInterval(m, checkpointing);
          const goodput = (interval: number): number => checkpointGoodput(m, checkpointing, interval);
          expect(goodput(best)).toBeGreaterThanOrEqual(goodput(best * (1 + away)) * (1 - 1e-14));
          expect(goodput(dalyInterval(m, 1000 * ratio)) / goodput(best)).toBeGreaterThan(1 - 2e-4);
          if (ratio <= 0.1) expect(goodput(youngInterval(m, 1000 * ratio)) / goodput(best)).toBeGreaterThan(1 - 5e-3);
        },
      ),
    );
    expect(dalyInterval(1000, 3000)).toBe(1000);
  });

  test("of checkpoints in the background is as long as they take at least", () => {
    expect(optimalInterval(10_000, { restart: 60, write: 100, exposed: 0 })).toBe(100);
    expect(optimalInterval(10_000, { restart: 60, write: 0, exposed: 1 })).toBe(0);
    expect(checkpointGoodput(10_000, { restart: 60, write: 0, exposed: 1 })).toBeCloseTo(Math.exp(-0.006), 14);
    expect(() => checkpointFactors(10_000, { restart: 60, write: 100, exposed: 0.1 }, 50)).toThrow(
      "one takes 100 s to write and the next can't begin before, so it must be 80 s or more",
    );
  });
});

describe("goodput", () => {
  /** Minutes to restart, seconds of a checkpoint; goodput at 16,384, 50,000, 100,000 and 220,000 accelerators at Llama 3's rate. */
  const table = [
    [2, 6, [0.96, 0.91, 0.86, 0.77]],
    [5, 6, [0.94, 0.87, 0.78, 0.62]],
    [10, 30, [0.88, 0.74, 0.6, 0.37]],
    [15, 30, [0.86, 0.69, 0.51, 0.25]],
    [30, 60, [0.77, 0.51, 0.29, 0.08]],
  ] as const;
  const sizes = [16_384, 50_000, 100_000, 220_000];
  const cells = table.flatMap(([restart, write, goodputs]) =>
    goodputs.map((goodput, i) => ({
      checkpointing: synchronous(restart * 60, write),
      m: timeBetweenFailures(sizes[i] ?? 0, llama3.acceleratorSecondsPerFailure),
      goodput,
    })),
  );

  test("by size and restart is the published table's", () => {
    expect(cells).toHaveLength(20);
    for (const { m, checkpointing, goodput } of cells)
      expect(Math.abs(checkpointGoodput(m, checkpointing) - goodput)).toBeLessThan(0.0055);
  });

  test("is that of failures played through one by one", () => {
    for (const [i, { m, checkpointing, goodput }] of cells.entries()) {
      const random = new Random(i, "failures");
      const played = playRestarts(m, checkpointing, optimalInterval(m, checkpointing), 30_000, random);
      const exact = checkpointGoodput(m, checkpointing);
      // Uptime and work vary about as their means do: four standard errors of a ratio near 1 - goodput of its spread.
      expect(Math.abs(played / exact - 1)).toBeLessThan((4 * Math.sqrt(2 * (1 - exact))) / Math.sqrt(30_000));
      expect(Math.abs(played - goodput)).toBeLessThan(0.02);
    }
  });

  test("with checkpoints in the background is too, at the best and other intervals", () => {
    for (const exposed of [0, 0.1, 0.5])
      for (const longer of [1, 1.7]) {
        const checkpointing = { restart: 120, write: 90, exposed };
        const interval = longer * optimalInterval(900, checkpointing);
        const played = playRestarts(900, checkpointing, interval, 60_000, new Random(5, `${exposed} ${longer}`));
        expect(Math.abs(played - checkpointGoodput(900, checkpointing, interval))).toBeLessThan(0.006);
      }
  });

  test("of published jobs is as they say, with the recovery that they tell of", () => {
    // Llama 3: more than 0.90 effective; minutes to restart, almost all of them automatic, checkpoints to a file system of terabytes
    // a second. Five minutes and six seconds are assumed.
    expect(checkpointGoodput(between(llama3), synchronous(300, 6))).toBeGreaterThan(0.9);
    // MegaScale: more than 0.90; faults found and diagnosed in under 10 minutes, checkpoints that stall seconds and go on in the
    // background. Its rate of failures is not told: Llama 3's on 12,288 is assumed.
    const megascale = timeBetweenFailures(12_288, llama3.acceleratorSecondsPerFailure);
    expect(checkpointGoodput(megascale, { restart: 600, write: 60, exposed: 0.1 })).toBeGreaterThan(0.9);
    // ByteRobust: 0.97; warm spares and checkpoints in memory. Two minutes and a second of stall are assumed.
    expect(checkpointGoodput(between(byteRobust), synchronous(120, 1))).toBeCloseTo(0.97, 1.9);
  });

  const jobs = fc.record({
    m: fc.double({ min: 60, max: 1e6, noNaN: true }),
    restart: fc.double({ min: 0, max: 3600, noNaN: true }),
    // Milliseconds and up: beside M, doubles near the smallest are nothing.
    write: fc.integer({ min: 0, max: 600_000 }).map((milliseconds) => milliseconds / 1000),
    exposed: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  test("has factors in (0, 1], and never grows with failures, restarts or writes", () => {
    fc.assert(
      fc.property(jobs, fc.double({ min: 1, max: 2, noNaN: true }), ({ m, ...checkpointing }, more) => {
        const factors = Object.values(checkpointFactors(m, checkpointing));
        for (const factor of factors) {
          expect(factor).toBeGreaterThan(0);
          expect(factor).toBeLessThanOrEqual(1);
        }
        const base = checkpointGoodput(m, checkpointing) * (1 + 1e-9);
        const { restart, write } = checkpointing;
        expect(checkpointGoodput(m / more, checkpointing)).toBeLessThanOrEqual(base);
        expect(checkpointGoodput(m, { ...checkpointing, restart: restart * more })).toBeLessThanOrEqual(base);
        expect(checkpointGoodput(m, { ...checkpointing, write: write * more })).toBeLessThanOrEqual(base);
      }),
    );
  });

  test("is refused for what cannot be", () => {
    expect(() => optimalInterval(0, synchronous(1, 1))).toThrow("time between failures: 0; it must be more than 0");
    expect(() => checkpointFactors(100, synchronous(-1, 1))).toThrow("time to restart: -1");
    expect(() => checkpointFactors(100, synchronous(1, 1), 0)).toThrow("time between checkpoints: 0 s");
    expect(() => checkpointFactors(100, { ...synchronous(1, 1), exposed: 2 })).toThrow("must be a share from 0 to 1");
  });
});

test("a checkpoint of 405 billion weights with Adam is 5.7 TB, 2.8 s at 2 TB/s", () => {
  expect(checkpointBytes(405e9)).toBe(5.67e12);
  expect(checkpointWriteTime(checkpointBytes(405e9), 2e12)).toBeCloseTo(2.8, 1);
});
