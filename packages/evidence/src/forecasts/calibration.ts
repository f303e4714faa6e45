/**
 * What statements whose truth came out teach about the rule table: how far each grade was off in widths of the table, and how often
 * it spoke of something else. A proposal for people: nothing here changes how claims are read.
 */
import { power } from "@underwatt/engine";
import { grades, type Grade } from "../grades.ts";
import type { GradeRule, RuleTable } from "../rules/index.ts";

/** A statement whose truth came out. */
export interface ResolvedStatement {
  readonly grade: Grade;
  /** What answered it. Statements with one answer are echoes of each other, and have one voice together. */
  readonly answer: string;
  /** Whether it was plain wrong, or what came was about something else. */
  readonly wrong: boolean;
  /** Distance of the truth from what was said, in standard deviations of the table; of what is no quantity, or is wrong, none. */
  readonly z?: number | undefined;
}

/** What a grade's record would make of its rule. */
export interface GradeCalibration {
  /** Statements that came out, and different answers that they had. */
  readonly statements: number;
  readonly answers: number;
  /** Answers with a distance: those that widths can be judged by. */
  readonly alike: number;
  /** Root of the mean square of the distances; 1 where widths are right, NaN without any. */
  readonly spread: number;
  /** Answers that found it wrong, or about something else; one that divides those who gave it counts in part. */
  readonly wrong: number;
  /** Whether there are as many answers as the convention counts for: before, the proposal is still mostly the convention. */
  readonly enough: boolean;
  readonly rule: GradeRule;
  readonly proposed: GradeRule;
}

/** For how many resolved answers the convention counts: ν of the shrinkage. */
export const conventionWeight = 10;

/**
 * Shrinks a squared width towards a convention: k² = (ν k0² + Σ z²) / (ν + n), the z being in units of the width that k stretches. Without
 * any it is k0; with many it is their own root mean square. It is the mean of a scaled inverse chi-square prior's scale and the data.
 * Source: A. Gelman et al., "Bayesian Data Analysis", 3rd edition, 2013, section 2.6.
 */
export function shrunk(k0: number, distances: readonly number[], weight: number): number {
  const sum = distances.reduce((total, z) => total + z * z, 0);
  return Math.sqrt((weight * k0 * k0 + sum) / (weight + distances.length));
}

/** The same of a chance: (ν p0 + count) / (ν + n). */
export function shrunkShare(p0: number, count: number, of: number, weight: number): number {
  return (weight * p0 + count) / (weight + of);
}

/** Each grade that something is known of, hardest first. */
export function calibrateGrades(
  statements: readonly ResolvedStatement[],
  table: RuleTable,
  weight = conventionWeight,
): Map<Grade, GradeCalibration> {
  const found = new Map<Grade, GradeCalibration>();
  for (const grade of grades) {
    const own = statements.filter((statement) => statement.grade === grade);
    if (own.length > 0) found.set(grade, calibrate(own, table.grades[grade], weight));
  }
  return found;
}

function calibrate(own: readonly ResolvedStatement[], rule: GradeRule, weight: number): GradeCalibration {
  const byAnswer = new Map<string, ResolvedStatement[]>();
  for (const one of own) byAnswer.set(one.answer, [...(byAnswer.get(one.answer) ?? []), one]);
  const distances: number[] = [];
  let wrong = 0;
  for (const voices of byAnswer.values()) {
    wrong += voices.filter((voice) => voice.wrong).length / voices.length;
    const heard = voices.flatMap((voice) => (voice.wrong || voice.z === undefined ? [] : [voice.z]));
    if (heard.length > 0) distances.push(Math.sqrt(meanSquare(heard)));
  }
  // The table's own widths are the unit, so that points, dates and intervals count alike: k0 is 1.
  const multiple = shrunk(1, distances, weight);
  return {
    statements: own.length,
    answers: byAnswer.size,
    alike: distances.length,
    spread: Math.sqrt(meanSquare(distances)),
    wrong,
    enough: byAnswer.size >= weight,
    rule,
    proposed: {
      stretch: rule.stretch * multiple,
      point: power(rule.point, multiple),
      days: rule.days * multiple,
      wrong: shrunkShare(rule.wrong, wrong, byAnswer.size, weight),
    },
  };
}

function meanSquare(values: readonly number[]): number {
  return values.reduce((sum, z) => sum + z * z, 0) / values.length;
}
