/** One test stressed: its chance, its margin, the break-evens of its inputs, its nearest failures and its tornado. */
import {
  breakEven,
  isDiscrete,
  reverseStress,
  scaledMargin,
  suppose,
  tornado,
  type DrawPlan,
  type Margin,
  type Model,
  type NarrowedModel,
} from "@underwatt/engine";
import type { Prepared } from "../prepare.ts";
import { unitOf } from "./deal-inputs.ts";
import { breakEvenOf, inputOf, intervalOf, numberOrNull, pointOf } from "./stress-cells.ts";
import { curvePlan, quantityAt, testModel, type Pause } from "./stress-model.ts";
import type { StressBreakEven, StressedTest } from "./stress-result.ts";

const scaleSamples = 512;
/** An input this much of a failure's squared distance matters, however small its swing. */
const telling = 0.03;

export interface TestOptions {
  /** Break-evens of so many inputs, those of the widest swing. */
  readonly drivers: number;
  readonly pause: Pause;
}

export async function stressTest(
  prepared: Prepared,
  path: string,
  options: TestOptions,
  progress: (share: number) => void,
): Promise<StressedTest> {
  const { graph, dependence, plan, expansion } = prepared;
  const quantity = quantityAt(prepared, path);
  const origin = expansion.origins.get(path);
  const kind = path.startsWith("thesis.") ? "thesis" : path.startsWith("breakers.") ? "breaker" : "figure";
  const about = { kind, says: origin?.says ?? path, formula: origin?.formula ?? "" } as const;
  const step = graph.program.steps[quantity.step];
  if (step?.kind === "certain") {
    const value = step.column.data[0] ?? NaN;
    const fails = kind === "breaker" ? value : 1 - value;
    return {
      ...about,
      certain: true,
      at_medians: Number.isNaN(value) ? "undefined" : fails === 1 ? "fails" : "holds",
      failure: { value: numberOrNull(fails), se: 0, low: numberOrNull(fails), high: numberOrNull(fails) },
      undefined: Number.isNaN(value) ? 1 : 0,
      margin: null,
      nearest: null,
      break_evens: [],
      tornado: [],
    };
  }
  const margin = scaledMargin(graph.program, dependence, quantity.step, { ...plan, samples: scaleSamples });
  const model = testModel(prepared, quantity.step, margin, kind === "breaker" ? -1 : 1, options.pause);
  const reverse = await reverseStress(model, plan, (share) => progress(share * 0.4));
  const [, swings] = await tornado(model);
  const felt = (swings?.swings ?? []).filter(({ input, swing }) => model.read.includes(input) && swing !== 0);
  const nearestMoves = new Set(
    reverse.points.flatMap(({ moves }) => moves.filter(({ share }) => share > telling).map(({ input }) => input)),
  );
  const chosen = [
    ...felt.map(({ input }) => input),
    ...model.read.filter((input) => isDiscreteInput(model, input)),
    ...nearestMoves,
  ].filter((input, at, all) => all.indexOf(input) === at && model.read.includes(input));
  const drivers = chosen.slice(0, options.drivers);
  const curve = curvePlan(plan);
  const basis = margin !== undefined && margin.plain && (await hasMean(model, reverse, curve)) ? "margin" : "odds";
  const evens: StressBreakEven[] = [];
  for (const [at, input] of drivers.entries()) {
    const own = (share: number): void => progress(0.4 + (0.6 * (at + share)) / drivers.length);
    evens.push(await testBreakEven(prepared, model, input, basis, margin !== undefined, curve, own));
  }
  return {
    ...about,
    certain: false,
    at_medians: reverse.atMedians,
    failure: intervalOf(reverse.probability),
    undefined: reverse.undefinedShare,
    margin:
      margin === undefined
        ? null
        : {
            at_medians: numberOrNull(reverse.marginAtMedians),
            unit: margin.plain ? unitOfPart(prepared, margin) : null,
          },
    nearest:
      margin === undefined
        ? null
        : {
            seeks: reverse.seeks,
            reach: reverse.reach,
            points: reverse.points.map((point) => ({ ...pointOf(prepared, model, point), proven: point.converged })),
            sampled: reverse.nearestSampled === undefined ? null : pointOf(prepared, model, reverse.nearestSampled),
          },
    break_evens: evens,
    tornado:
      margin === undefined
        ? []
        : felt.map(({ input, from, to, atP10, atP90 }) => ({
            ...inputOf(prepared, model, input),
            p10: from,
            p90: to,
            margin_at_p10: numberOrNull(atP10),
            margin_at_p90: numberOrNull(atP90),
          })),
  };
}

/** Whether the margin has a mean: a payback that may never come has none. */
async function hasMean(model: Model, { undefinedShare }: { undefinedShare: number }, plan: DrawPlan): Promise<boolean> {
  const { outputs } = await suppose(model, new Map(), plan);
  return undefinedShare < 1 && (outputs[1] ?? []).every((value) => Number.isFinite(value) || Number.isNaN(value));
}

async function testBreakEven(
  prepared: Prepared,
  model: NarrowedModel,
  input: number,
  basis: "margin" | "odds",
  hasMargin: boolean,
  plan: DrawPlan,
  progress: (share: number) => void,
): Promise<StressBreakEven> {
  if (isDiscreteInput(model, input) || !hasMargin)
    return breakEvenOf(
      prepared,
      model,
      await breakEven(model, { input, output: 0, target: 0.5 }, plan, progress),
      "odds",
    );
  const byMargin = await breakEven(model, { input, output: 1, target: 0 }, plan, progress);
  if (basis === "margin") return breakEvenOf(prepared, model, byMargin, "margin");
  const byOdds = await breakEven(model, { input, output: 0, target: 0.5 }, plan);
  return breakEvenOf(
    prepared,
    model,
    {
      ...byMargin,
      inExpectation: byOdds.inExpectation,
      side: { ...byMargin.side, inExpectation: byOdds.side.inExpectation },
    },
    "odds",
  );
}

/** The unit of a plain margin: that of a figure compared; days between dates. */
function unitOfPart({ graph }: Prepared, { program, parts }: Margin): string | null {
  const [part = -1] = parts;
  const step = program.steps[part];
  if (step?.kind !== "operation") return null;
  for (const argument of step.arguments) {
    if (program.steps[argument]?.random !== true) continue;
    const quantity = [...graph.quantities.values()].find((each) => each.step === argument);
    if (quantity !== undefined) return quantity.type.kind === "date" ? "day" : unitOf(quantity);
  }
  return null;
}

function isDiscreteInput({ inputs }: Model, index: number): boolean {
  const input = inputs[index];
  return input !== undefined && isDiscrete(input.distribution);
}
