import { describe, expect, it } from "vitest";
import { figureOf, head, prepared, result } from "./small-deal.contract.ts";
import { WhatIf, type WhatIfAnswer } from "./what-if.ts";

const deal = `${head}
assumptions:
  price: { is: 2 to 3 USD/GPU/h, because: x }
  occupancy: { is: 70 to 97 %, because: x }
  gpus: { is: 1000 GPU, because: x }
  rate: { is: 8 %/yr, because: x }
correlations:
  - { between: [assumptions.price, assumptions.occupancy], spearman: 0.6 }
model:
  spare: 3 GPU
  rent: price * gpus * occupancy in USD/month
  cash: rent * 1 month * step(2026-07-01) - 8e6 USD * during(2026-06-01, 2026-07-01)
  value: npv(rate, cash)
  untouched: assumptions.occupancy * 2
thesis:
  pays: { says: It pays., holds_if: value > 0 USD }
`;
const paths = ["model.rent", "model.cash", "model.value", "model.untouched", "thesis.pays"];

function figures(answer: WhatIfAnswer): NonNullable<Extract<WhatIfAnswer, { figures: unknown }>["figures"]> {
  if ("problems" in answer) throw new Error(answer.problems.map(({ message }) => message).join("; "));
  return answer.figures;
}

describe("a change", () => {
  const session = new WhatIf(prepared(deal), paths);

  it.each([
    ["of a certain number", { "assumptions.gpus": "2000 GPU" }],
    ["of a distribution", { "assumptions.price": "2.5 to 4 USD/GPU/h" }],
    ["that makes a tied input certain", { "assumptions.price": "2.5 USD/GPU/h" }],
    ["that makes a certain number uncertain", { "assumptions.rate": "6 to 9 %/yr" }],
    ["of a formula, to one that needs another figure", { "model.rent": "price * (gpus + spare) in USD/month" }],
    ["of a test", { "thesis.pays": "value > 1e6 USD" }],
    ["of several at once", { "assumptions.gpus": "500 GPU", "assumptions.price": "1 to 2 USD/GPU/h" }],
    ["of nothing", {}],
  ])("%s gives what a full run gives", async (_, set) => {
    const changes = new Map(Object.entries(set));
    const full = await result(deal, { set: changes });
    for (const [path, numbers] of figures(session.change(changes))) expect(figureOf(full, path)).toMatchObject(numbers);
  });

  it("of one tied input draws the other anew, in a session that has drawn it before", async () => {
    for (const path of ["assumptions.price", "assumptions.occupancy"]) {
      const own = new WhatIf(prepared(deal), paths);
      figures(own.change(new Map()));
      const set = new Map([[path, path.endsWith("price") ? "2.5 USD/GPU/h" : "80 %"]]);
      const full = await result(deal, { set });
      for (const [name, numbers] of figures(own.change(set))) expect(figureOf(full, name)).toMatchObject(numbers);
    }
  });

  it("does not last", () => {
    const before = figures(session.change(new Map()));
    figures(session.change(new Map([["assumptions.gpus", "1 GPU"]])));
    expect(figures(session.change(new Map()))).toEqual(before);
  });

  it("leaves what does not rest on it untouched, not only equal", () => {
    const before = figures(session.change(new Map()));
    const after = figures(session.change(new Map([["assumptions.gpus", "7 GPU"]])));
    expect(after.get("model.untouched")).toBe(before.get("model.untouched"));
    expect(after.get("model.rent")).not.toEqual(before.get("model.rent"));
  });

  it.each([
    ["that cannot be read", "assumptions.gpus", "2 +", /expected|end/],
    ["in another unit", "assumptions.gpus", "2 USD", /USD|GPU/],
    ["of what is not there", "assumptions.gpu", "2 GPU", /no figure "assumptions.gpu"/],
  ])("%s is refused with the reason", (_, path, text, message) => {
    const answer = session.change(new Map([[path, text]]));
    expect("problems" in answer && answer.problems.length > 0).toBe(true);
    if ("problems" in answer) expect(answer.problems.map((problem) => problem.message).join()).toMatch(message);
  });
});

it("of a figure that is not there cannot be asked for", () => {
  expect(() => new WhatIf(prepared(deal), ["model.nothing"])).toThrow("model.nothing");
});
