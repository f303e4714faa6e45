import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plain } from "../columns.fixture.ts";
import { constantRate, rateSeries } from "./rate-profile.ts";
import { generateRequests, type RequestTraffic } from "./generate-requests.ts";
import { fixedLength, independentLengths, lognormalLength, uniformLength } from "./lengths.ts";

const traffic: RequestTraffic = {
  seed: 3,
  arrivals: { rate: constantRate(10) },
  lengths: independentLengths(lognormalLength(1000, 1), uniformLength(1, 300)),
  tierShares: [0.2, 0, 0.8],
  count: 1000,
};

describe("requests", () => {
  test("are the same bits whatever the size of a chunk", () => {
    const whole = plain(generateRequests(traffic));
    expect(whole).toHaveLength(1000);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1500 }), (chunk) => {
        expect(plain(generateRequests(traffic, chunk))).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  test("are drawn as they are asked for", () => {
    const endless = generateRequests({ ...traffic, count: Number.MAX_SAFE_INTEGER }, 2);
    expect(endless.next().value?.count).toBe(2);
    expect(endless.next().value?.count).toBe(2);
  });

  test("end before a time, and a longer run begins with a shorter one", () => {
    const rows = plain(generateRequests({ ...traffic, until: 20 }, 64));
    expect(rows.every(({ arrival }) => arrival < 20)).toBe(true);
    expect(rows).toEqual(plain(generateRequests(traffic)).slice(0, rows.length));
    expect(plain(generateRequests(traffic))[rows.length]?.arrival).toBeGreaterThanOrEqual(20);
  });

  test("end with a series of rates", () => {
    const arrivals = { rate: rateSeries([5, 0], 60) };
    const rows = plain(generateRequests({ ...traffic, arrivals, count: undefined }));
    expect(Math.abs(rows.length - 300)).toBeLessThan(4 * Math.sqrt(300));
  });

  test("come in tiers by their shares, none of a share of zero", () => {
    const rows = plain(generateRequests({ ...traffic, count: 20_000 }));
    const share = (tier: number): number => rows.filter((row) => row.tier === tier).length / rows.length;
    expect(Math.abs(share(0) - 0.2)).toBeLessThan(4 * Math.sqrt(0.16 / rows.length));
    expect(share(1)).toBe(0);
    expect(share(0) + share(2)).toBe(1);
  });

  test("have no column of tiers without shares", () => {
    expect([...generateRequests({ ...traffic, tierShares: undefined })].every(({ tier }) => tier === undefined)).toBe(
      true,
    );
  });

  test("of closed-loop clients have lengths and no times", () => {
    const rows = plain(generateRequests({ ...traffic, arrivals: "closed-loop" }));
    const open = plain(generateRequests(traffic));
    expect(rows.every(({ arrival }) => arrival === 0)).toBe(true);
    expect(rows.map(({ input }) => input)).toEqual(open.map(({ input }) => input));
  });

  test("keep their arrivals when lengths change", () => {
    const lengths = independentLengths(fixedLength(1), fixedLength(1));
    const arrivals = (given: RequestTraffic): number[] => plain(generateRequests(given)).map(({ arrival }) => arrival);
    expect(arrivals({ ...traffic, lengths })).toEqual(arrivals(traffic));
    expect(arrivals({ ...traffic, seed: 4 })).not.toEqual(arrivals(traffic));
  });

  test("of none are none", () => {
    expect([...generateRequests({ ...traffic, count: 0 })]).toEqual([]);
    expect([...generateRequests({ ...traffic, until: 0 })]).toEqual([]);
  });
});

test.each([
  [{ count: undefined }, "traffic that does not end by itself needs a number of requests or a time to end at"],
  [{ count: undefined, arrivals: "closed-loop", until: 5 }, "needs a number of requests"],
  [{ count: 1.5 }, "the number of requests must be a whole number, got 1.5"],
  [{ until: NaN }, "traffic must end at a time of 0 s or later, got NaN"],
  [{ tierShares: [0.5, 0.4] }, "the shares of the tiers must add up to 1, got 0.9"],
  [{ tierShares: [1.5, -0.5] }, "the share of a tier must be from 0 to 1, got 1.5"],
  [{ tierShares: [] }, "there are 1 to 256 tiers, got 0 shares"],
] as const)("refuses %j at once, not at the first chunk", (change, message) => {
  expect(() => generateRequests({ ...traffic, ...change })).toThrow(message);
});

test("refuses chunks of nothing", () => {
  expect(() => generateRequests(traffic, 0)).toThrow("a chunk holds a whole number of requests, at least 1, got 0");
});
