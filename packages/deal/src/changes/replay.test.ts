import { describe, expect, it } from "vitest";
import { head, prepared, result, shippedCatalog } from "../small-deal.contract.ts";
import { replaySchema, type Replay } from "./replay-result.ts";
import { replay } from "./replay.ts";

const deal = `${head}sources:
  a: { publisher: A, date: 2026-05-01, role: press }
  b: { publisher: B, date: 2026-05-09, role: press }
  c: { publisher: C, date: 2026-05-20, role: press }
  d: { publisher: D, date: 2026-06-01, role: party }
claims:
  rate: { is: 2 to 3 USD/GPU/h, grade: estimate, from: b, says: The rate }
  count: { is: 100 GPU, grade: reported, from: a, says: The count }
  weather: { is: 20 to 30, grade: reported, from: c, says: Nothing rests on it }
  gossip: { states: It rains., grade: opinion, from: d, says: Nothing rests on it }
  filed: { is: 5 USD/GPU/h, grade: disclosed, from: d, says: The filed rate, supersedes: [rate] }
model:
  fee: { is: claims.rate * claims.count, key: yes, says: The fee }
  count: { is: claims.count, key: yes, says: The count }
thesis: { dear: { says: It is dear., holds_if: "fee > 400 USD/h" } }
`;

async function replayed(text: string, asOf?: string): Promise<Replay> {
  const found = await replay(prepared(text).deal, shippedCatalog, { asOf, samples: 256, seed: 1 });
  if ("diagnostics" in found) throw new Error(found.diagnostics.map(({ message }) => message).join("\n"));
  return replaySchema.parse(found.replay);
}

describe("a replay", () => {
  it("has a row for each day on which evidence arrived that counts, with what it brought", async () => {
    const { days, quiet, as_of } = await replayed(deal);
    expect(days.map(({ day, arrived, others }) => [day, arrived.map(({ path }) => path), others])).toEqual([
      ["2026-05-01", ["claims.count"], 0],
      ["2026-05-09", ["claims.rate"], 0],
      ["2026-06-01", ["claims.filed"], 1],
    ]);
    expect([quiet, as_of]).toEqual([1, "2026-06-01"]);
  });

  it("gives each day what a run as of that day gives, and nothing for what waits", async () => {
    const { days } = await replayed(deal);
    expect(Object.keys(days[0]?.figures ?? {})).toEqual(["model.count"]);
    for (const { day, figures, thesis } of days) {
      const run = await result(deal, { asOf: day, samples: 256, seed: 1 });
      for (const [path, { value }] of Object.entries(figures)) expect(value).toEqual(run.figures[path]?.value);
      for (const [id, { probability }] of Object.entries(thesis))
        expect(probability).toEqual(run.thesis[id]?.probability);
    }
    expect(days.map(({ thesis }) => thesis["dear"]?.probability)).toEqual([undefined, 0, 1]);
  });

  it("ends on the day that is asked for", async () => {
    const { days, figures } = await replayed(deal, "2026-05-09");
    expect(days.map(({ day }) => day)).toEqual(["2026-05-01", "2026-05-09"]);
    expect(figures["model.fee"]).toEqual({ says: "The fee", unit: "USD/h" });
  });

  it("reads a figure in the unit of the end on every day", async () => {
    const { days, figures } = await replayed(deal.replace("is: 5 USD/GPU/h,", "is: 3600 USD/GPU/month,"));
    expect(figures["model.fee"]?.unit).toBe("USD/month");
    const fees = days.map((day) => day.figures["model.fee"]?.value);
    expect(fees[1]).toBeCloseTo(Math.sqrt(2 * 3) * 100 * 730, -3);
    expect(fees[2]).toBe(360_000);
  });

  it("has no days without claims", async () => {
    expect((await replayed(`${head}model: { a: { is: 1, key: yes } }\n`)).days).toEqual([]);
  });

  it("tells the mistakes of a deal", async () => {
    const { deal: text } = prepared(deal);
    expect(
      await replay(text, shippedCatalog, { samples: 16, seed: 1, set: new Map([["nothing", "1"]]) }),
    ).toMatchObject({
      diagnostics: [{ severity: "error" }],
    });
  });
});
