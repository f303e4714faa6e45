import { expect, test } from "vitest";
import { head, prepared } from "../small-deal.contract.ts";
import { joinMonths, numbersOf } from "./figure-numbers.ts";

const ready = prepared(`${head}model: { price: 1 to 2, cash: price * elapsed(2026-06-01) / (1 day) }\n`, {
  samples: 64,
});

/** Values that are undefined in some samples of the last month. */
const data = Float64Array.from({ length: 12 * 64 }, (_, index) => (index > 12 * 64 - 9 ? NaN : (index * 37) % 101));

test.each([1, 5, 11])("numbers of months apart are joined into those of all: %i and the rest", (months) => {
  const column = (from: number, to: number) => ({
    data: data.subarray(from * 64, to * 64),
    months: to - from,
    samples: 64,
  });
  const of = (from: number, to: number) =>
    numbersOf(ready, ["model.cash"], column(from, to)).map(({ numbers }) => numbers);
  const [whole] = of(0, 12);
  expect(whole?.undefined).toBe(0.125);
  expect(joinMonths([...of(0, months), ...of(months, 12)])).toEqual(whole);
});
