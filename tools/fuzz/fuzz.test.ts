import { expect, it } from "vitest";
import { openCatalog } from "@underwatt/runtime";
import { caseAt } from "./case.ts";
import { runCase } from "./run-case.ts";
import { fuzz, quickBook } from "./search.ts";
import { smallSeeds } from "./seeds.ts";

it("meets 2,000 mutated deals with a result or with messages", async () => {
  const { ran, refused, findings, slow } = await fuzz(2000, 20_260_509);
  expect(findings.map(({ fault }) => fault)).toEqual([]);
  expect(slow.map(({ index, seconds }) => `case ${index} took ${seconds} s`)).toEqual([]);
  expect(ran).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(1000);
}, 400_000);

it.each(smallSeeds.map((seed) => [seed.name, seed] as const))("runs %s as it is written", async (name, { files }) => {
  const catalog = { ...openCatalog().catalog, serving: quickBook };
  const outcome = await runCase({ seed: name, files, file: "deal.yaml", asks: 1 }, catalog);
  expect(outcome).toMatchObject({ ran: true, rounded: [] });
  expect(outcome.fault).toBeUndefined();
});

it("makes the same case of the same number", () => {
  expect(caseAt(1, 42, [])).toEqual(caseAt(1, 42, []));
  expect(caseAt(2, 42, [])).not.toEqual(caseAt(1, 42, []));
});
