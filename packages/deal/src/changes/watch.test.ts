import { describe, expect, it } from "vitest";
import { worth } from "../analysis/worth.ts";
import { head, prepared } from "../small-deal.contract.ts";
import { watchSchema, type Watch, type WatchItem } from "./watch-result.ts";
import { watch } from "./watch.ts";

const deal = `${head}sources:
  a: { publisher: A, date: 2026-05-01, role: press }
  d: { publisher: D, date: 2026-06-01, role: party }
claims:
  rate: { is: 2 USD/GPU/h, grade: estimate, from: a, says: The rate }
  filed-fee: { is: 600 USD/h, grade: disclosed, from: d, says: The filed fee }
  filed-rate: { is: claims.filed-fee / (100 GPU), grade: disclosed, from: d, says: The filed rate, supersedes: [rate] }
  hearsay: { states: More is to come., grade: opinion, from: d, says: Hearsay }
assumptions:
  price: { is: 1 to 5 USD/GPU/h, because: Nobody says. }
model:
  rate: { is: claims.rate, key: yes, says: The rate }
  spread: { is: price - rate, says: What is left }
thesis: { dear: { says: It is dear., holds_if: "rate > 4 USD/GPU/h" } }
breakers: { thin: { says: Thin., trips_if: "spread < 0 USD/GPU/h", then: It fails. } }
decisions:
  take: { says: Take it?, options: { take: spread, leave: 0 USD/GPU/h } }
watch:
  later: { asks: And then?, due: 2027-01-01 }
  fee: { asks: What is the fee?, due: 2026-05-30, accepts: A filing, settles: rate, answered_by: [filed-fee] }
  more: { asks: Is there more?, due: 2026-06-20, answered_by: hearsay, breaker: thin }
  left: { asks: What is left?, due: 2026-06-10, settles: spread }
  late: { asks: Who is late?, due: 2026-05-08 }
  never: { asks: Whenever? }
`;

async function watched(asOf: string, withWorth = false): Promise<Watch> {
  const ready = prepared(deal, { asOf, samples: 2048 });
  return watchSchema.parse(await watch(ready, withWorth ? { worth: await worth(ready) } : {}));
}

function item({ items }: Watch, id: string): WatchItem {
  const found = items[id];
  if (found === undefined) throw new Error(`there is no ${id}`);
  return found;
}

describe("the watch list", () => {
  it("stands by what presses: overdue, due, waiting, answered, each by day", async () => {
    const states = async (asOf: string): Promise<string[]> =>
      Object.entries((await watched(asOf)).items).map(([id, { state, days }]) => `${id} ${state} ${days}`);
    expect(await states("2026-05-09")).toEqual([
      "late overdue -1",
      "fee due 21",
      "left waiting 32",
      "more waiting 42",
      "later waiting 237",
      "never waiting undefined",
    ]);
    expect(await states("2026-06-02")).toEqual([
      "late overdue -25",
      "left due 8",
      "later waiting 213",
      "never waiting undefined",
      "fee answered -3",
      "more answered 18",
    ]);
  });

  it("says what an answer moved, with what is computed from it, and what the figure was before", async () => {
    const fee = item(await watched("2026-06-02"), "fee");
    expect(fee).toMatchObject({
      accepts: "A filing",
      answers: [{ claim: "filed-fee", grade: "disclosed", published: "2026-06-01", printed: "600 USD/h" }],
      settles: { path: "model.rate", unit: "USD/h/GPU", before: { as_of: "2026-05-31", value: 2 } },
    });
    expect(fee.settles?.value).toBeCloseTo(6, 9);
    expect(fee.moved.find(({ path }) => path === "model.rate")?.without).toBe(2);
    expect(fee.moved.find(({ path }) => path === "thesis.dear")).toMatchObject({ without: 0, with: 1 });
    expect(item(await watched("2026-05-09"), "fee")).toMatchObject({ answers: [], moved: [] });
  });

  it("says that a text by itself moved nothing, and names the tests that an answer bears on", async () => {
    const found = await watched("2026-06-02");
    expect(item(found, "more")).toMatchObject({ moved: [], tests: [{ path: "breakers.thin", then: "It fails." }] });
    expect(item(found, "fee").tests.map(({ path }) => path)).toEqual(["thesis.dear", "breakers.thin"]);
    expect(item(found, "later").tests).toEqual([]);
  });

  it("has what the facts behind a question are worth where that is asked for", async () => {
    expect(item(await watched("2026-05-09"), "left").worth).toBeUndefined();
    const [fact] = item(await watched("2026-05-09", true), "left").worth ?? [];
    expect(fact).toMatchObject({ decision: "take", fact: "assumptions.price", unit: "USD/GPU/h" });
    // Take above the rate of 2, leave below.
    expect(fact?.thresholds).toMatchObject([{ below: "leave", above: "take" }]);
    expect(fact?.thresholds[0]?.at).toBeCloseTo(2, 1);
    expect(item(await watched("2026-05-09", true), "later").worth).toEqual([]);
  });
});
