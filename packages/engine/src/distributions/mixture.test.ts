import { expect, test } from "vitest";
import { agreesWithReference, distributionContract } from "./distribution.contract.ts";
import { discrete } from "./discrete.ts";
import { DistributionError } from "./distribution.ts";
import { lognormal } from "./lognormal.ts";
import { mixture } from "./mixture.ts";
import { normal } from "./normal.ts";
import { uniform } from "./uniform.ts";

agreesWithReference(
  new URL("mixture.reference.csv", import.meta.url),
  ([weight = 0, mean = 0, sd = 0, median = 0, sigma = 0]) =>
    mixture([normal(mean, sd), lognormal(median, sigma)], [weight, 1 - weight]),
  // The mixed cdf is a double below 1, so near 1 the quantile is only as sharp as that.
  (p) => 1e-12 + 1e-15 / (1 - p),
);

const never = discrete([0], [1]);
distributionContract("overlapping", mixture([normal(0, 1), lognormal(5, 0.4)], [0.3, 0.7]));
distributionContract("apart", mixture([uniform(5, 6), uniform(0, 1)], [0.25, 0.75]), { moments: 1e-2 });
distributionContract("with an atom below", mixture([never, lognormal(5, 0.4)], [0.3, 0.7]), {
  jumps: true,
  moments: 1e-2,
});
distributionContract("with an atom inside", mixture([never, normal(1, 2)], [0.3, 0.7]), { jumps: true, moments: 1e-2 });

test("pieces that do not overlap are read exactly", () => {
  const two = mixture([uniform(5, 6), uniform(0, 1)], [0.25, 0.75]);
  expect([0.375, 0.75, 0.875].map((u) => two.quantile(u))).toEqual([0.5, 1, 5.5]);
});

test.for([0, 0.1, -2.3, 1 / 3])(
  "a discrete value %f inside a continuous piece is met exactly over its whole share",
  (atom) => {
    const withAtoms = mixture([discrete([-9, atom, 8], [0.3, 0.4, 0.3]), normal(1, 2)], [0.5, 0.5]);
    const below = 0.15 + 0.5 * normal(1, 2).cdf(atom);
    for (const share of [1e-6, 0.05, 0.1, 0.15, 0.2 - 1e-6]) expect(withAtoms.quantile(below + share)).toBe(atom);
    expect(withAtoms.quantile(below - 1e-6)).toBeLessThan(atom);
    expect(withAtoms.quantile(below + 0.2 + 1e-6)).toBeGreaterThan(atom);
  },
);

test("identical components are the component", () => {
  const same = mixture([normal(2, 3), normal(2, 3)], [0.4, 0.6]);
  expect(same.quantile(0.9)).toBe(normal(2, 3).quantile(0.9));
  expect(same).toMatchObject({ mean: 2, variance: 9 });
});

test("prints weights and the components' own parameters", () => {
  expect(mixture([never, normal(1, 2)], [0.3, 0.7]).parameters).toEqual({
    "discrete1.weight": 0.3,
    "discrete1.value1": 0,
    "discrete1.weight1": 1,
    "normal2.weight": 0.7,
    "normal2.mean": 1,
    "normal2.sd": 2,
  });
});

test("refuses weights that do not sum to one", () => {
  expect(() => mixture([normal(0, 1)], [0.5])).toThrow(
    new DistributionError("mixture: the weights must sum to 1, they sum to 0.5"),
  );
});
