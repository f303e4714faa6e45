/** Distributions of all shapes for the tests of tables, with the most that each may leave to be computed. */
import {
  beta,
  discrete,
  logitNormal,
  lognormal,
  metalog,
  mixture,
  normal,
  pert,
  uniform,
  type Distribution,
} from "../distributions/index.ts";

export const families: readonly { name: string; of: Distribution; share?: number }[] = [
  { name: "pert", of: pert(0, 2, 10) },
  { name: "pert far from zero", of: pert(1e6, 1.2e6, 1.8e6) },
  { name: "beta", of: beta(2, 5) },
  { name: "beta with two peaks", of: beta(0.5, 0.5), share: 1e-5 },
  { name: "narrow beta", of: beta(900, 1200) },
  { name: "beta close to a coin toss", of: beta(0.05, 0.3), share: 0.002 },
  { name: "normal", of: normal(-3, 2) },
  { name: "lognormal", of: lognormal(5, 0.3) },
  { name: "wide lognormal", of: lognormal(5, 3) },
  { name: "logit-normal", of: logitNormal(0.6, 0.5) },
  { name: "wide logit-normal", of: logitNormal(0.9, 3) },
  {
    name: "metalog",
    of: metalog(
      [
        { probability: 0.1, value: 2 },
        { probability: 0.5, value: 3 },
        { probability: 0.9, value: 6 },
      ],
      { low: 0 },
    ),
  },
  { name: "overlapping mixture", of: mixture([normal(0, 1), normal(1, 0.5)], [0.4, 0.6]), share: 1e-4 },
  { name: "mixture with a gap", of: mixture([beta(2, 3, 0, 1), beta(2, 3, 2, 3)], [0.3, 0.7]), share: 0.02 },
  { name: "mixture with an atom", of: mixture([discrete([1], [1]), lognormal(5, 0.3)], [0.2, 0.8]), share: 0.02 },
  { name: "mixture with a kink", of: mixture([uniform(0, 1), uniform(0.5, 4)], [0.5, 0.5]), share: 0.05 },
];
