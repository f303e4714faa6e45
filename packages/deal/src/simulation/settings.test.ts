import { describe, expect, it } from "vitest";
import { readSettings } from "./read-settings.ts";
import type { SimulationWritten } from "./schema.ts";
import { settingsWith } from "./simulation.fixture.ts";
import { drawnRequests, TraceCutter } from "./traffic.ts";

const means = { input: 512, output: 64, slo: { tpot: 0.05 } };
function read(written: SimulationWritten, numbers: Readonly<Record<string, number>>) {
  return readSettings(written, (key) => numbers[key], means);
}
const rate = { "traffic.rate": 20 };
const messages = (written: SimulationWritten, numbers: Readonly<Record<string, number>>): string[] => {
  const found = read(written, numbers);
  return "traffic" in found ? [] : found.map(({ key, message }) => `${key}: ${message}`);
};

describe("settings", () => {
  it("take the workload's means and limits where nothing else is written", () => {
    expect(read({ traffic: {} }, rate)).toMatchObject({
      traffic: { kind: "rate", rate: 20, cv: 1 },
      lengths: { input: { kind: "fixed", tokens: 512 }, output: { kind: "fixed", tokens: 64 } },
      tiers: [{ name: "all", share: 1, slo: { tpot: 0.05 } }],
      requests: 10_000,
      seed: 1,
    });
  });

  it("share out what is left among tiers without a share", () => {
    const found = read({ traffic: {}, tiers: { a: {}, b: {}, c: {} } }, { ...rate, "tiers.a.share": 0.5 });
    expect("tiers" in found && found.tiers.map(({ share }) => share)).toEqual([0.5, 0.25, 0.25]);
  });

  it.for([
    [{ traffic: {} }, {}, "traffic: nothing says when requests come"],
    [{ traffic: {} }, { ...rate, "traffic.clients": 5 }, "traffic.rate: clients of a closed loop"],
    [{ traffic: { file: "t.csv" } }, { ...rate, "traffic.speed": 2 }, "traffic.speed: a trace has a rate and a speed"],
    [{ traffic: {} }, { ...rate, "lengths.input.least": 9 }, "lengths.input.least: a least length makes a range"],
    [{ traffic: {}, sessions: {} }, rate, "sessions: a session needs the pause"],
    [{ traffic: {}, failures: {} }, { ...rate, "failures.mtbf": 9 }, "failures: failures need times"],
    [
      { traffic: {}, tiers: { a: {} } },
      { ...rate, "tiers.a.share": 0.5 },
      "tiers: the shares of the tiers add up to 50 %",
    ],
  ] as const)("say what does not go together: %s", ([written, numbers, message]) => {
    expect(messages(written, numbers).join("\n")).toContain(message);
  });
});

describe("requests of a slice", () => {
  it("come as much less often", () => {
    const settings = settingsWith({ traffic: { kind: "rate", rate: 50, cv: 1 }, requests: undefined, duration: 400 });
    let count = 0;
    for (const piece of drawnRequests(settings, 0.1)) count += piece.count;
    // Poisson with mean 2,000.
    expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt(2000));
  });

  it("of a trace are drawn from it, in order, to its end", () => {
    const rows = 10_000;
    const trace = {
      count: rows,
      arrival: Float64Array.from({ length: rows }, (_, row) => row),
      input: new Int32Array(rows).fill(7),
      output: new Int32Array(rows).fill(3),
      tier: Uint8Array.from({ length: rows }, (_, row) => row % 2),
    };
    const tiers = ["b", "a"].map((name) => ({ name, share: 0.5, priority: 0, slo: {} }));
    const settings = settingsWith({
      traffic: { kind: "trace", file: "t" },
      tiers,
      requests: undefined,
      duration: 4000,
    });
    const cut = new TraceCutter(settings, 0.2, 2).cut(trace, ["a", "b"]);
    // 8,000 rows come within 4,000 s at twice the speed; a fifth of them, binomially.
    expect(Math.abs(cut.count - 1600)).toBeLessThan(5 * Math.sqrt(1280));
    for (let row = 0; row < cut.count; row++) {
      const time = cut.arrival[row] ?? NaN;
      expect(time).toBeGreaterThan(row === 0 ? -1 : (cut.arrival[row - 1] ?? NaN));
      // Rows of even number are of tier a, the second of the settings.
      expect(cut.tier?.[row]).toBe((2 * time) % 2 === 0 ? 1 : 0);
    }
    expect(() => new TraceCutter(settings, 1, 1).cut(trace, ["a", "c"])).toThrow('a tier "c"');
  });
});
