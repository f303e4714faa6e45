import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../traffic/random.ts";
import { ScaleError } from "./scale-error.ts";
import { expectedSlowest, slowHostsIn, stragglerFactors, type SlowHosts } from "./stragglers.ts";

const day = 86_400;
const slow: SlowHosts = { share: 0.005, slowness: 0.1, eviction: day, replacement: 264 * day };
const product = (factors: { spread: number; slowHosts: number }): number => factors.spread * factors.slowHosts;

describe("the slowest of many", () => {
  test("is what closed forms and mpmath say", () => {
    // 2 to 4: 1/sqrt(pi), 3/(2 sqrt(pi)), and 3/(2 sqrt(pi)) (1 + 2/pi asin(1/3)) (Godwin 1949). The rest: quadrature with 30 digits
    // in mpmath 1.3 of z n pdf(z) cdf(z)^(n-1) over -12..14.
    const expected = [
      [1, 0],
      [2, 1 / Math.sqrt(Math.PI)],
      [3, 3 / (2 * Math.sqrt(Math.PI))],
      [4, (3 / (2 * Math.sqrt(Math.PI))) * (1 + (2 / Math.PI) * Math.asin(1 / 3))],
      [10, 1.5387527308352],
      [100, 2.5075936364417],
      [1000, 3.2414357691334],
      [27_500, 4.0934958930095],
      [1_000_000, 4.8628974861965],
    ] as const;
    for (const [count, value] of expected) expect(Math.abs(expectedSlowest(count) - value)).toBeLessThan(1e-10);
  });

  test("costs what the asymptotic formula says at 27,500, less its bias of a tenth of a deviation", () => {
    const a = Math.sqrt(2 * Math.log(27_500));
    const asymptotic = a - (Math.log(Math.log(27_500)) + Math.log(4 * Math.PI)) / (2 * a);
    const published = [
      [0.005, 0.98],
      [0.01, 0.96],
      [0.02, 0.93],
      [0.05, 0.83],
    ] as const;
    for (const [spread, efficiency] of published) {
      expect((1 / (1 + spread * asymptotic)).toFixed(2)).toBe(efficiency.toFixed(2));
      expect(Math.abs(stragglerFactors({ hosts: 27_500, spread }).spread - efficiency)).toBeLessThan(0.006);
    }
    expect(expectedSlowest(27_500) - asymptotic).toBeCloseTo(0.109, 3);
  });
});

