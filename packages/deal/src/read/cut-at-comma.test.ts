import { expect, test } from "vitest";
import { callCutBefore } from "./cut-at-comma.ts";

test("finds the call around a comma, nested ones too", () => {
  const line = "  a: { is: 2 * pert(1, max(2, 3), 4) in USD, because: b }";
  for (const part of ["2, 3", "3)", "4)"]) {
    const found = callCutBefore(line, line.indexOf(part));
    expect(found?.whole).toBe(part === "2, 3" || part === "3)" ? "max(2, 3)" : "pert(1, max(2, 3), 4)");
    expect(line.slice(found?.start, found?.end)).toBe(found?.whole);
  }
});

test("finds nothing where no bracket is open", () => {
  const line = "  a: { is: pert(1, 2, 3), becuase: b }";
  expect(callCutBefore(line, line.indexOf("becuase"))).toBeUndefined();
  expect(callCutBefore("a: (1\nb: 2)", 6)).toBeUndefined();
  expect(callCutBefore("a: { is: f(1, 2 }", 14)).toBeUndefined();
});
