import { expect, it } from "vitest";
import { printedTolerance } from "./printed-digits.ts";

it.each<[text: string, index: number, tolerance: number]>([
  ["5010720000 USD/yr", 0, 5000],
  ["5000 GPU", 0, 500],
  ["5010 GPU", 0, 5],
  ["5.010 GPU", 0, 0.0005],
  ["13.8 GW", 0, 0.05],
  ["1.40", 0, 0.005],
  ["0", 0, 0.5],
  ["250_556 H100e", 0, 0.5],
  ["250.6 thousand H100e", 0, 50],
  ["1.25 billion USD/month", 0, 5e6],
  ["5.0e9 USD/yr", 0, 5e7],
  ["3 W/m^2", 0, 0.5],
  ["2.59 to 3.11 USD/GPU/h", 0, 0.005],
  ["2.59 to 3.1 USD/GPU/h", 1, 0.05],
  ["5 to 6 billion USD", 0, 5e8],
  ["-4.5 GPU", 0, 0.05],
  ["claims.rate", 0, 0],
])("%s, number %i, is good to %d", (text, index, tolerance) => {
  expect(printedTolerance(text, index)).toBeCloseTo(tolerance, 12);
});
