/**
 * On what evidence an answer rests. Grouped Shapley effects share the spread of a figure, its bad end and the failure of a test
 * among grades, root sources or claims. Beside them stands leave-one-out, because a claim that is false and narrow shows no
 * variance: each claim in turn is taken as about something else.
 */
import { shapleyEffects, type InputGroup, type Model, type Quantity, type ShapleyEffects } from "@underwatt/engine";
import { prepare, type Prepared } from "../prepare.ts";
import { RelianceWalk } from "../reliance.ts";
import { attributionVersion, type Attribution, type AttributionKind } from "./attribution-result.ts";
import { QuestionError, unitOf } from "./deal-inputs.ts";
import { columnsOf, quantileOf, snapshot, tenth, type Seen } from "./snapshot.ts";
import { groundOf, knownClaims } from "./input-grounds.ts";
import { chosenFigures, readModel } from "./sensitivity.ts";
import { aboutOf, intervalOf, unsampledRunOf } from "./shared-schema.ts";

export interface AttributionOptions {
  /** Paths or bare names; key figures and theses that are uncertain unless given. */
  readonly figures?: readonly string[];
  readonly by?: AttributionKind;
  /** Evaluations for figures that rest on the same inputs; 100,000 unless given. */
  readonly evaluations?: number;
  /** How many claims are left out in turn, at most; 30 unless given. */
  readonly claims?: number;
  /** Awaited between evaluations, to let others have a turn. */
  readonly pause?: () => Promise<void>;
}

const replicates = 8;
/** All orders of so many groups are taken; more are put together. */
const mostGroups = 8;
const mostClaims = 30;

/**
 * @throws QuestionError when a figure does not fit the deal, or the deal has mistakes once its claims are widened
 */
export async function attribution(
  asStated: Prepared,
  { figures = [], by = "grade", evaluations = 100_000, claims = mostClaims, pause }: AttributionOptions = {},
  progress: (share: number) => void = () => {},
): Promise<Attribution> {
  const { prepared, warnings } = widened(asStated);
  const chosen = chosenFigures(prepared, figures).filter(
    ({ path }) => figures.length > 0 || !path.startsWith("breakers."),
  );
  const tenths = lowsOf(prepared, chosen);
  const found: [string, Attribution["figures"][string]][] = [];
  for (const [index, quantity] of chosen.entries()) {
    found.push([
      quantity.path,
      await sharesOf(prepared, quantity, tenths.get(quantity.path), { by, evaluations, pause }),
    ]);
    progress((0.6 * (index + 1)) / chosen.length);
  }
  const { without, rest } = await leaveOneOut(prepared, chosen, claims, pause, (share) => progress(0.6 + 0.4 * share));
  return {
    schema: attributionVersion,
    ...aboutOf(prepared),
    run: unsampledRunOf(prepared),
    by,
    figures: Object.fromEntries(found),
    without,
    not_left_out: rest,
    warnings,
  };
}

/** The deal with its claims as unsure as their grades: without, no share would be theirs. */
function widened(prepared: Prepared): { prepared: Prepared; warnings: string[] } {
  if (prepared.expansion.reading.strength !== "off") return { prepared, warnings: [...prepared.warnings] };
  const preparation = prepare(prepared.deal, prepared.catalog, { ...prepared.options, evidence: "on" });
  if (!("prepared" in preparation)) {
    const [first] = preparation.diagnostics;
    throw new QuestionError(`with its claims widened the deal has mistakes: ${first?.message ?? "unknown"}`);
  }
  const said = "the deal reads claims as stated; for this question their grades widen them, as with --evidence on";
  return { prepared: preparation.prepared, warnings: [said, ...preparation.prepared.warnings] };
}

interface Asked {
  readonly by: AttributionKind;
  readonly evaluations: number;
  readonly pause: AttributionOptions["pause"];
}

async function sharesOf(
  prepared: Prepared,
  quantity: Quantity,
  low: number | undefined,
  { by, evaluations, pause }: Asked,
): Promise<Attribution["figures"][string]> {
  const model = readModel(prepared, [quantity], pause);
  const groups = await fewGroups(model, grouped(model, prepared, by), prepared.plan.seed);
  const points = Math.max(64, 2 ** Math.floor(Math.log2(evaluations / replicates / 2 ** groups.length)));
  const plan = { seed: prepared.plan.seed, points, replicates, groups, orders: "all" as const };
  const [spread, below] = await shapleyEffects(low === undefined ? model : withLow(model, low), plan);
  const says = prepared.expansion.origins.get(quantity.path)?.says;
  const all = rowsOf(spread, groups, model);
  return {
    ...(says === undefined ? {} : { says }),
    unit: unitOf(quantity),
    spread: all,
    ...(below === undefined ? {} : { low: rowsOf(below, groups, model) }),
    undefined: spread?.undefinedShare ?? 0,
    reading: reading(all),
  };
}

/** A second output: whether the figure falls below its tenth percentile. */
function withLow(model: Model, low: number): Model {
  return {
    ...model,
    async evaluate(values) {
      const [column = new Float64Array()] = await model.evaluate(values);
      return [column, column.map((value) => (Number.isNaN(value) ? NaN : value <= low ? 1 : 0))];
    },
  };
}

