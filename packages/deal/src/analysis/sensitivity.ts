/** Which uncertain inputs matter: shares of the variance of a deal's figures and tests. */
import {
  inputsRead,
  InputSpace,
  narrowedModel,
  shapleyEffects,
  sobolIndices,
  type Estimate,
  type InputGroup,
  type Model,
  type Quantity,
} from "@underwatt/engine";
import type { Origin } from "../expand/index.ts";
import type { Prepared } from "../prepare.ts";
import { findPath, isPart, leftOutWarnings, listed, QuestionError, unitOf } from "./deal-inputs.ts";
import { sensitivityVersion, type Sensitivity, type SensitivityFigure } from "./sensitivity-result.ts";
import { aboutOf, intervalOf, unsampledRunOf, type Interval } from "./shared-schema.ts";

export interface SensitivityOptions {
  /** Paths or bare names; the key figures, theses and breakers that are uncertain unless given. */
  readonly figures?: readonly string[];
  /** At most so many evaluations for all figures that rest on the same inputs, if not fewer than 16 points; 100,000 unless given. */
  readonly evaluations?: number;
  /** Inputs to take together, by name; every other input is by itself. */
  readonly groups?: readonly { readonly name: string; readonly inputs: readonly string[] }[];
  /** Awaited between evaluations, to let others have a turn. */
  readonly pause?: () => Promise<void>;
}

const usualEvaluations = 100_000;
const replicates = 8;
/** With fewer points in a replicate its spread says little about the error. */
const fewestPoints = 16;
/** At equal cost, all orders of so few groups are about as accurate as random ones, and far more so where a figure adds up. */
const mostGroupsInAllOrders = 6;

/**
 * Shares of the variance of figures that their uncertain inputs explain: Sobol indices where the inputs are independent,
 * Shapley effects where they hang together. Inputs that a figure does not rest on are not listed.
 * @throws QuestionError when a figure or group does not fit the deal
 */
export async function sensitivity(
  prepared: Prepared,
  options: SensitivityOptions = {},
  progress: (share: number) => void = () => {},
): Promise<Sensitivity> {
  const { graph } = prepared;
  checkGroupNames(prepared, options.groups ?? []);
  const chosen = chosenFigures(prepared, options.figures ?? []);
  // Figures that rest on the same inputs are answered by the same evaluations.
  const together = Map.groupBy(chosen, ({ step }) =>
    [...inputsRead(graph.program, [step])].sort((a, b) => a - b).join(),
  );
  const found = new Map<string, SensitivityFigure>();
  for (const [at, quantities] of [...together.values()].entries()) {
    const answers = await influences(prepared, quantities, options, (share) => progress((at + share) / together.size));
    for (const [index, { path }] of quantities.entries()) {
      const answer = answers[index];
      if (answer !== undefined) found.set(path, answer);
    }
  }
  return {
    schema: sensitivityVersion,
    ...aboutOf(prepared),
    run: unsampledRunOf(prepared),
    figures: Object.fromEntries(
      chosen.flatMap(({ path }) => {
        const answer = found.get(path);
        return answer === undefined ? [] : [[path, answer]];
      }),
    ),
    warnings: [...prepared.warnings, ...((options.figures ?? []).length > 0 ? [] : leftOutWarnings(prepared, isUsual))],
  };
}

const kinds = ["thesis", "breaker"];

/** Whether a figure is asked about unless others are: key figures, theses and breakers. */
function isUsual(origin: Origin): boolean {
  return origin.key === true || kinds.includes(origin.kind);
}

/** In the order asked, or else key figures, theses and breakers. */
export function chosenFigures(prepared: Prepared, wanted: readonly string[]): Quantity[] {
  const { graph, expansion, figures } = prepared;
  if (wanted.length === 0) {
    const usual = figures.flatMap((path) => {
      const origin = expansion.origins.get(path);
      const quantity = graph.quantities.get(path);
      return origin !== undefined && isUsual(origin) && quantity?.random === true && !quantity.series
        ? [{ quantity, place: kinds.indexOf(origin?.kind ?? "") }]
        : [];
    });
    return usual.sort((a, b) => a.place - b.place).map(({ quantity }) => quantity);
  }
  const names = new Set(graph.quantities.keys());
  const paths = wanted.map((name) =>
    findPath(names, name, ["model", "thesis", "breakers", "assumptions", "claims"], "figure", prepared.leftOut),
  );
  return [...new Set(paths)].flatMap((path) => {
    const quantity = graph.quantities.get(path);
    if (quantity === undefined) return [];
    if (quantity.series) throw new QuestionError(`"${path}" is a series; ask for its sum, its least or a month of it`);
    if (!quantity.random) throw new QuestionError(`"${path}" is certain: nothing moves it`);
    return [quantity];
  });
}

