import { expect, test } from "vitest";
import { plainPool, poissonRequests } from "./scenarios.fixture.ts";
import { simulate } from "./simulation.ts";

test("shows when it was busy and who waited then, in columns of one length", () => {
  // An hour of calm, ten minutes of more than a batch of 8 can serve, an hour of calm.
  const pool = { ...plainPool, batchCap: 8 };
  const calm = poissonRequests(3600, 1, 1, () => [10, 500]);
  const rush = poissonRequests(12_000, 20, 2, () => [10, 500]);
  const simulation = simulate({ pools: [pool], router: "round-robin", seed: 1, record: true });
  const shifted = (columns: typeof calm, by: number) => ({
    ...columns,
    arrival: columns.arrival.map((time) => time + by),
  });
  simulation.offer(calm);
  simulation.offer(shifted(rush, 3800));
  simulation.offer(shifted(calm, 5000));
  const { overTime, outcomes = [], seconds, pools } = simulation.finish();
  const [series] = overTime.tiers;
  const [load] = overTime.pools;
  if (series === undefined || load === undefined) throw new Error("no series");
  const bins = Math.ceil(seconds / overTime.seconds);
  for (const column of [series.offered, series.ttft, series.ttftP50, series.ttftP99, load.waiting, load.kvUse])
    expect(column.length).toBe(bins);

  const at = (time: number): number => Math.floor(time / overTime.seconds);
  expect(load.utilisation[at(2000)]).toBeLessThan(0.5);
  expect(load.utilisation[at(4200)]).toBeCloseTo(1, 9);
  // 16 a second are served and 20 come: 4 more wait each second.
  expect(Math.abs((load.waiting[at(4200)] ?? 0) - 4 * (overTime.seconds * (at(4200) + 0.5) - 3800))).toBeLessThan(250);
  expect(series.ttftP99[at(2000)]).toBeLessThan(0.02);
  expect(series.ttftP50[at(4300)]).toBeGreaterThan(50);

  // Each bin's percentiles are those of the requests whose first token came in it.
  const arrival = [...calm.arrival, ...shifted(rush, 3800).arrival, ...shifted(calm, 5000).arrival];
  for (let bin = 0; bin < bins; bin++) {
    const met = outcomes
      .filter(({ firstToken }) => at(firstToken) === bin)
      .map(({ id, firstToken }) => firstToken - (arrival[id] ?? NaN))
      .sort((a, b) => a - b);
    for (const [share, found] of [
      [0.5, series.ttftP50[bin]],
      [0.99, series.ttftP99[bin]],
    ] as const) {
      const exact = met[Math.max(1, Math.ceil(share * met.length)) - 1];
      if (exact === undefined) expect(found).toBeNaN();
      else if (exact >= 2 ** -8) expect(Math.abs((found ?? NaN) / exact - 1)).toBeLessThan(0.0626);
      else expect(found).toBeLessThan(0.0051);
    }
  }
  expect(pools[0]?.peakKvUse).toBeGreaterThan(0);
});
