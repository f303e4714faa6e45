import { describe, expect, test } from "vitest";
import { failureRemark, timeBetweenFailures } from "./failures.ts";
import { llama3 } from "./published.fixture.ts";

describe("time between failures", () => {
  test("of one job on 220,000 accelerators at Llama 3's rate is about 14 minutes", () => {
    const { acceleratorSecondsPerFailure: each } = llama3;
    expect(each / 3.6e6).toBeCloseTo(50.7, 1);
    expect(timeBetweenFailures(16_384, each) / 3600).toBeCloseTo((54 * 24) / 419, 12);
    expect(timeBetweenFailures(220_000, each) / 60).toBeCloseTo(13.8, 1);
  });

  test("comes with a warning for small jobs", () => {
    expect(failureRemark(1024)).toContain("fails oftener than its size says");
    expect(failureRemark(16_384)).toBeUndefined();
  });

  test("refuses what cannot be", () => {
    expect(() => timeBetweenFailures(0, 1e8)).toThrow("accelerators: 0; it must be 1 or more");
    expect(() => timeBetweenFailures(8, 0)).toThrow("accelerator-seconds for each failure: 0; it must be more than 0");
  });
});
