import { expect, it } from "vitest";
import { caseAt } from "./case.ts";
import { fuzz } from "./search.ts";

it("meets 2,000 mutated deals with a result or with messages", async () => {
  const { ran, refused, findings, slow } = await fuzz(2000, 20_260_509);
  expect(findings.map(({ fault }) => fault)).toEqual([]);
  expect(slow.map(({ index, seconds }) => `case ${index} took ${seconds} s`)).toEqual([]);
  expect(ran).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(1000);
});

it("makes the same case of the same number", () => {
  expect(caseAt(1, 42, [])).toEqual(caseAt(1, 42, []));
  expect(caseAt(2, 42, [])).not.toEqual(caseAt(1, 42, []));
});
