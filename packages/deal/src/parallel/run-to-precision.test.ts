import { describe, expect, it } from "vitest";
import { withSamples } from "../prepare.ts";
import { runDeal } from "../run.ts";
import { head, prepared } from "../small-deal.contract.ts";
import { runToPrecision } from "./run-to-precision.ts";

const deal = `${head}assumptions:
  price: 2 to 3 USD
  share: normal(50 %, 10 %)
model:
  total: { is: price * share, key: yes }
thesis:
  pays: { says: It pays., holds_if: total > 1.2 USD }
`;
const ready = prepared(deal, { samples: 64 });
const rough = { shareOfSd: 0.2, points: 0.1 };

describe("a run to a precision", () => {
  it("draws until the target is reached, and is the run with that many samples", async () => {
    const loose = await runToPrecision(ready, rough);
    const tight = await runToPrecision(ready, { shareOfSd: 0.01, points: 0.005 });
    expect(loose.isReached && tight.isReached).toBe(true);
    expect(tight.samples).toBeGreaterThan(4 * loose.samples);
    expect(tight.worst).toBeLessThanOrEqual(1);
    expect(tight.result).toEqual(await runDeal(withSamples(ready, tight.samples)));
  });

  it("stops at the most samples allowed, and says so", async () => {
    const found = await runToPrecision(ready, { shareOfSd: 1e-9, points: 1e-9 }, {}, 256);
    expect(found).toMatchObject({ samples: 256, isReached: false });
    expect(found.worst).toBeGreaterThan(1);
  });

  it("is a plain run where nothing varies", async () => {
    const found = await runToPrecision(prepared(`${head}model: { a: { is: 1, key: yes } }\n`, { samples: 64 }), rough);
    expect(found).toMatchObject({ samples: 64, isReached: true, worst: 0 });
  });
});
