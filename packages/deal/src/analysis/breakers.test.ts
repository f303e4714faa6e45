import { expect, it } from "vitest";
import { head, prepared } from "../small-deal.contract.ts";
import { breakers } from "./breakers.ts";
import { breakersSchema } from "./breakers-result.ts";

const text = `${head}assumptions:
  price: { is: "normal(3 USD, 1 USD)", because: test }
  luck: { is: "discrete(0 @ 75 %, 1 @ 25 %)", because: test }
thesis:
  pays: { says: It pays., holds_if: price >= 2 USD, breakers: [falls] }
breakers:
  falls: { says: The price falls., trips_if: price < 1 USD, by: 2026-12-31, then: It does not pay. }
  bad: { says: Bad luck., trips_if: luck == 1, then: Nothing follows. }
  sure: { says: It is sure., trips_if: 2 > 1, then: So it is. }
  never: { says: It cannot be., trips_if: price > 90 USD, then: Nothing. }
`;

it("says how far a breaker is from tripping, and what a thesis is worth once it has", () => {
  const found = breakersSchema.parse(breakers(prepared(text, { samples: 65_536 })));
  const { falls, bad, sure, never } = found.breakers;
  // Two standard deviations below the mean of a normal price.
  expect(falls?.chance).toBeCloseTo(0.02275, 3);
  expect(falls?.distance?.at_medians).toBeCloseTo(2, 12);
  expect(falls?.distance?.unit).toBe("USD");
  expect(falls?.distance?.deviations).toBeCloseTo(2, 2);
  expect(found.theses["pays"]?.chance).toBeCloseTo(0.8413, 3);
  // A price below one never pays; luck has nothing to do with it.
  expect(falls?.theses_then).toEqual({ pays: 0 });
  expect(bad?.theses_then?.["pays"]).toBeCloseTo(0.8413, 2);
  expect(bad?.distance).toBeNull();
  expect(sure).toMatchObject({ chance: 1, distance: null });
  expect(sure?.theses_then?.["pays"]).toBeCloseTo(0.8413, 3);
  expect(never).toMatchObject({ chance: 0, theses_then: null, tripped_samples: 0 });
});
