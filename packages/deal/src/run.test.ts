import { expect, test } from "vitest";
import { head, result } from "./small-deal.contract.ts";

const lease = (billing: string): string => `${head}contracts:
  l:
    kind: lease
    lessor: A
    lessee: B
    gpus: 8 GPU
    price: 2 USD/GPU/h
    billing: { ${billing} }
    term: { from: 2026-06-01, months: 6 month }
`;

test("an uncertain parameter that leaves its bounds is told, with how often", async () => {
  const { warnings } = await result(lease(`take_or_pay: "uniform(50 %, 110 %)", used: 0 %`), { samples: 6000 });
  expect(warnings).toEqual([
    "contracts.l.billing.take_or_pay lies outside its bounds (0 to 100) in 17 % of the samples",
  ]);
});

test("one that stays inside is not", async () => {
  expect((await result(lease("take_or_pay: 50 to 97 %"))).warnings).toEqual([]);
});
