import { expect, it } from "vitest";
import { explain } from "./explain.ts";
import { figureOf, head, result } from "./small-deal.contract.ts";

const recurring = await result(`${head}
assumptions:
  draw: { is: 3 to 4 USD, because: A guess. }
  rate: { is: 1 %, because: A guess. }
  other: { is: 5 USD, because: A guess. }
model:
  balance: previous(balance, 0 USD) + draw - repayment + other * 0
  repayment: interest + 10 % * previous(balance, 0 USD)
  interest: previous(balance, 0 USD) * rate
  after: max(balance)
  before: other * 2
`);

it("figures of one recurrence rest on the same things, whichever is asked for first", () => {
  for (const name of ["balance", "repayment", "interest", "after"]) {
    expect(figureOf(recurring, `model.${name}`).grades).toEqual({ assumption: 3 });
  }
  expect(figureOf(recurring, "model.before").grades).toEqual({ assumption: 1 });
});

it("a recurrence is explained once around", () => {
  const told = explain(recurring, "model.balance");
  const itself = told?.children.find(({ path }) => path === "model.balance");
  expect(itself).toMatchObject({ seen: true, children: [] });
  expect(told?.children.map(({ path }) => path)).toEqual([
    "model.balance",
    "assumptions.draw",
    "model.repayment",
    "assumptions.other",
  ]);
});
