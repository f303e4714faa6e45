/** Estimates scaled to one published ratio between two accelerators. */
import type { TrainingEstimate } from "@underwatt/compute";

/**
 * The estimate times a factor on its speed. One ratio does not say which loss is smaller or larger: all of them shrink or grow alike,
 * so that shares of the step still add up to one.
 * @param factor at most `mostFactor`
 */
export function scaledEstimate(estimate: TrainingEstimate, factor: number): TrainingEstimate {
  const { tokensPerSecond, step, mfu, hfu, waterfall } = estimate;
  const times = ({ value, low, high }: typeof mfu, by: number): typeof mfu => ({
    value: value * by,
    low: low * by,
    high: high * by,
  });
  const [useful, ...losses] = waterfall;
  const lost = losses.reduce((sum, { share }) => sum + share, 0);
  const remaining = useful === undefined ? 1 : 1 - useful.share * factor;
  return {
    ...estimate,
    tokensPerSecond: times(tokensPerSecond, factor),
    step: times(step, 1 / factor),
    mfu: times(mfu, factor),
    hfu: hfu * factor,
    waterfall: [
      ...(useful === undefined ? [] : [{ ...useful, share: useful.share * factor }]),
      ...losses.map((loss) => ({ ...loss, share: lost > 0 ? (loss.share * remaining) / lost : loss.share })),
    ],
  };
}

/** The factor at which nothing but the model's arithmetic at the format's peak would be left. */
export function mostFactor({ waterfall }: TrainingEstimate): number {
  return 1 / (waterfall[0]?.share ?? 1);
}
