import { describe, expect, it } from "vitest";
import { figureOf, head, mistakesIn, prepared, result } from "./small-deal.contract.ts";

const inputs = "assumptions: { a: 5 to 6, b: 1 to 2, c: 3 to 4, d: 7 }\n";
const withNet = (net: string): string => `${head}sampling: { net: [${net}] }\n${inputs}`;
const told = (deal: string): string[] =>
  mistakesIn(deal).map(({ message, expected, hint }) => [message, expected, hint].filter(Boolean).join("; "));

describe("the inputs that share one net", () => {
  it("go into the plan in their order", () => {
    expect(prepared(withNet("assumptions.c, assumptions.a")).plan.net).toEqual(["assumptions.c", "assumptions.a"]);
    expect(prepared(head + inputs).plan.net).toEqual([]);
  });

  it("are uncertain inputs, each named once", () => {
    expect(told(withNet("assumptions.a, assumption.b"))).toEqual([
      'there is no "assumption.b"; the path of an uncertain input; did you mean assumptions.b?',
    ]);
    expect(told(withNet("assumptions.d"))).toEqual([
      '"assumptions.d" is not an uncertain input; a path at which a distribution is written',
    ]);
    expect(told(withNet("assumptions.a, assumptions.b, assumptions.a"))).toEqual([
      '"assumptions.a" is in the net twice; every input once',
    ]);
    expect(told(`${head}sampling: { nett: [] }\n${inputs}`)[0]).toMatch('unknown key "nett"');
  });

  it("leave other inputs' draws, and those of the rest when one is fixed, as they were", async () => {
    const [plain, net] = [await result(head + inputs), await result(withNet("assumptions.a, assumptions.b"))];
    expect(figureOf(net, "assumptions.c")).toEqual(figureOf(plain, "assumptions.c"));
    expect(figureOf(net, "assumptions.b")).not.toEqual(figureOf(plain, "assumptions.b"));
    const set = new Map([["assumptions.a", "5.5"]]);
    const fixed = await result(withNet("assumptions.a, assumptions.b"), { set });
    expect(figureOf(fixed, "assumptions.b")).toEqual(figureOf(net, "assumptions.b"));
  });
});
