/** A mixture: one of several distributions holds, each with its probability, such as regimes of a market. */
import { crossing } from "../numeric/index.ts";
import type { Distribution } from "./distribution.ts";
import { checkedWeights } from "./weights.ts";

interface Piece {
  readonly distribution: Distribution;
  readonly weight: number;
}

/**
 * The mixture of `components` with `weights` that sum to 1 within 1e-9.
 *
 * Where the components' supports do not overlap the quantile is the piece's own; otherwise it is found on the mixed
 * cdf between the lowest and the highest of the components' quantiles, and lands exactly on discrete values. There its
 * upper tail is as sharp as a cdf near 1 can be: relative error about 1e-15 / (1 - u).
 */
export function mixture(components: readonly Distribution[], weights: readonly number[]): Distribution {
  const shares = checkedWeights("mixture", weights, components.length);
  const pieces = components
    .map((distribution, i): Piece => ({ distribution, weight: shares[i] ?? 0 }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => one.distribution.support[0] - other.distribution.support[0]);
  const expected = (f: (distribution: Distribution) => number) =>
    pieces.reduce((sum, { distribution, weight }) => sum + weight * f(distribution), 0);

  const mean = expected((d) => d.mean);
  const cdf = (x: number) => expected((d) => d.cdf(x));
  return {
    family: "mixture",
    parameters: Object.fromEntries(components.flatMap((component, i) => parametersOf(component, i, weights[i] ?? 0))),
    support: [
      Math.min(...pieces.map(({ distribution }) => distribution.support[0])),
      Math.max(...pieces.map(({ distribution }) => distribution.support[1])),
    ],
    mean,
    variance: Number.isFinite(mean) ? expected((d) => d.variance + (d.mean - mean) ** 2) : Infinity,
    cdf: (x) => Math.min(cdf(x), 1),
    quantile: areApart(pieces) ? (u) => quantileOfOnePiece(pieces, u) : (u) => quantileByCrossing(pieces, cdf, u),
  };
}

/** Whether the pieces, sorted by where they start, each end before the next begins. */
function areApart(pieces: readonly Piece[]): boolean {
  return pieces.every(({ distribution }, i) => {
    const next = pieces[i + 1];
    return next === undefined || distribution.support[1] <= next.distribution.support[0];
  });
}

function quantileOfOnePiece(pieces: readonly Piece[], u: number): number {
  let before = 0;
  for (const { distribution, weight } of pieces) {
    if (u < before + weight) return distribution.quantile(Math.max((u - before) / weight, Number.MIN_VALUE));
    if (u === before + weight) return distribution.support[1];
    before += weight;
  }
  // Rounding of the weights' sum can leave the last sliver of u without a piece.
  return pieces.at(-1)?.distribution.quantile(1 - Number.EPSILON / 2) ?? Number.NaN;
}

function quantileByCrossing(pieces: readonly Piece[], cdf: (x: number) => number, u: number): number {
  const quantiles = pieces.map(({ distribution }) => distribution.quantile(u));
  const x = crossing((value) => cdf(value) - u, Math.min(...quantiles), Math.max(...quantiles));
  // At a jump the search stops a rounding error above it; the piece that jumps knows where exactly.
  const atoms = pieces.map(({ distribution }) => distribution.quantile(distribution.cdf(x)));
  return Math.min(x, ...atoms.filter((atom) => cdf(atom) >= u));
}

function parametersOf(component: Distribution, index: number, weight: number): [string, number][] {
  const label = `${component.family}${index + 1}`;
  const own = Object.entries(component.parameters).map(([name, value]): [string, number] => [
    `${label}.${name}`,
    value,
  ]);
  return [[`${label}.weight`, weight], ...own];
}
