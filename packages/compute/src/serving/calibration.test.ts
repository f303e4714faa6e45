import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deepseekV3 } from "../architecture.fixture.ts";
import { calibrationSchema, constantsOf, startingConstants, supportOf } from "./calibration.ts";
import { constantTable } from "./constants.ts";
import { levelsOf } from "./levels.ts";
import { b200, calibrationWith, deploymentOf, h100, h200, llama70b, llama8b } from "./serving.fixture.ts";

const nowhere = { release: "", source: "" };
const shipped = new URL("../../../../catalog/serving/calibration.json", import.meta.url);

describe("constants of a deployment", () => {
  const deployment = deploymentOf(llama70b);

  it("are their values times the factor of each level that applies", () => {
    const factor = fc.double({ min: 0.1, max: 10, noNaN: true });
    fc.assert(
      fc.property(factor, factor, factor, (engine, cell, release) => {
        const calibration = calibrationWith([
          { constant: "linear", family: "engine", level: "vllm", factor: engine },
          { constant: "linear", family: "cell", level: levelsOf(deployment, nowhere).cell, factor: cell },
          { constant: "linear", family: "release", level: "vllm 0.11", factor: release },
          { constant: "linear", family: "engine", level: "sglang", factor: 100 },
        ]);
        const { start } = constantTable.linear;
        expect(constantsOf(calibration, deployment, nowhere).linear / (start * engine * cell)).toBeCloseTo(1, 12);
        const released = constantsOf(calibration, deployment, { release: "0.11", source: "" });
        expect(released.linear / (start * engine * cell * release)).toBeCloseTo(1, 12);
      }),
    );
  });

  it("are not changed by levels that the deployment does not have", () => {
    const calibration = calibrationWith([
      { constant: "layer", family: "model", level: "another", factor: 5 },
      { constant: "front", family: "chip", level: "nvidia-b200-sxm", factor: 5 },
    ]);
    const found = constantsOf(calibration, deployment, nowhere);
    for (const [name, value] of Object.entries(startingConstants())) {
      expect(found).toHaveProperty(name, expect.closeTo(value, 12));
    }
  });
});

describe("levels", () => {
  it("tell apart what runs other kernels, and only that", () => {
    const of = (...given: Parameters<typeof deploymentOf>) => levelsOf(deploymentOf(...given), nowhere);
    const own = of(llama70b);
    expect(own).toMatchObject({ engine: "vllm", generation: "hopper", kind: "grouped dense", format: "fp8" });
    expect(of(llama8b).kind).toBe(own.kind);
    expect(of(llama70b, { accelerator: h200 }).generation).toBe("hopper");
    expect(of(llama70b, { accelerator: b200 }).generation).toBe("blackwell");
    expect(of(llama70b, { accelerator: { ...h100, name: "amd-mi300x" } }).generation).toBe("amd");
    expect(of(deepseekV3)).toMatchObject({ kind: "latent experts", format: "fp8-block" });
  });
});

describe("support", () => {
  const levels = levelsOf(deploymentOf(llama70b), nowhere);
  const known = (...families: ("cell" | "model" | "engine-chip")[]) =>
    supportOf(
      calibrationWith(
        families.map((family) => ({ constant: "linear", family, level: levels[family], factor: 1.1 }) as const),
      ),
      deploymentOf(llama70b),
    );

  it("is as near as the nearest that was measured", () => {
    expect(known("cell", "model", "engine-chip")).toBe("cell");
    expect(known("model", "engine-chip")).toBe("model");
    expect(known("model")).toBe("engine");
    expect(known("engine-chip")).toBe("engine");
    expect(known()).toBe("none");
  });
});

describe("the shipped calibration", () => {
  it("is readable, with ranges of errors about 1 that widen with distance", () => {
    const calibration = calibrationSchema.parse(JSON.parse(readFileSync(shipped, "utf8")));
    const { errors, range } = calibration;
    for (const byMode of Object.values(errors))
      for (const byMetric of Object.values(byMode))
        for (const { low, high } of Object.values(byMetric)) {
          expect(low).toBeLessThan(1);
          expect(high).toBeGreaterThan(1);
        }
    const width = (support: keyof typeof errors): number => {
      const { low, high } = errors[support].aggregated.tpot;
      return high / low;
    };
    expect(width("cell")).toBeLessThan(width("engine"));
    expect(width("engine")).toBeLessThan(width("none"));
    for (const [least, most] of Object.values(range)) expect(least).toBeLessThan(most);
  });
});
