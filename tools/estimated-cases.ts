/**
 * Published cases of what can only be estimated: shares of a variance, and what facts are worth. The model that a case
 * names is built and put to the engine's estimators; what they say has to agree within their own uncertainty.
 */
import {
  DecisionStudy,
  independent,
  interval,
  normal,
  shapleyEffects,
  sobolIndices,
  type Estimate,
  type Model,
  type SobolIndices,
} from "@underwatt/engine";
import { z } from "zod";
import { ishigami, linearGaussian, sobolG } from "../packages/engine/src/analysis/published-models.contract.ts";
import type { Case } from "../packages/finance/src/cases/case.contract.ts";

/** How one case came out. */
export interface EstimatedOutcome {
  readonly verdict: "passed" | "failed" | "unknown";
  /** Whether some number lay beyond the tolerance, but within the estimate's 99 % interval. */
  readonly byInterval: boolean;
  /** What was got, or why nothing. */
  readonly got: string;
}

/** A number, by itself if it is exact. */
type Answer = number | Estimate;
/** By name, or by place in a list; of a single number the name is empty. */
type Answers = Readonly<Record<string, Answer>>;

/** A 99 % interval over a 95 % one, at the 15 degrees of freedom of 16 replicates. */
const wider = 1.4;
/** An interval wider than this share of the largest number expected would let anything pass. */
const widest = 0.02;

const plan = { seed: 1, points: 8192, replicates: 16 };
const samples = 2 ** 17;

const answerers: Readonly<Record<string, (inputs: Case["inputs"]) => Promise<Answers>>> = {
  async sobolFirst(inputs) {
    return listed((await indicesOf(inputs)).groups.map(({ first }) => first));
  },
  async sobolTotal(inputs) {
    return listed((await indicesOf(inputs)).groups.map(({ total }) => total));
  },
  async outputVariance(inputs) {
    return { "": (await indicesOf(inputs)).variance };
  },
  async shapleyLinearGaussian(inputs) {
    const { beta, sigma, corr } = gaussianInputs.parse(inputs.all);
    const [effects] = await shapleyEffects(linearGaussian(beta, sigma, corr).model, plan);
    return listed(effects?.groups.map(({ share }) => share) ?? []);
  },
  async evpi(inputs) {
    return { "": (await decisionOf(inputs)).study.standing.perfect };
  },
  async evppi(inputs) {
    const { study, names } = await decisionOf(inputs);
    const of = names.indexOf(inputs.text("of", ""));
    if (of < 0) throw new TypeError(`input "of" is none of ${names.join(", ")}`);
    return { "": study.worthOf([of]).value };
  },
  lognormalFromInterval(inputs) {
    const found = interval(inputs.number("p5"), inputs.number("p95"), false);
    const { mean, variance } = found;
    const mu = Math.log(found.quantile(0.5));
    // Of a lognormal, mean = exp(mu + sigma² / 2).
    return Promise.resolve({ mu, sigma: Math.sqrt(2 * (Math.log(mean) - mu)), mean, sd: Math.sqrt(variance) });
  },
};

/** Puts one case to what it names; unknown if nothing of that name is estimated. */
export async function checkEstimate({ function: name, inputs, expected, tolerance }: Case): Promise<EstimatedOutcome> {
  const answer = Object.hasOwn(answerers, name) ? answerers[name] : undefined;
  if (answer === undefined) return { verdict: "unknown", byInterval: false, got: "" };
  try {
    return judge(await answer(inputs), byName(expected), tolerance);
  } catch (error) {
    return { verdict: "failed", byInterval: false, got: error instanceof Error ? error.message : String(error) };
  }
}

function judge(answers: Answers, expected: Readonly<Record<string, number>>, tolerance: number): EstimatedOutcome {
  const scale = Math.max(...Object.values(expected).map(Math.abs));
  let [passed, byInterval] = [Object.keys(expected).length > 0, false];
  for (const [name, wanted] of Object.entries(expected)) {
    const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
    const off = Math.abs((typeof answer === "object" ? answer.value : (answer ?? Number.NaN)) - wanted);
    if (off <= tolerance) continue;
    const reach = typeof answer === "object" ? reachOf(answer) : 0;
    if (off <= reach && reach <= widest * scale) byInterval = true;
    else passed = false;
  }
  const got = Object.keys(expected).map((name) => shown(name, answers[name]));
  return { verdict: passed ? "passed" : "failed", byInterval: passed && byInterval, got: got.join(", ") };
}

/** Half of the 99 % interval; nothing where the estimate has no error. */
function reachOf({ low, high }: Estimate): number {
  const reach = (wider * (high - low)) / 2;
  return Number.isNaN(reach) ? 0 : reach;
}

function shown(name: string, answer: Answer | undefined): string {
  const label = /^[a-z]/.test(name) ? `${name} ` : "";
  if (answer === undefined) return `${label}nothing`;
  if (typeof answer === "number") return `${label}${answer}`;
  return `${label}${answer.value.toPrecision(6)} ± ${reachOf(answer).toPrecision(2)}`;
}

function byName(expected: unknown): Record<string, number> {
  return expectation.parse(
    Array.isArray(expected) || typeof expected === "object" ? { ...expected } : { "": expected },
  );
}

function listed(answers: readonly Answer[]): Answers {
  return Object.fromEntries(answers.entries());
}

const expectation = z.record(z.string(), z.number());
const gaussianInputs = z.object({
  beta: z.array(z.number()),
  sigma: z.array(z.number()),
  corr: z.array(z.array(z.number())),
});
const varianceInputs = z.discriminatedUnion("model", [
  z.object({ model: z.literal("ishigami"), a: z.number(), b: z.number() }),
  z.object({ model: z.literal("sobolG"), a: z.array(z.number()).min(1) }),
]);
const decisionInputs = z.object({
  options: z.array(
    z.discriminatedUnion("type", [
      z.object({ type: z.literal("const"), value: z.number() }),
      z.object({ type: z.literal("linear"), terms: z.record(z.string(), z.number()) }),
    ]),
  ),
  params: z.record(z.string(), z.object({ normal: z.tuple([z.number(), z.number().positive()]) })),
});

async function indicesOf(inputs: Case["inputs"]): Promise<SobolIndices> {
  const given = varianceInputs.parse(inputs.all);
  const { model } = given.model === "ishigami" ? ishigami(given.a, given.b) : sobolG(given.a);
  const [indices] = await sobolIndices(model, plan);
  if (indices === undefined) throw new Error("the model has no output");
  return indices;
}

async function decisionOf(inputs: Case["inputs"]): Promise<{ study: DecisionStudy; names: string[] }> {
  const { options, params } = decisionInputs.parse(inputs.all);
  const names = Object.keys(params);
  const model: Model = {
    inputs: Object.entries(params).map(([name, given]) => ({ name, distribution: normal(...given.normal), unit: "" })),
    dependence: independent,
    evaluate: (values) =>
      Promise.resolve(
        options.map((option) => {
          const payoff = new Float64Array(values[0]?.length ?? 0);
          if (option.type === "const") return payoff.fill(option.value);
          for (const [name, weight] of Object.entries(option.terms)) {
            const column = values[names.indexOf(name)];
            if (column === undefined) throw new TypeError(`no parameter is named ${name}`);
            for (const [point, value] of column.entries())
              payoff[point] = (payoff[point] ?? Number.NaN) + weight * value;
          }
          return payoff;
        }),
      ),
  };
  return { study: await DecisionStudy.draw(model, { seed: plan.seed, samples, replicates: plan.replicates }), names };
}
