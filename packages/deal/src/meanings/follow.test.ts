import { parseFormula } from "@underwatt/engine";
import { describe, expect, it } from "vitest";
import { dealUnits } from "../units.ts";
import { factorsOf, named } from "./factors.ts";
import { follow, type Followed } from "./follow.ts";
import { meaningIds } from "./table.ts";

/** Names that are ids of meanings have these; `untagged` and all others have none. */
function followed(formula: string): Followed {
  const parsed = parseFormula(formula, dealUnits());
  if ("problem" in parsed) throw new Error(`${formula}: ${parsed.problem.message}`);
  return follow(parsed.expression, (name) => {
    const id = meaningIds.find((known) => name === known || name === `other.${known}`);
    return { label: name, meaning: id === undefined ? undefined : factorsOf(id) };
  });
}

function meaningOf(formula: string): string | undefined {
  const { meaning } = followed(formula);
  if (meaning === undefined) return undefined;
  return meaning.size === 0 ? "plain" : named(meaning);
}

function mixed(formula: string): string[] {
  return followed(formula).mixtures.map(({ operands, at }) => {
    const [left, right] = operands;
    return `${left.label} | ${right.label} in ${formula.slice(at.start, at.end)}`;
  });
}

describe("a meaning is kept by", () => {
  it.each([
    "job-mfu",
    "job-mfu in %",
    "-job-mfu",
    "job-mfu * 100 %",
    "2 * job-mfu",
    "job-mfu / 2",
    "job-mfu + 5 %",
    "job-mfu - 5 %",
    "job-mfu + other.job-mfu",
    "job-mfu - other.job-mfu",
    "min(job-mfu, other.job-mfu)",
    "max(0 %, job-mfu)",
    "clamp(job-mfu, 0 %, 100 %)",
    "if(untagged, job-mfu, other.job-mfu)",
    "if(untagged > 0, job-mfu, 0 %)",
    "mean(job-mfu)",
    "at(job-mfu, untagged)",
    "lag(job-mfu, 2)",
    "abs(job-mfu)",
    "sum(job-mfu, other.job-mfu)",
    "job-mfu to other.job-mfu",
    "pert(job-mfu, 40 %, other.job-mfu)",
    "lognormal(job-mfu, 0.2)",
    "mixture(job-mfu @ untagged, other.job-mfu @ 50 %)",
    "previous(job-mfu, other.job-mfu)",
    "job-mfu * (goodput / other.goodput)",
  ])("%s", (formula) => {
    expect(meaningOf(formula)).toBe("job-mfu");
    expect(mixed(formula)).toEqual([]);
  });
});

describe("a product or quotient of the table", () => {
  it.each([
    ["job-mfu * goodput", "run-mfu"],
    ["goodput * 90 % * job-mfu", "run-mfu"],
    ["job-mfu * goodput * running-share * allocated-share", "fleet-mfu"],
    ["allocated-share * (goodput * job-mfu) * running-share in %", "fleet-mfu"],
    ["hfu * model-flops-share", "job-mfu"],
    ["run-mfu / job-mfu", "goodput"],
    ["fleet-mfu / allocated-share", "allocated-mfu"],
    ["fleet-mfu / (goodput * running-share * allocated-share)", "job-mfu"],
    ["job-mfu / (job-mfu / run-mfu)", "run-mfu"],
    ["job-mfu / other.job-mfu", "plain"],
  ])("%s is %s", (formula, wanted) => {
    expect(meaningOf(formula)).toBe(wanted);
    expect(mixed(formula)).toEqual([]);
  });
});

describe("a meaning is lost, without a word, in", () => {
  it.each([
    "untagged",
    "job-mfu * untagged",
    "untagged / job-mfu",
    "job-mfu * 220000 GPU",
    "job-mfu * (80 to 90 %)",
    "job-mfu * uniform(0.8, 0.9)",
    "1 - job-mfu",
    "100 % - occupancy",
    "job-mfu + untagged",
    "min(job-mfu, untagged)",
    "job-mfu ^ 2",
    "ln(job-mfu)",
    "cumulative(job-mfu)",
    "job-mfu < 50 %",
    "job-mfu > untagged",
    "70 to 90 %",
    "1 / goodput > 1 / occupancy",
    "job-mfu * untagged > occupancy",
    "not (job-mfu > 50 %)",
  ])("%s", (formula) => {
    expect(meaningOf(formula)).toBeUndefined();
    expect(mixed(formula)).toEqual([]);
  });
});

describe("two meanings are taken for one in", () => {
  it.each([
    "job-mfu < occupancy",
    "job-mfu <= occupancy",
    "job-mfu > occupancy",
    "job-mfu >= occupancy",
    "job-mfu == occupancy",
    "job-mfu != occupancy",
    "job-mfu + occupancy",
    "job-mfu - occupancy",
    "job-mfu / occupancy",
    "min(job-mfu, occupancy)",
    "max(job-mfu, untagged, occupancy)",
    "clamp(job-mfu, 0, occupancy)",
    "sum(job-mfu, occupancy)",
    "if(untagged, job-mfu, occupancy)",
    "previous(job-mfu, occupancy)",
    "job-mfu to occupancy",
    "pert(job-mfu, 40 %, occupancy)",
    "mixture(job-mfu @ 50 %, occupancy @ 50 %)",
  ])("%s", (formula) => {
    expect(mixed(formula)).toEqual([`job-mfu | occupancy in ${formula}`]);
    expect(meaningOf(formula)).toBeUndefined();
  });

  it.each([
    ["a multiple", "2 * job-mfu > occupancy", '"2 * job-mfu" | occupancy in 2 * job-mfu > occupancy'],
    [
      "a product that lacks a factor",
      "job-mfu * goodput > fleet-mfu",
      '"job-mfu * goodput" | fleet-mfu in job-mfu * goodput > fleet-mfu',
    ],
    [
      "a product without a name",
      "job-mfu * occupancy < fleet-mfu",
      '"job-mfu * occupancy" | fleet-mfu in job-mfu * occupancy < fleet-mfu',
    ],
    ["a ratio of several factors", "fleet-mfu / job-mfu", "fleet-mfu | job-mfu in fleet-mfu / job-mfu"],
    ["a part of a formula", "untagged + npv(10 %, hfu - job-mfu)", "hfu | job-mfu in hfu - job-mfu"],
    ["a test", "if(goodput > occupancy, 1, 2)", "goodput | occupancy in goodput > occupancy"],
    ["a truth", "untagged > 1 and not (goodput > occupancy)", "goodput | occupancy in (goodput > occupancy)"],
    ["a weight", "discrete(1 @ hfu / occupancy, 2 @ 50 %)", "hfu | occupancy in hfu / occupancy"],
  ])("%s", (_, formula, wanted) => {
    expect(mixed(formula)).toEqual([wanted]);
  });

  it("is said once for each place, in a long chain too", () => {
    const chain = `hfu - occupancy${" - 1 %".repeat(200)}`;
    expect(mixed(chain)).toEqual(["hfu | occupancy in hfu - occupancy"]);
  });
});
