import { expect, test } from "vitest";
import { grossLeaseRevenue, impliedGpuHourPrice } from "./index.ts";

test("YK Research transaction note, 9 May 2026: 220,000 GPUs at $2.60 are about $5.0 billion a year", () => {
  const lease = { gpus: 220_000, pricePerGpuHour: 2.6, hoursPerYear: 8760, occupancyFraction: 1 };
  expect(grossLeaseRevenue(lease)).toBeCloseTo(5_010_720_000, 0);
  expect(grossLeaseRevenue({ ...lease, occupancyFraction: 0.5 })).toBeCloseTo(2_505_360_000, 0);
});

test("The Pixels Pulse, 6 June 2026: $920 million a month for 110,000 GPUs is $11.62 an hour of a 30-day month", () => {
  const lease = { monthlyFee: 920e6, gpus: 110_000, hoursPerMonth: 720 };
  expect(impliedGpuHourPrice(lease)).toBeCloseTo(11.62, 2);
  expect(impliedGpuHourPrice({ ...lease, hoursPerMonth: 730 })).toBeCloseTo(11.46, 2);
  expect(impliedGpuHourPrice({ ...lease, gpus: 0 })).toBeNaN();
});
