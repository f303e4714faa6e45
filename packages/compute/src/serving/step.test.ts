import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startingConstants } from "./calibration.ts";
import { addedByPrompt, believed, decodeStep, prefillPass } from "./step.ts";

const positive = fc.double({ min: 1e-6, max: 1, noNaN: true });

describe("trust in a measured time", () => {
  it("is the typical time at 0, the measured at 1, and their geometric mean half-way", () => {
    fc.assert(
      fc.property(positive, positive, (measured, typical) => {
        const times = Float64Array.of(measured, 0, 0, 0, typical, 0, 0, 0);
        expect(believed(times, 0, 0) / typical).toBeCloseTo(1, 12);
        expect(believed(times, 0, 1) / measured).toBeCloseTo(1, 12);
        expect(believed(times, 0, 0.5) / Math.sqrt(measured * typical)).toBeCloseTo(1, 12);
      }),
    );
  });

  it("leaves a class that a pass does not have at nothing", () => {
    expect(believed(new Float64Array(8), 2, 0.7)).toBe(0);
  });
});

describe("a pass", () => {
  const times = Float64Array.of(1, 2, 3, 4, 1, 2, 3, 4);
  const constants = {
    ...startingConstants(),
    linear: 2,
    experts: 3,
    attention: 5,
    communication: 7,
    prefillLinear: 11,
    prefillExperts: 13,
    prefillAttention: 17,
    prefillCommunication: 19,
    layer: 1.5,
    step: 0.25,
    sequence: 0.1,
    pass: 0.5,
  };
  const frame = { gaps: 10, ranks: 4 };

  it("of decode adds its classes, what lies between kernels, the step and its sequences", () => {
    const kernels = 2 * 1 + 3 * 2 + 5 * 3 + 7 * 4;
    expect(decodeStep(times, constants, frame, 6)).toBeCloseTo(kernels + 15 + 0.25 + 0.1 * 6 * 2, 9);
  });

  it("of prefill has constants of its own", () => {
    const kernels = 11 * 1 + 13 * 2 + 17 * 3 + 19 * 4;
    expect(prefillPass(times, constants, frame)).toBeCloseTo(kernels + 15 + 0.5, 9);
    expect(addedByPrompt(times, constants)).toBeCloseTo(kernels + 0.5, 9);
  });
});
