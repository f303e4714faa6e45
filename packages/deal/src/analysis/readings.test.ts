import { describe, expect, it } from "vitest";
import { head, prepared, result } from "../small-deal.contract.ts";
import { readings } from "./readings.ts";
import { resultSchema } from "../result.ts";
import { readingsSchema, type Readings } from "./readings-result.ts";

const text = `${head}sources:
  a: { publisher: A, date: 2026-05-01, role: analyst }
  b: { publisher: B, date: 2026-05-01, role: press }
  late: { publisher: L, date: 2026-06-01, role: filing }
claims:
  low: { is: 2 USD/GPU/h, grade: estimate, from: a, about: lease, quantity: rate }
  high: { is: 5 USD/GPU/h, grade: reported, from: b, about: lease, quantity: rate }
  word: { states: dear, grade: opinion, from: b, about: lease, quantity: rate }
  money: { is: 5 USD, grade: opinion, from: b, about: lease, quantity: rate }
  size: { is: 10 GPU, grade: reported, from: b, about: lease, quantity: gpus }
  filed: { is: 7 USD/GPU/h, grade: disclosed, from: late, about: lease, quantity: rate }
  idle: { is: 1 GPU, grade: opinion, from: a, about: other, quantity: gpus }
  loss: { is: 30 USD/h, grade: reported, from: a, about: loss, quantity: loss }
  loss-2: { is: 15 USD/h, grade: reported, from: b, about: loss, quantity: loss }
conflicts:
  rate: { about: rate, between: [low, high, word, money, size, filed], disagree: Two rates., reading: The low one., open: yes }
  loss: { about: loss, between: [loss, loss-2], disagree: Two losses., reading: The large one., open: yes }
  idle: { about: idle, between: [idle, word], disagree: Nothing., reading: None., open: no }
model: { rent: { is: claims.low * claims.size, key: yes } }
thesis: { pays: { says: It pays., holds_if: rent >= claims.loss } }
decisions: { go: { says: Go?, options: { go: (rent - claims.loss) * (1 h), stay: 0 USD } } }
`;

const ran = async (of = text): Promise<Readings> => readingsSchema.parse(await readings(prepared(of)));

describe("a deal on both sides of its conflicts", () => {
  it("is what each claim makes of it", async () => {
    const { conflicts, working } = await ran();
    expect(working["model.rent"]).toBe(20);
    const sides = conflicts["rate"]?.sides ?? [];
    expect(sides.map(({ claim, is_working: as, figures }) => [claim, as, figures["model.rent"]])).toEqual([
      ["low", true, 20],
      ["high", false, 50],
      ["size", true, 20],
    ]);
    expect(sides[1]?.choices).toEqual({ go: "go" });
    expect(conflicts["rate"]?.moves).toEqual(["model.rent", "thesis.pays"]);
    expect(conflicts["loss"]?.moves).toEqual(["thesis.pays"]);
  });

  it("puts a side in the place of what the reading takes, and of nothing that is read for another reason", async () => {
    const twice = text.replace(
      "rent: { is: claims.low * claims.size",
      "rent: { is: claims.low * claims.size + (claims.high - 4 USD/GPU/h) * claims.size",
    );
    const taken = twice.replace("reading: The low one.", "reading: The low one., takes: [low]");
    const rents = async (of: string): Promise<unknown> =>
      (await ran(of)).conflicts["rate"]?.sides.map(({ claim, figures }) => [claim, figures["model.rent"]]);
    expect(await rents(taken)).toEqual([
      ["low", 30],
      ["high", 60],
      ["size", 30],
    ]);
    expect(await rents(twice)).toEqual([
      ["low", 0],
      ["high", 60],
      ["size", 30],
    ]);
    expect(() => prepared(taken.replace("takes: [low]", "takes: [loss]"))).toThrow("takes");
    const run = await result(taken);
    expect(resultSchema.parse(run)).toEqual(run);
  });

  it("leaves out what cannot be believed, and says why", async () => {
    const { conflicts } = await ran();
    expect(conflicts["rate"]?.left_out).toMatchObject({ word: "a text", filed: "not known by then" });
    expect(conflicts["rate"]?.left_out["money"]).toContain("USD");
    expect(conflicts["idle"]).toMatchObject({
      sides: [],
      moves: [],
      left_out: { idle: "no figure reads any of them" },
    });
  });

  it("has a reading of all conflicts for each thesis and one against it", async () => {
    const { extremes } = await ran();
    expect(extremes["thesis.pays"]?.helps.chance).toBe(1);
    expect(extremes["thesis.pays"]?.hurts).toEqual({ chance: 0, sides: {} });
  });

  it("takes conflicts for and against a thesis in an order that the file does not set", async () => {
    const lines = text.split("\n");
    const [rate, loss] = ["  rate: {", "  loss: { about"].map((start) =>
      lines.findIndex((line) => line.startsWith(start)),
    );
    const swapped = lines.map(
      (line, at) => lines[at === rate ? (loss ?? at) : at === loss ? (rate ?? at) : at] ?? line,
    );
    expect(swapped).not.toEqual(lines);
    const [as, other] = [await ran(), await ran(swapped.join("\n"))];
    // Either conflict alone does it: the first by id is taken, and the other then changes nothing.
    expect(as.extremes["thesis.pays"]?.helps).toEqual({ chance: 1, sides: { loss: "loss-2" } });
    expect(other.extremes).toEqual(as.extremes);
  });

  it("moves what compares two claims, though each side alone gives the same", async () => {
    const apart = text
      .replace("claims.low * claims.size", "(claims.high - claims.low) * claims.size")
      .replace("[low, high, word, money, size, filed]", "[low, high]");
    const { conflicts, working } = await ran(apart);
    expect(working["model.rent"]).toBe(30);
    expect(conflicts["rate"]?.sides.map(({ figures }) => figures["model.rent"])).toEqual([0, 0]);
    expect(conflicts["rate"]?.moves).toContain("model.rent");
  });

  it("does not move where both say the same", async () => {
    const { conflicts } = await ran(text.replace("is: 5 USD/GPU/h", "is: 2 USD/GPU/h"));
    expect(conflicts["rate"]?.moves).toEqual([]);
  });
});
