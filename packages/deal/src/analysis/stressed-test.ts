/** One test stressed: its chance, its margin, the break-evens of its inputs, its nearest failures and its tornado. */
import {
  breakEven,
  buildGraph,
  isDiscrete,
  reverseStress,
  scaledMargin,
  suppose,
  tornado,
  type Definition,
  type DrawPlan,
  type Expression,
  type Model,
  type NarrowedModel,
} from "@underwatt/engine";
import type { Prepared } from "../prepare.ts";
import { unitOf } from "./deal-inputs.ts";
import { intervalOf, numberOrNull } from "./shared-schema.ts";
import { breakEvenOf, inputOf, pointOf } from "./stress-cells.ts";
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
            unit: margin.plain ? unitCompared(prepared, path) : null,
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

/** The unit in which a test compares, that of the left side: days between dates. Null where it cannot be told. */
export function unitCompared(prepared: Prepared, path: string): string | null {
  const { expansion, graph } = prepared;
  const definition = expansion.definitions.find((each) => each.path === path);
  const found = definition === undefined ? undefined : sideCompared(definition.expression);
  if (definition === undefined || found === undefined) return null;
  if (typeof found === "string") {
    const [named] = graph.quantities.get(path)?.references ?? [];
    return named === undefined || named === path ? null : unitCompared(prepared, named);
  }
  // Names mean there what they mean in the test.
  const { searches, aliases } = definition;
  const side: Definition = {
    path: `${path}#compared`,
    expression: found,
    ...(searches === undefined ? {} : { searches }),
    ...(aliases === undefined ? {} : { aliases }),
  };
  const { quantities } = buildGraph(
    [...expansion.definitions, side],
    expansion.units,
    graph.program.calendar,
    new Set(expansion.absent.keys()),
  );
  const quantity = quantities.get(side.path);
  if (quantity === undefined) return null;
  return quantity.type.kind === "date" ? "day" : unitOf(quantity);
}

/** The left side of the comparison that a test is, or the name of another test. */
function sideCompared(expression: Expression): Expression | string | undefined {
  switch (expression.kind) {
    case "binary":
      return ["<", "<=", ">", ">="].includes(expression.operator) ? expression.left : undefined;
    case "unary":
      return sideCompared(expression.operand);
    case "call": {
      const [first] = expression.arguments;
      return first === undefined ? undefined : sideCompared(first);
    }
    case "name":
      return expression.path;
    default:
      return undefined;
  }
}

function isDiscreteInput({ inputs }: Model, index: number): boolean {
  const input = inputs[index];
  return input !== undefined && isDiscrete(input.distribution);
}
