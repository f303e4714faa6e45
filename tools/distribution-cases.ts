/** Published cases of distributions, of pools of them and of scores: what the engine and the evidence say to them. */
import { metalog, normalQuantile, pert, spearmanToNormal } from "@underwatt/engine";
import {
  crpsNormal,
  disagreementIndex,
  linearPoolMoments,
  logPoolNormal,
  pedigreeGsd95,
  type Opinion,
} from "@underwatt/evidence";
import type { Inputs } from "../packages/finance/src/cases/case.contract.ts";
import type { Answers } from "../packages/finance/src/cases/check.contract.ts";

/** The functions that a case can name. */
export const distributionAnswers: Answers = {
  rankToGaussianCorrelation: (given) => spearmanToNormal(given.number("spearman|rank|rho")),
  pert(given) {
    const [low, high] = [given.number("min|low"), given.number("max|high")];
    const { mean, variance } = pert(low, given.number("mode"), high, given.number("lambda", 4));
    // The beta of that mean and variance, so that the distribution itself is judged and not its formula.
    const share = (mean - low) / (high - low);
    const sum = (share * (1 - share) * (high - low) ** 2) / variance - 1;
    return { alpha: share * sum, beta: (1 - share) * sum, mean, sd: Math.sqrt(variance), variance };
  },
  metalogSpt(given) {
    const points = [0.1, 0.5, 0.9].map((probability) => ({
      probability,
      value: given.number(`q${probability * 100}`),
    }));
    return metalog(points).quantile(given.number("at|p|probability"));
  },
  pedigreeGsd95: (given) => pedigreeGsd95(given.numbers("factors")),
  logPoolNormal: (given) => ({ ...logPoolNormal(opinionsOf(given)) }),
  linearPoolMoments: (given) => ({ ...linearPoolMoments(opinionsOf(given)) }),
  disagreementIndex: (given) => disagreementIndex(opinionsOf(given)),
  crpsNormal: (given) =>
    crpsNormal({ mean: given.number("mean"), sd: given.number("sd") }, given.number("observed|observation|x|y")),
  normalQuantile: (given) => normalQuantile(given.number("p|probability")),
};

/** Sources as lists of means, standard deviations and weights; equal weights of 1 in sum unless given. */
function opinionsOf(given: Inputs): Opinion[] {
  const [means, sds] = [given.numbers("means"), given.numbers("sds")];
  const weights = given.has("weights") ? given.numbers("weights") : means.map(() => 1 / means.length);
  if (sds.length !== means.length || weights.length !== means.length)
    throw new TypeError(`${means.length} means, ${sds.length} sds and ${weights.length} weights`);
  return means.map((mean, i) => ({ mean, sd: sds[i] ?? Number.NaN, weight: weights[i] ?? Number.NaN }));
}
