import { expect, it } from "vitest";
import { uniform } from "../distributions/index.ts";
import { TwoDraws } from "./two-draws.ts";

const inputs = ["a", "b"].map((name) => ({ name, distribution: uniform(0, 1), unit: "" }));
const plan = { seed: 1, samples: 4096, replicates: 1 };

it("two draws have no correlation, within or between them, and unit variance", () => {
  const columns = new TwoDraws(inputs).draw(plan, 0, plan.samples).flat();
  expect(columns.length).toBe(4);
  for (const [i, left] of columns.entries())
    for (const [j, right] of columns.entries()) {
      const product = left.reduce((sum, value, k) => sum + value * (right[k] ?? NaN), 0) / plan.samples;
      // Random draws would be off by 0.016 in one case of three.
      expect(product).toBeCloseTo(i === j ? 1 : 0, 2);
    }
});

it("a block has the draws that it has in the whole", () => {
  const draws = new TwoDraws(inputs);
  const whole = draws.draw(plan, 0, 300).flat();
  const block = draws.draw(plan, 100, 50).flat();
  expect(block).toEqual(whole.map((column) => column.slice(100, 150)));
});
