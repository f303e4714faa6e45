/** Functions that stand for distributions. */
import {
  beta,
  discrete,
  interval,
  logitNormal,
  lognormal,
  metalog,
  mixture,
  normal,
  pert,
  triangular,
  uniform,
  type Distribution,
} from "../distributions/index.ts";
import type { Expression } from "../formula/index.ts";
import { isDimensionless, type Unit } from "../units/index.ts";
import { only } from "./arithmetic.ts";
import type { Compiler, DistributionFunction, LanguageFunction } from "./function.ts";

interface Outcome {
  readonly distribution: Distribution;
  readonly unit: Unit;
}

/** A family whose first `located` arguments are outcomes in one unit and whose further ones are plain numbers. */
function family(
  name: string,
  parameters: string,
  meaning: string,
  located: number,
  count: readonly [number, number],
  make: (values: readonly number[]) => Distribution,
): DistributionFunction {
  return {
    kind: "distribution",
    name,
    signature: `${name}(${parameters})`,
    meaning,
    count,
    build(call, compiler) {
      let unit: Unit | undefined;
      const values: number[] = [];
      for (const [index, expression] of call.entries()) {
        if (index >= located) {
          values.push(compiler.certain(expression, compiler.unit("")).value);
          continue;
        }
        const parameter = compiler.certain(expression, unit);
        unit ??= parameter.unit;
        values.push(parameter.value);
      }
      return { distribution: make(values), unit: unit ?? compiler.unit("") };
    },
  };
}

/** `value @ weight` arguments, split. */
function weighted(call: readonly Expression[], compiler: Compiler): { value: Expression; weight: number }[] {
  return call.map((expression) => {
    if (expression.kind !== "weighted") {
      return compiler.fail(expression, "this argument needs a weight", "`value @ 40 %`");
    }
    return { value: expression.value, weight: compiler.certain(expression.weight, compiler.unit("")).value };
  });
}

/** What an expression written inside a mixture is: a distribution, or a certain value that stands for itself. */
function outcomeOf(
  expression: Expression,
  functions: ReadonlyMap<string, LanguageFunction>,
  compiler: Compiler,
  wanted?: Unit,
): Outcome {
  const drawn = drawnOutcome(expression, functions, compiler);
  if (drawn === undefined) {
    const { value, unit } = compiler.certain(expression, wanted);
    return { distribution: discrete([value], [1]), unit };
  }
  const unit = wanted ?? drawn.unit;
  const factor = compiler.factor(drawn.unit, unit, expression);
  return { distribution: factor === 1 ? drawn.distribution : scaled(drawn.distribution, factor), unit };
}

function drawnOutcome(
  expression: Expression,
  functions: ReadonlyMap<string, LanguageFunction>,
  compiler: Compiler,
): Outcome | undefined {
  if (expression.kind === "interval") return intervalOutcome(expression.low, expression.high, compiler);
  if (expression.kind === "name") return compiler.distributionOf(expression);
  const called = expression.kind === "call" ? functions.get(expression.name) : undefined;
  return expression.kind === "call" && called?.kind === "distribution"
    ? called.build(expression.arguments, compiler)
    : undefined;
}

/** `low to high`: the central 90 %. A share is written in percent. */
export function intervalOutcome(low: Expression, high: Expression, compiler: Compiler): Outcome {
  const first = compiler.certain(low);
  const last = compiler.certain(high, first.unit);
  const { terms } = first.unit;
  const share = terms.length > 0 && terms.every((term) => isDimensionless(term.atom.dimension));
  const scale = share ? first.unit.scale : 1;
  const plain = interval(first.value * scale, last.value * scale, share);
  return { distribution: scale === 1 ? plain : scaled(plain, 1 / scale), unit: first.unit };
}

/** The distribution of `factor * X`, for a positive factor: a share read in percent is drawn as a share. */
function scaled(of: Distribution, factor: number): Distribution {
  return {
    family: of.family,
    parameters: of.parameters,
    support: [of.support[0] * factor, of.support[1] * factor],
    mean: of.mean * factor,
    variance: of.variance * factor ** 2,
    cdf: (x) => of.cdf(x / factor),
    quantile: (u) => of.quantile(u) * factor,
  };
}

