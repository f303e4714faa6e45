import { expect, it } from "vitest";
import { head, prepared } from "../small-deal.contract.ts";
import { evidence } from "./evidence.ts";
import { evidenceSchema } from "./evidence-result.ts";

const text = `${head}sources:
  a: { publisher: A, date: 2026-05-01, role: analyst }
  p: { publisher: P, date: 2026-05-01, role: press }
  late: { publisher: L, date: 2026-06-01, role: filing }
claims:
  x: { is: 100 USD, grade: estimate, from: a }
  y: { is: 2 to 4 GPU, grade: reported, from: p }
  each: { is: claims.x / claims.y, grade: estimate, from: a }
  word: { states: yes, grade: opinion, from: p }
  later: { is: 5 USD, grade: disclosed, from: late, supersedes: [x] }
model: { z: claims.each * 2, w: z + claims.x / (1 GPU) }
`;

it("says of every claim known on the day how far it may be off and why, also where the deal reads it as stated", () => {
  const { claims, rules } = evidenceSchema.parse(evidence(prepared(text)));
  expect(rules.strength).toBe("off");
  expect(Object.keys(claims)).toEqual(["each", "word", "x", "y"]);
  expect(claims["x"]).toMatchObject({ wrong: 0.2, feeds: 2, reasons: [] });
  // The factor of an estimate and of rounding add up as variances of the logarithm.
  expect(claims["x"]?.factor).toBeCloseTo(Math.exp(Math.hypot(Math.log(1.5), Math.log(1.01))), 9);
  expect(claims["y"]).toMatchObject({ stretch: 1.3, wrong: 0.1, reasons: [{ name: "single-root", factor: 1.05 }] });
  expect(claims["each"]?.why_not).toContain("computed from other figures");
  expect(claims["word"]?.why_not).toBe("it is a text");
});

it("names what stands in a claim's place", () => {
  const { claims, rules } = evidence(prepared(text, { asOf: "2026-06-02", evidence: "doubled" }));
  expect(rules.strength).toBe("doubled");
  expect(claims["x"]).toMatchObject({ replaced_by: "later", why_not: "replaced by later" });
  expect(claims["later"]?.wrong).toBeCloseTo(0.04, 12);
});
