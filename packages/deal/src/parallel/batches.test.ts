import { describe, expect, it } from "vitest";
import { head, prepared } from "../small-deal.contract.ts";
import { batchesOf, columnsIn, widthOf } from "./batches.ts";

const { graph } = prepared(`${head}model: { price: 1 to 2, cash: price * elapsed(2026-06-01) / (1 day), sure: 3 }\n`);
const stepOf = (path: string): number => graph.quantities.get(path)?.step ?? -1;
const [price, cash, sure] = [stepOf("model.price"), stepOf("model.cash"), stepOf("model.sure")];

describe("batches", () => {
  it("are one where all fits, without what is certain", () => {
    expect(batchesOf(graph.program, [cash, sure, price], 100, 1300)).toEqual([
      [
        { step: cash, from: 0, to: 12 },
        { step: price, from: 0, to: 1 },
      ],
    ]);
  });

  it("cut a series between months where it does not fit", () => {
    expect(batchesOf(graph.program, [price, cash], 100, 700)).toEqual([
      [
        { step: price, from: 0, to: 1 },
        { step: cash, from: 0, to: 6 },
      ],
      [{ step: cash, from: 6, to: 12 }],
    ]);
  });

  it("hold a column at least", () => {
    expect(batchesOf(graph.program, [price, cash], 100, 10).map(widthOf)).toEqual(Array.from({ length: 13 }, () => 1));
  });

  it("are none without anything uncertain", () => {
    expect(batchesOf(graph.program, [sure], 100)).toEqual([]);
  });

  it("lay their columns out one after the other", () => {
    const room = Float64Array.from({ length: 8 }, (_, index) => index);
    const batch = [
      { step: 1, from: 3, to: 5 },
      { step: 2, from: 0, to: 1 },
    ];
    expect(columnsIn(room, batch, 2).map((column) => [...column])).toEqual([
      [0, 1, 2, 3],
      [4, 5],
    ]);
  });
});
