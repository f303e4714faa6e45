/** Predicted against measured, on training runs of pairs of model and chip that the fit had not seen. */
import { errorsOf, isMixture, type Prediction } from "../../fit-training/cross-validate.ts";
import { errorsSaid, scatter, shareWithin, type Pair } from "../scatter.ts";

export function predictedPicture(found: readonly Prediction[]): string {
  const kinds = [
    { label: "dense", hue: "one", runs: found.filter((one) => !isMixture(one)) },
    { label: "with experts", hue: "two", runs: found.filter(isMixture) },
  ] as const;
  const groups = kinds.map(({ runs, ...kind }) => ({
    ...kind,
    errors: errorsOf(runs),
    pairs: runs.map(({ run, tokensPerSecond }): Pair => [run.tokensPerSecond, tokensPerSecond]),
  }));
  const said = groups.map(({ label, errors, pairs }) => `${label}: ${pairs.length} runs, ${errorsSaid(errors)}`);
  const near = groups.map(({ label, pairs }) => `${shareWithin(pairs)} % of the runs ${label}`);
  return scatter(
    {
      title: `Predicted against measured: ${found.length} published training runs, each predicted by a fit that had not seen its model on its chip`,
      description: `Scatter plot of tokens a second and accelerator on logarithmic axes, along its diagonal. Within a quarter of the measured lie ${near.join(" and ")}. ${said.join(". ")}.`,
    },
    [
      {
        title: "Training speed, model and chip left out of the fit",
        lines: said,
        unit: "tokens a second and accelerator",
        least: 8,
        most: 250_000,
        ticks: [10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000],
        groups,
      },
    ],
    460,
  );
}
