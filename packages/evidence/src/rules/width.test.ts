import fc from "fast-check";
import { expect, test } from "vitest";
import { grades } from "../grades.ts";
import { pedigreeGsd95 } from "../pedigree.ts";
import { reasonNames, ruleTable } from "./table.ts";
import { widthOf, type Reason } from "./width.ts";

const anyReasons = fc.uniqueArray(fc.record({ name: fc.constantFrom(...reasonNames), times: fc.constant(1) }), {
  selector: ({ name }) => name,
});

test("factors at 95 % add up as a pedigree's do", () => {
  fc.assert(
    fc.property(fc.constantFrom(...grades), anyReasons, (grade, reasons: readonly Reason[]) => {
      const { sigma } = widthOf({ grade, states: "point", reasons }, ruleTable, "on");
      const factors = [
        ruleTable.rounding,
        ruleTable.grades[grade].point,
        ...reasons.map(({ name }) => ruleTable.reasons[name]),
      ];
      expect(Math.exp(1.959963984540054 * sigma)).toBeCloseTo(pedigreeGsd95(factors), 9);
    }),
  );
});

test("a softer grade is never surer, off is nothing, and doubled is twice", () => {
  let before = { sigma: 0, stretch: 0, wrong: 0 };
  for (const grade of grades) {
    for (const states of ["point", "interval", "date"] as const) {
      const [off, on, doubled] = (["off", "on", "doubled"] as const).map((strength) =>
        widthOf({ grade, states, reasons: [] }, ruleTable, strength),
      );
      expect(off).toMatchObject({ sigma: 0, stretch: 1, wrong: 0 });
      expect(doubled?.sigma).toBeCloseTo(2 * (on?.sigma ?? NaN), 12);
      expect((doubled?.stretch ?? NaN) - 1).toBeCloseTo(2 * ((on?.stretch ?? NaN) - 1), 12);
      if (states === "interval")
        expect(Math.exp(1.959963984540054 * (on?.sigma ?? NaN))).toBeCloseTo(ruleTable.rounding, 9);
    }
    const now = widthOf({ grade, states: "point", reasons: [] }, ruleTable, "on");
    expect(now.sigma).toBeGreaterThan(before.sigma);
    expect(now.wrong).toBeGreaterThan(before.wrong);
    before = now;
  }
});
