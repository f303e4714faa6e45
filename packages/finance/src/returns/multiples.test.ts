import fc from "fast-check";
import { expect, test } from "vitest";
import { dpi, moic, paidInAndOut, rvpi, tvpi } from "./multiples.ts";

test("pyxirr documentation, MOIC", () => {
  expect(moic({ invested: 100, realised: 60, unrealised: 90 })).toBe(1.5);
  expect(moic({ invested: 0, realised: 60, unrealised: 90 })).toBeNaN();
});

test("total value is what came back and what is held", () => {
  expect(tvpi(100, 60, 90)).toBe(1.5);
  expect(dpi(0, 1)).toBeNaN();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.nat(1e6), fc.nat(1e6), (paidIn, distributed, residual) => {
      const both = dpi(paidIn, distributed) + rvpi(paidIn, residual);
      expect(Math.abs(tvpi(paidIn, distributed, residual) - both)).toBeLessThanOrEqual(1e-15 * both);
    }),
  );
});

test("flows part into what is paid and what is received", () => {
  expect(paidInAndOut([-100, 0, 30, -20, 150])).toEqual({ paidIn: 120, distributed: 180 });
  expect(paidInAndOut([])).toEqual({ paidIn: 0, distributed: 0 });
  expect(paidInAndOut([-1, NaN]).paidIn).toBeNaN();
});