describe("slow hosts", () => {
  test("are there almost surely in a large fleet that nobody screened, and rarely once they are evicted", () => {
    expect(slowHostsIn(2048, slow, 0)).toMatchObject({ share: 0.005, present: 1 - 0.995 ** 2048 });
    // Replacements bring 2048 / 264 x 0.005 = 0.039 a day, each for a day.
    expect(slowHostsIn(2048, slow).present).toBeCloseTo(1 - Math.exp((-2048 / 264) * 0.005), 3);
    expect(slowHostsIn(2048, slow).evictions * day).toBeCloseTo((2048 / 264) * 0.005, 3);
    const unwatched = { ...slow, eviction: Infinity };
    for (const age of [0, day, Infinity]) expect(slowHostsIn(2048, unwatched, age).share).toBeCloseTo(0.005, 15);
    expect(slowHostsIn(2048, { ...unwatched, replacement: Infinity }).share).toBe(0.005);
  });

  test("come and go as hosts that are played through one by one", () => {
    const many: SlowHosts = { share: 0.3, slowness: 0.2, eviction: 5, replacement: 8 };
    const random = new Random(3, "slow hosts");
    for (const age of [0, 2, 40]) {
      let count = 0;
      for (let host = 0; host < 20_000; host++) {
        let isSlow = random.uniform() < many.share;
        for (let time = 0; ; isSlow = random.uniform() < many.share) {
          const evicted = isSlow ? many.eviction * random.exponential() : Infinity;
          time += Math.min(evicted, many.replacement * random.exponential());
          if (time > age) break;
        }
        count += isSlow ? 1 : 0;
      }
      // Four standard errors.
      expect(Math.abs(count / 20_000 - slowHostsIn(1, many, age).share)).toBeLessThan(4 * Math.sqrt(0.21 / 20_000));
    }
  });

  test("and spread together are the mean of the slowest of simulated steps, near and far", () => {
    for (const [hosts, spread, slowness] of [
      [40, 0.05, 0.05],
      [300, 0.01, 0.1],
      [300, 0.002, 0.3],
    ] as const) {
      const gone: SlowHosts = { share: 0.003, slowness, eviction: Infinity, replacement: Infinity };
      const random = new Random(11, "steps");
      let [sum, squares] = [0, 0];
      const steps = 600_000 / hosts;
      for (let step = 0; step < steps; step++) {
        let slowest = -Infinity;
        for (let host = 0; host < hosts; host++) {
          const late = random.uniform() < gone.share ? slowness : 0;
          slowest = Math.max(slowest, late + spread * random.normal());
        }
        sum += slowest;
        squares += slowest * slowest;
      }
      const mean = sum / steps;
      const error = Math.sqrt((squares / steps - mean * mean) / steps);
      const excess = 1 / product(stragglerFactors({ hosts, spread, slow: gone })) - 1;
      expect(Math.abs(mean - excess)).toBeLessThan(4 * error);
    }
  });

  test("of one speed gate by their slowness whenever one is there", () => {
    const unwatched = { ...slow, eviction: Infinity };
    const { spread, slowHosts } = stragglerFactors({ hosts: 1000, spread: 0, slow: unwatched });
    expect(spread).toBe(1);
    expect(1 / slowHosts).toBeCloseTo(1 + 0.1 * (1 - 0.995 ** 1000), 12);
  });
});

describe("the factors", () => {
  const stragglers = fc.record({
    hosts: fc.double({ min: 1, max: 1e6, noNaN: true }),
    spread: fc.double({ min: 0, max: 0.2, noNaN: true }),
    share: fc.double({ min: 0, max: 0.9, noNaN: true }),
    slowness: fc.double({ min: 0, max: 2, noNaN: true }),
    eviction: fc.double({ min: 60, max: 1e7, noNaN: true }),
    age: fc.constantFrom(0, 3600, day, Infinity),
  });

  test("stay in (0, 1] and never grow with hosts, spread, share, slowness or the time to evict", () => {
    fc.assert(
      fc.property(stragglers, fc.double({ min: 1, max: 3, noNaN: true }), (given, more) => {
        const of = (changes: Partial<typeof given>): number => {
          const { hosts, spread, share, slowness, eviction, age } = { ...given, ...changes };
          const factors = stragglerFactors({
            hosts,
            spread,
            slow: { share: Math.min(1, share), slowness, eviction, replacement: 200 * day },
            age,
          });
          for (const factor of Object.values(factors)) {
            expect(factor).toBeGreaterThan(0);
            expect(factor).toBeLessThanOrEqual(1);
          }
          return product(factors) - 1e-9;
        };
        const base = of({}) + 2e-9;
        expect(of({ hosts: given.hosts * more })).toBeLessThanOrEqual(base);
        expect(of({ spread: given.spread * more })).toBeLessThanOrEqual(base);
        expect(of({ share: given.share * more })).toBeLessThanOrEqual(base);
        expect(of({ slowness: given.slowness * more })).toBeLessThanOrEqual(base);
        expect(of({ eviction: given.eviction * more })).toBeLessThanOrEqual(base);
      }),
      { numRuns: 60 },
    );
  });

  test("are refused for what cannot be", () => {
    expect(() => expectedSlowest(0)).toThrow(ScaleError);
    expect(() => stragglerFactors({ hosts: 10, spread: Number.NaN })).toThrow("spread of the hosts' step times");
    expect(() => slowHostsIn(10, { ...slow, share: 1.2 })).toThrow("must be a share from 0 to 1");
    expect(() => slowHostsIn(10, { ...slow, eviction: 0 })).toThrow("time until a slow host is evicted: 0 s");
  });
});