function grouped({ inputs }: Model, prepared: Prepared, by: AttributionKind): InputGroup[] {
  const found = new Map<string, number[]>();
  for (const [index, { name }] of inputs.entries()) {
    const ground = groundOf(name, prepared, by);
    found.set(ground, [...(found.get(ground) ?? []), index]);
  }
  return [...found].map(([name, members]) => ({ name, inputs: members }));
}

const theRest = "the rest";

/** The groups that matter, by a first look with random orders; those that matter least are taken together. */
async function fewGroups(model: Model, groups: InputGroup[], seed: number): Promise<InputGroup[]> {
  if (groups.length <= mostGroups) return groups;
  const [look] = await shapleyEffects(model, { seed, points: 256, replicates: 2, groups, orders: "random" });
  const shares = new Map((look?.groups ?? []).map(({ name, share }) => [name, share.value]));
  const ranked = groups.toSorted((a, b) => (shares.get(b.name) ?? 0) - (shares.get(a.name) ?? 0));
  const rest = ranked.slice(mostGroups - 1).flatMap(({ inputs }) => inputs);
  return [...ranked.slice(0, mostGroups - 1), { name: theRest, inputs: rest }];
}

function rowsOf(
  effects: ShapleyEffects | undefined,
  groups: readonly InputGroup[],
  { inputs }: Model,
): Attribution["figures"][string]["spread"] {
  const members = new Map(
    groups.map(({ name, inputs: held }) => [name, held.map((input) => inputs[input]?.name ?? "")]),
  );
  return (effects?.groups ?? [])
    .map(({ name, share }) => ({ group: name, share: intervalOf(share), inputs: members.get(name) ?? [] }))
    .sort((a, b) => (b.share.value ?? 0) - (a.share.value ?? 0));
}

/** `54 % of the spread rests on estimate, 31 % on market, 8 % on disclosed`. */
function reading(rows: readonly { group: string; share: { value: number | null } }[]): string {
  const shown = rows.filter(({ share }) => (share.value ?? 0) >= 0.005);
  if (shown.length === 0) return "nothing in it varies";
  const parts = shown.map(({ group, share }, index) => {
    const percent = `${Math.round(100 * (share.value ?? 0))} %`;
    return index === 0 ? `${percent} of the spread rests on ${group}` : `${percent} on ${group}`;
  });
  return parts.join(", ");
}

/** Tenth percentile of each figure that is no test. */
function lowsOf(prepared: Prepared, chosen: readonly Quantity[]): Map<string, number> {
  const lows = new Map<string, number>();
  for (const [path, column] of columnsOf(prepared, chosen)) {
    if (chosen.find((quantity) => quantity.path === path)?.type.kind === "number")
      lows.set(path, quantileOf(column, tenth));
  }
  return lows;
}

async function leaveOneOut(
  prepared: Prepared,
  chosen: readonly Quantity[],
  most: number,
  pause: AttributionOptions["pause"],
  progress: (share: number) => void,
): Promise<{ without: Attribution["without"]; rest: string[] }> {
  const { expansion, graph, deal, catalog, options } = prepared;
  const walk = new RelianceWalk(expansion, graph);
  const under = new Set(chosen.flatMap(({ path }) => walk.of(path).claims));
  const claims = knownClaims(under, prepared).filter((id) => expansion.widened.has(id));
  const without: Attribution["without"] = {};
  if (most === 0) return { without, rest: claims };
  const before = snapshot(prepared, chosen);
  for (const [index, id] of claims.slice(0, most).entries()) {
    await pause?.();
    const set = new Map([...(options.set ?? []), [`claims.${id}`, astray(id, prepared)]]);
    const preparation = prepare(deal, catalog, { ...options, evidence: expansion.reading.strength, set });
    progress((index + 1) / Math.min(most, claims.length));
    if (!("prepared" in preparation)) continue;
    const after = snapshot(preparation.prepared, chosen);
    const claim = expansion.book.get(id);
    without[id] = {
      grade: claim?.grade ?? "",
      printed: claim?.printed ?? "",
      figures: Object.fromEntries(
        chosen.map(({ path }) => [path, compared(before.figures.get(path), after.figures.get(path))]),
      ),
      choices: Object.fromEntries(
        [...before.choices].flatMap(([decision, option]) => {
          const now = after.choices.get(decision) ?? "";
          return now === option ? [] : [[decision, { before: option, after: now }]];
        }),
      ),
    };
  }
  return { without, rest: claims.slice(most) };
}

function compared(
  before: Seen | undefined,
  after: Seen | undefined,
): Attribution["without"][string]["figures"][string] {
  return {
    before: finite(before?.middle),
    after: finite(after?.middle),
    ...(before?.width === undefined ? {} : { width_before: finite(before.width), width_after: finite(after?.width) }),
  };
}

/** What a claim would be if it were about something else: its prior, or as wide as the table has a wrong one. */
function astray(id: string, { expansion: { book, widened: how } }: Prepared): string {
  const claim = book.get(id);
  const { scale = "factor", width } = how.get(id) ?? {};
  if (claim?.prior !== undefined) return String(claim.prior);
  const sigma = width?.wrongSigma ?? 0;
  const middle = `central(claims.${id}.printed)`;
  if (scale === "days") return `${middle} + normal(0 day, ${sigma} day)`;
  if (scale === "logit") return `1 / (1 + exp(0 - ln(${middle} / (1 - ${middle})) - normal(0, ${sigma}))) in %`;
  return `${middle} * exp(normal(0, ${sigma}))`;
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