function metalogCall(name: string, bounds: readonly ("low" | "high")[], meaning: string): DistributionFunction {
  return {
    kind: "distribution",
    name,
    signature: `${name}(${[...bounds, "x @ p", "..."].join(", ")})`,
    meaning,
    count: [bounds.length + 2, bounds.length + 16],
    build(call, compiler) {
      let unit: Unit | undefined;
      const limits: { low?: number; high?: number } = {};
      for (const [index, bound] of bounds.entries()) {
        const limit = compiler.certain(only(call, index), unit);
        unit ??= limit.unit;
        limits[bound] = limit.value;
      }
      const points = weighted(call.slice(bounds.length), compiler).map(({ value, weight }) => {
        const point = compiler.certain(value, unit);
        unit ??= point.unit;
        return { value: point.value, probability: weight };
      });
      return { distribution: metalog(points, limits), unit: unit ?? compiler.unit("") };
    },
  };
}

const at = (values: readonly number[], index: number): number => values[index] ?? NaN;

/** The families, in the order of the reference page. `mixture` needs the others, so it is made from the finished table. */
export function distributionFunctions(all: ReadonlyMap<string, LanguageFunction>): DistributionFunction[] {
  return [
    family("normal", "mean, sd", "normal", 2, [2, 2], (p) => normal(at(p, 0), at(p, 1))),
    family(
      "lognormal",
      "median, sigma",
      "lognormal; sigma is the standard deviation of the logarithm",
      1,
      [2, 2],
      (p) => lognormal(at(p, 0), at(p, 1)),
    ),
    family(
      "logitnormal",
      "median, sigma",
      "share whose log-odds are normal with standard deviation sigma",
      0,
      [2, 2],
      (p) => logitNormal(at(p, 0), at(p, 1)),
    ),
    family("uniform", "low, high", "uniform", 2, [2, 2], (p) => uniform(at(p, 0), at(p, 1))),
    family("triangular", "low, mode, high", "triangular", 3, [3, 3], (p) => triangular(at(p, 0), at(p, 1), at(p, 2))),
    family("pert", "low, mode, high[, lambda]", "beta-PERT; lambda is 4 unless given", 3, [3, 4], (p) =>
      pert(at(p, 0), at(p, 1), at(p, 2), p[3] ?? 4),
    ),
    {
      kind: "distribution",
      name: "beta",
      signature: "beta(alpha, beta[, low, high])",
      meaning: "beta on 0..1, or on low..high",
      count: [2, 4],
      build(call, compiler) {
        const shape = call.slice(0, 2).map((expression) => compiler.certain(expression, compiler.unit("")).value);
        if (call.length === 2) return { distribution: beta(at(shape, 0), at(shape, 1)), unit: compiler.unit("") };
        const low = compiler.certain(only(call, 2));
        const high = call[3] === undefined ? compiler.fail(only(call, 2), "beta needs both bounds") : call[3];
        const top = compiler.certain(high, low.unit).value;
        return { distribution: beta(at(shape, 0), at(shape, 1), low.value, top), unit: low.unit };
      },
    },
    {
      kind: "distribution",
      name: "discrete",
      signature: "discrete(x @ p, ...)",
      meaning: "values with probabilities that add up to 1",
      count: [1, 200],
      build(call, compiler) {
        let unit: Unit | undefined;
        const rows = weighted(call, compiler).map(({ value, weight }) => {
          const outcome = compiler.certain(value, unit);
          unit ??= outcome.unit;
          return { value: outcome.value, weight };
        });
        const distribution = discrete(
          rows.map((row) => row.value),
          rows.map((row) => row.weight),
        );
        return { distribution, unit: unit ?? compiler.unit("") };
      },
    },
    {
      kind: "distribution",
      name: "mixture",
      signature: "mixture(x @ w, ...)",
      meaning: "one of several distributions, with weights that add up to 1",
      count: [1, 50],
      build(call, compiler) {
        let unit: Unit | undefined;
        const parts = weighted(call, compiler).map(({ value, weight }) => {
          const outcome = outcomeOf(value, all, compiler, unit);
          unit ??= outcome.unit;
          return { distribution: outcome.distribution, weight };
        });
        const distribution = mixture(
          parts.map((part) => part.distribution),
          parts.map((part) => part.weight),
        );
        return { distribution, unit: unit ?? compiler.unit("") };
      },
    },
    metalogCall("metalog", [], "through quantiles, unbounded (Keelin 2016)"),
    metalogCall("metalog-above", ["low"], "through quantiles, bounded below"),
    metalogCall("metalog-between", ["low", "high"], "through quantiles, bounded on both sides"),
  ];
}
