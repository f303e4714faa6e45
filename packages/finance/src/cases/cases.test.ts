/** The case file handed over beside the repository, where it is at hand. Nothing else depends on it. */

import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkCase, financeAnswers, readCases, type Case } from "./cases.contract.ts";

const file = new URL("../../../../shared/data/finance-cases.csv", import.meta.url);

if (existsSync(file)) {
  const cases = readCases(readFileSync(file, "utf8")).filter((row) => Object.hasOwn(financeAnswers, row.function));
  test("the case file names functions of ours", () => {
    expect(cases.length).toBeGreaterThan(0);
  });
  test.for(cases)("$id $function: $source", (row) => {
    expect(checkCase(row, financeAnswers), JSON.stringify(row.expected)).toMatchObject({ verdict: "passed" });
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
  expect(checkCase(row, financeAnswers)).toEqual({ verdict: "passed", got: 1 });
  expect(checkCase({ ...row, expected: 1.01 }, financeAnswers)).toEqual({ verdict: "failed", got: 1 });
  expect(checkCase({ ...row, expected: null }, financeAnswers).verdict).toBe("failed");
  expect(checkCase({ ...row, function: "irr" }, financeAnswers).verdict).toBe("failed");
  expect(checkCase({ ...row, function: "sobolFirst" }, financeAnswers)).toEqual({ verdict: "unknown" });
  expect(checkCase({ ...row, function: "toString" }, financeAnswers)).toEqual({ verdict: "unknown" });
});
