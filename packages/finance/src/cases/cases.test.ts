/** The case file handed over beside the repository, where it is at hand. Nothing else depends on it. */

import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Inputs, readCases, type Case } from "./case.contract.ts";
import { checkCase } from "./check.contract.ts";
import { financeAnswers } from "./finance-answers.contract.ts";

const file = new URL("../../../../../shared/data/finance-cases.csv", import.meta.url);

if (existsSync(file)) {
  const cases = readCases(readFileSync(file, "utf8")).filter((row) => Object.hasOwn(financeAnswers, row.function));
  test("the case file names functions of ours", () => {
    expect(cases.length).toBeGreaterThan(0);
  });
  test.for(cases)("$id $function: $source", (row) => {
    expect(checkCase(row, financeAnswers)).toEqual({ verdict: "passed" });
  });
} else {
  // The cases lie beside the repository, not in it, so there may be nothing to run: skipping says so, passing would not.
  test.skip("../shared/data/finance-cases.csv is absent: its cases were not run", () => undefined); // no file, no cases
}

const good =
  'id,function,inputs,expected,tolerance,source\r\nA,sln,"{""cost"":3,""salvage"":1,""life"":2}",1,0,"a, ""b""\nc"\n';

function only(csv: string): Case {
  const [row, ...more] = readCases(csv);
  if (row === undefined || more.length > 0) throw new Error("not one row");
  return row;
}

function put(name: string, inputs: object, expected: unknown, tolerance = 1e-9): ReturnType<typeof checkCase> {
  const given = new Inputs(JSON.stringify(inputs));
  return checkCase({ id: "A", function: name, inputs: given, expected, tolerance, source: "" }, financeAnswers);
}

test("a case file is read cell by cell", () => {
  expect(only(good)).toMatchObject({ id: "A", function: "sln", expected: 1, tolerance: 0, source: 'a, "b"\nc' });
  expect(only(`\uFEFF${good}\n`).inputs.number("life")).toBe(2);
  expect(() => readCases("id,function,inputs,expected\nA,sln\n")).toThrow("the head line lacks tolerance, source");
  expect(() => readCases("")).toThrow("the head line lacks id");
  expect(() => readCases(`${good}B,sln\n`)).toThrow("case 2 has no expected");
  expect(() => readCases(`${good}B,"x"y\n`)).toThrow("stray quote after row 2");
});

test("a case can pass, fail and be none of ours", () => {
  const row = only(good);
  expect(checkCase(row, financeAnswers)).toEqual({ verdict: "passed" });
  expect(checkCase({ ...row, expected: 1.01 }, financeAnswers).why).toBe("got 1, expected 1.01 ± 0");
  expect(checkCase({ ...row, expected: null }, financeAnswers).verdict).toBe("failed");
  expect(checkCase({ ...row, function: "irr" }, financeAnswers).why).toContain("values");
  expect(checkCase({ ...row, function: "sobolFirst" }, financeAnswers)).toEqual({ verdict: "unknown" });
  expect(checkCase({ ...row, function: "toString" }, financeAnswers)).toEqual({ verdict: "unknown" });
});

test("an answer is compared leaf by leaf", () => {
  const flows = { cfads: [10, 20, 30], debtService: [5, 0, 10] };
  expect(put("dscr", flows, [2, null, 3])).toEqual({ verdict: "passed" });
  expect(put("dscr", flows, [2, 0, 3]).why).toBe("[1] got NaN, expected 0 ± 1e-9");
  expect(put("dscr", flows, [2, null]).why).toContain("expected a list of 2");
  expect(put("dscr", flows, { minimum: 2 }).why).toContain("expected an object");
  const loan = { debt: 100, rate: 0, periods: 2 };
  expect(put("levelDebt", loan, { payment: 50, principal: [50, 50] })).toEqual({ verdict: "passed" });
  expect(put("levelDebt", loan, { principal: [50, 51] }).why).toBe("principal [1] got 50, expected 51 ± 1e-9");
  expect(put("levelDebt", loan, { cost: 1 }).why).toContain("cost is missing; there is debt, interest");
});

// Identities and published values that say how inputs are read, for functions whose own tests are elsewhere.
test.each<[string, object, unknown]>([
  ["irrRoots", { values: [-100, 230, -132] }, { roots: [0.1, 0.2], signChanges: 2 }],
  ["payback", { values: [-100, 60, 80] }, 1.5],
  ["payback", { values: [-100, 60] }, null],
  ["discountedPayback", { rate: 0.1, values: [-100, 60, 80] }, 1.6875],
  ["dpi", { contributions: [60, 40], distributions: 50 }, 0.5],
  ["tvpi", { amounts: [-100, 50], nav: 70 }, 1.2],
  ["macrs", { cost: 100, years: 5 }, [20, 32, 19.2, 11.52, 11.52, 5.76]],
  ["syd", { cost: 30, salvage: 0, life: 2, per: 1 }, 20],
  ["vdb", { cost: 2400, salvage: 300, life: 10, start: 0, end: 1 }, 480],
  ["pmt", { rate: 0, nper: 10, pv: 100, when: 1 }, -10],
  ["yearFraction", { start: "2006-08-31", end: "2007-02-28", daycount: "30E/360" }, 178 / 360],
  ["cfads", { revenue: [100, 50], opex: [60, 70], taxRate: 0.25, taxBase: "revenue-opex" }, [30, -20]],
  ["dscr", { cfads: 130, interest: 60, principal: 40 }, 1.3],
  ["llcr", { cfads: [110, 121], rate: 0.1, debt: 100 }, 2],
  ["llcr", { cfads: [110, 121, 133.1], rate: 0.1, debt: 100, tenor: 2 }, 2],
  ["plcr", { cfads: [110, 121, 133.1], rate: 0.1, debt: 100, tenor: 2 }, 3],
  ["llcr", { cfads: [110, 121], rate: 0.1, balance: [100, 55] }, [2, 2]],
  ["capByGearing", { cost: 100, gearing: 0.5, fee: 0.2 }, { debt: 50 / 0.9, binding: "gearing" }],
  ["dsraTarget", { debtService: [6, 6, 6, 6], months: 2 }, [12, 12, 6, 0]],
  ["waterfall", { cfads: [9], debt: 5, rate: 0, principal: [5] }, { distributions: [4], lockedUp: [false] }],
])("%s of %j", (name, inputs, expected) => {
  expect(put(name, inputs, expected)).toEqual({ verdict: "passed" });
});

// MathWorks, xirr; pyxirr test suite, test_xirr_day_count.
test.each([
  ["30/360 SIA", 0.100675477282743],
  ["act/360", 0.0991988898057063],
  ["act/365F", 0.10064378342638],
  ["30/360 ISDA", 0.100675477282743],
  ["30E/360", 0.100675477282743],
  ["act/act ISDA", 0.100739648987346],
])("xirr by %s", (daycount, expected) => {
  const dates = ["2007-01-12", "2008-02-14", "2008-03-03", "2008-06-14", "2008-12-01"];
  expect(put("xirr", { values: [-10_000, 2500, 2000, 3000, 4000], dates, daycount }, expected, 1e-12)).toEqual({
    verdict: "passed",
  });
});