/** The answers for figures that rest on the same inputs. */
async function influences(
  prepared: Prepared,
  quantities: readonly Quantity[],
  { groups: asked = [], evaluations = usualEvaluations, pause }: SensitivityOptions,
  progress: (share: number) => void,
): Promise<SensitivityFigure[]> {
  const model = readModel(prepared, quantities, pause);
  const groups = groupsOf(model, asked);
  const tied = new InputSpace(model.inputs, model.dependence).dependent.map((members) =>
    members.flatMap((input) => model.inputs[input]?.name ?? []),
  );
  const all = groups.length <= mostGroupsInAllOrders;
  const cost = tied.length === 0 ? groups.length + 2 : all ? 2 ** groups.length : groups.length + 1;
  // A power of two, for even draws.
  const points = Math.max(fewestPoints, 2 ** Math.floor(Math.log2(evaluations / replicates / cost)));
  const plan = { seed: prepared.plan.seed, points, replicates, groups };
  const common = (quantity: Quantity, variance: Estimate, undefinedShare: number) => {
    const says = prepared.expansion.origins.get(quantity.path)?.says;
    return {
      ...(says === undefined ? {} : { says }),
      unit: unitOf(quantity),
      variance: intervalOf(variance),
      undefined: undefinedShare,
      replicates,
      points,
      evaluations: replicates * points * cost,
    };
  };
  if (tied.length === 0) {
    const outputs = await sobolIndices(model, plan, progress);
    return quantities.flatMap((quantity, output) => {
      const found = outputs[output];
      if (found === undefined) return [];
      const inputs = groups.map((group, index) => ({
        ...described(prepared, model, group),
        first: intervalOf(found.groups[index]?.first),
        total: intervalOf(found.groups[index]?.total),
      }));
      return [
        {
          method: "sobol",
          because: "the inputs it rests on are independent of each other",
          ...common(quantity, found.variance, found.undefinedShare),
          inputs: inputs.sort((a, b) => falling(a.total, b.total)),
          interactions: intervalOf(found.interactions),
        },
      ];
    });
  }
  const outputs = await shapleyEffects(model, { ...plan, orders: all ? "all" : "random" }, progress);
  const because = `${tied.map(listed).join(", and ")} hang together`;
  return quantities.flatMap((quantity, output) => {
    const found = outputs[output];
    if (found === undefined) return [];
    const inputs = groups.map((group, index) => ({
      ...described(prepared, model, group),
      share: intervalOf(found.groups[index]?.share),
    }));
    return [
      {
        method: "shapley",
        because,
        ...common(quantity, found.variance, found.undefinedShare),
        inputs: inputs.sort((a, b) => falling(a.share, b.share)),
      },
    ];
  });
}

/** The model of figures that read the same inputs, with these inputs only: what merely hangs together with them is left out. */
export function readModel(
  { graph, dependence }: Prepared,
  quantities: readonly Quantity[],
  pause: SensitivityOptions["pause"],
): Model {
  const narrow = narrowedModel(
    graph.program,
    dependence,
    quantities.map(({ step }) => step),
  );
  const inputs = narrow.inputs.filter((_, input) => narrow.read.includes(input));
  const names = new Set(inputs.map(({ name }) => name));
  return {
    inputs,
    dependence: {
      pairs: narrow.dependence.pairs.filter(({ between }) => between.every((name) => names.has(name))),
      drivers: narrow.dependence.drivers.map(({ name, moves }) => ({
        name,
        moves: new Map([...moves].filter(([input]) => names.has(input))),
      })),
    },
    async evaluate(values) {
      await pause?.();
      const idle = new Float64Array(values[0]?.length ?? 0);
      return await narrow.evaluate(narrow.inputs.map((_, input) => values[narrow.read.indexOf(input)] ?? idle));
    },
  };
}

/** The groups asked for, as far as the model has their inputs, and every other input by itself. */
function groupsOf({ inputs }: Model, asked: SensitivityOptions["groups"] = []): InputGroup[] {
  const indices = (names: readonly string[]): number[] =>
    inputs.flatMap(({ name }, index) => (names.includes(name) ? [index] : []));
  const grouped = asked
    .map((group) => ({ name: group.name, inputs: indices(group.inputs) }))
    .filter((group) => group.inputs.length > 0);
  const taken = new Set(grouped.flatMap((group) => group.inputs));
  const single = inputs.flatMap(({ name }, index) => (taken.has(index) ? [] : [{ name, inputs: [index] }]));
  return [...grouped, ...single];
}

function checkGroupNames({ graph }: Prepared, groups: NonNullable<SensitivityOptions["groups"]>): void {
  const names = new Set(graph.program.inputs.map(({ name }) => name));
  const owner = new Map<string, string>();
  for (const group of groups)
    for (const input of group.inputs) {
      findPath(names, input, [], "uncertain input");
      const other = owner.get(input);
      if (other !== undefined) throw new QuestionError(`"${input}" is in the group "${other}" and in "${group.name}"`);
      owner.set(input, group.name);
    }
}

function described(prepared: Prepared, model: Model, { name, inputs }: InputGroup) {
  const members = inputs.flatMap((input) => model.inputs[input] ?? []);
  const [only] = members;
  const single = only !== undefined && members.length === 1 && only.name === name;
  const origin = single ? prepared.expansion.origins.get(name) : undefined;
  return {
    input: name,
    inputs: members.map((input) => input.name),
    part: single && isPart(prepared, only),
    ...(origin?.says === undefined ? {} : { says: origin.says }),
    formula: origin?.formula ?? "",
  };
}

function falling(a: Interval, b: Interval): number {
  return (b.value ?? -1) - (a.value ?? -1);
}
