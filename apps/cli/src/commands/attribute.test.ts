/** Colossus 1: on 9 May one broker says what the lease pays, on 2 June a filing does. */
import { join } from "node:path";
import { attribution, defaultOptions } from "@underwatt/deal";
import { expect, it } from "vitest";
import { open, prepareOrStop } from "../open.ts";

const deal = join(import.meta.dirname, "../../../../deals/colossus-1");
const broker = "broker-note-2026-05-08";

const opened = open(deal);
const sharesOn = async (asOf: string): Promise<ReadonlyMap<string, number>> => {
  const prepared = prepareOrStop(opened, { ...defaultOptions, asOf, evidence: "on" });
  const asked = { figures: ["cash-margin-lease"], by: "source", evaluations: 4096, claims: 0 } as const;
  const rows = (await attribution(prepared, asked)).figures["model.cash-margin-lease"]?.spread ?? [];
  return new Map(rows.map(({ group, share }) => [group, share.value ?? NaN]));
};

it("a broker's note is most of the spread of the lessor's cash margin, and none of it once a filing took its place", async () => {
  const [before, after] = [await sharesOn("2026-05-09"), await sharesOn("2026-06-02")];
  expect([...before.keys()][0]).toBe(broker);
  expect(before.get(broker)).toBeGreaterThan(0.5);
  expect(after.size).toBeGreaterThan(1);
  expect(after.get(broker) ?? 0).toBe(0);
  for (const shares of [before, after])
    expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
});
