/** What docs/decisions/004 says of the error of a mean, measured. */
import { describe, expect, test } from "vitest";
import { Memory } from "../wasm/index.ts";
import { coordinatesOf } from "./coordinate.ts";
import { DrawMachine } from "./draw-machine.ts";
import type { DrawMethod, DrawPlan } from "./draws.ts";

const inputs = 60;
/** Of the variance, the share of 30 products of two inputs; the rest is the inputs' sum. */
const productsShare = 0.07;

/** Mean of the function over a plan's samples; the true one is 0 and the standard deviation of one sample 1. */
function meanOf(plan: DrawPlan, names: readonly string[]): number {
  const memory = new Memory();
  const machine = new DrawMachine(memory);
  const columns = coordinatesOf(names, plan.net).map((coordinate) => {
    const address = machine.column(plan.samples);
    machine.stream(plan, coordinate).fill(0, plan.samples, address);
    return memory.doubles(address, plan.samples).slice();
  });
  const ofSum = Math.sqrt(((1 - productsShare) * 12) / inputs);
  const ofProducts = Math.sqrt((productsShare * 144) / (inputs / 2));
  let total = 0;
  for (let pair = 0; pair < inputs; pair += 2) {
    const [x = new Float64Array(0), y = new Float64Array(0)] = columns.slice(pair, pair + 2);
    for (const [i, u] of x.entries()) {
      const [a, b] = [u - 0.5, (y[i] ?? NaN) - 0.5];
      total += ofSum * (a + b) + ofProducts * a * b;
    }
  }
  return total / plan.samples;
}

function rootMeanSquare(sets: number, make: (names: readonly string[]) => DrawPlan): number {
  let sum = 0;
  for (let set = 0; set < sets; set++) {
    const names = Array.from({ length: inputs }, (_, k) => `set-${set}.input-${k}`);
    sum += meanOf(make(names), names) ** 2;
  }
  return Math.sqrt(sum / sets);
}

describe("the mean of 60 inputs over 8 times 512 samples", () => {
  const plan = { seed: 1, samples: 4096, replicates: 8 };
  const methodPlan = (method: DrawMethod): DrawPlan => ({ ...plan, method });

  // A root of n squares is good to 1 / √(2 n) of itself; bounds lie about three of that away from what 240 sets gave.
  test.for([
    {
      how: "one net",
      sets: 40,
      least: 0.0004,
      most: 0.00112,
      make: (names: readonly string[]) => ({ ...plan, net: names }),
    },
    { how: "an order each", sets: 40, least: 0.0036, most: 0.0072, make: () => plan },
    { how: "Latin hypercube", sets: 8, least: 0.0015, most: 0.0075, make: () => methodPlan("latin-hypercube") },
    { how: "Monte Carlo", sets: 8, least: 0.006, most: 0.03, make: () => methodPlan("monte-carlo") },
  ])("$how", ({ sets, least, most, make }) => {
    const error = rootMeanSquare(sets, make);
    expect(error).toBeGreaterThan(least);
    expect(error).toBeLessThan(most);
  });
});
