import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ruleTable } from "../rules/index.ts";
import { calibrateGrades, shrunk, shrunkShare, type ResolvedStatement } from "./calibration.ts";

const estimate = (answer: string, z?: number): ResolvedStatement => ({
  grade: "estimate",
  answer,
  z,
  wrong: z === undefined,
});

describe("a width is shrunk towards its convention", () => {
  it("which stands alone without data", () => {
    expect(shrunk(1.6, [], 10)).toBe(1.6);
    expect(shrunkShare(0.2, 0, 0, 10)).toBe(0.2);
  });

  it("and is forgotten with much of it", () => {
    const many = Array.from({ length: 1_000_000 }, (_, index) => (index % 2 === 0 ? 3 : -3));
    expect(shrunk(1.6, many, 10)).toBeCloseTo(3, 4);
    expect(shrunkShare(0.2, 500_000, 1_000_000, 10)).toBeCloseTo(0.5, 5);
  });

  it("by hand: k² = (10 × 1.6² + 4 + 1) / 12", () => {
    expect(shrunk(1.6, [2, -1], 10)).toBeCloseTo(Math.sqrt((25.6 + 5) / 12), 12);
  });

  it("to between the convention and the data", () => {
    const distances = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 3, noNaN: true }), distances, (k0, zs) => {
        const own = Math.sqrt(zs.reduce((sum, z) => sum + z * z, 0) / zs.length);
        const k = shrunk(k0, zs, 10);
        expect(k).toBeGreaterThanOrEqual(Math.min(k0, own) - 1e-12);
        expect(k).toBeLessThanOrEqual(Math.max(k0, own) + 1e-12);
      }),
    );
  });
});

describe("grades", () => {
  it("nobody has spoken at have no row", () => {
    expect([...calibrateGrades([estimate("a", 1)], ruleTable).keys()]).toEqual(["estimate"]);
  });

  it("whose distances are as wide as the table keep their rule's widths", () => {
    const found = calibrateGrades([estimate("a", 1), estimate("b", -1)], ruleTable).get("estimate");
    expect(found?.spread).toBe(1);
    expect(found?.proposed.stretch).toBeCloseTo(1.6, 12);
    expect(found?.proposed.point).toBeCloseTo(1.5, 12);
    expect(found?.proposed.days).toBeCloseTo(60, 12);
    expect(found?.proposed.wrong).toBeCloseTo((10 * 0.2) / 12, 12);
    expect(found?.enough).toBe(false);
  });

  it("stretch an interval as the formula for k says", () => {
    // Distances in widths of the table are distances in stated widths over k0.
    const found = calibrateGrades([estimate("a", 2 / 1.6), estimate("b", -1 / 1.6)], ruleTable).get("estimate");
    expect(found?.proposed.stretch).toBeCloseTo(shrunk(1.6, [2, -1], 10), 12);
  });

  it("have one voice for each answer, however many repeat it", () => {
    const once = calibrateGrades([estimate("a", 2), estimate("b", 1)], ruleTable).get("estimate");
    const often = calibrateGrades([estimate("a", 2), estimate("a", 2), estimate("a", 2), estimate("b", 1)], ruleTable);
    expect(often.get("estimate")).toEqual({ ...once, statements: 4 });
  });

  it("count what was about something else as wrong and not as wide", () => {
    const found = calibrateGrades([estimate("a"), estimate("b", 1)], ruleTable).get("estimate");
    expect(found).toMatchObject({ statements: 2, answers: 2, alike: 1, wrong: 1, spread: 1 });
    expect(found?.proposed.wrong).toBeCloseTo((10 * 0.2 + 1) / 12, 12);
    expect(found?.proposed.stretch).toBeCloseTo(1.6, 12);
  });

  it("learn from events that came only that they were not wrong", () => {
    const found = calibrateGrades([{ grade: "estimate", answer: "a", wrong: false }], ruleTable).get("estimate");
    expect(found).toMatchObject({ answers: 1, alike: 0, wrong: 0, spread: NaN });
    expect(found?.proposed).toEqual({ ...ruleTable.grades.estimate, wrong: (10 * 0.2) / 11 });
  });

  it("do not depend on the order of statements", () => {
    const some = fc.array(
      fc.record({
        grade: fc.constantFrom("reported" as const, "opinion" as const),
        answer: fc.constantFrom("a", "b", "c"),
        z: fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined }),
        wrong: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(some, (statements) => {
        const [left, right] = [statements, statements.toReversed()].map((list) => calibrateGrades(list, ruleTable));
        for (const [grade, row] of left ?? []) {
          expect(right?.get(grade)?.proposed.stretch).toBeCloseTo(row.proposed.stretch, 9);
          expect(right?.get(grade)?.proposed.wrong).toBeCloseTo(row.proposed.wrong, 9);
        }
      }),
    );
  });
});
