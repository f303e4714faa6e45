import fc from "fast-check";
import { expect, it } from "vitest";
import { judge, type Finding } from "./verdict.ts";

const finding = (effect: Finding["effect"]): Finding => ({ effect, because: "Because." });

it.each<[Finding["effect"][], string]>([
  [[], "holds"],
  [["caveat"], "holds-with-caveat"],
  [["caveat", "undetermined"], "undetermined"],
  [["undetermined", "fails", "caveat"], "fails"],
  [["fails"], "fails"],
])("%j is %s", (effects, verdict) => {
  expect(judge(effects.map(finding))).toBe(verdict);
});

it("does not depend on the order of the findings, nor on repeats", () => {
  const effects = fc.array(fc.constantFrom<Finding["effect"]>("fails", "undetermined", "caveat"));
  fc.assert(
    fc.property(effects, (given) => {
      const once = [...new Set(given)].sort();
      expect(judge(given.map(finding))).toBe(judge(once.map(finding)));
    }),
  );
});
