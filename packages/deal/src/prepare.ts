/** A deal made ready to run: expanded as of a day, typed, checked, with a plan of draws. */
import {
  formatDate,
  namesIn,
  nearest,
  Sampler,
  typeName,
  type Dependence,
  type DrawPlan,
  type Graph,
  type GraphProblem,
} from "@underwatt/engine";
import type { Strength } from "@underwatt/evidence";
import type { Catalog } from "./catalog.ts";
import { asOfDay, dealGraph } from "./deal-graph.ts";
import { decisionFaults } from "./expand/decisions.ts";
import { restingOn, type Expansion } from "./expand/index.ts";
import { meaningsOf, type MeaningId } from "./meanings/index.ts";
import { inOrder, type Diagnostic, type Message, type Span } from "./read/diagnostic.ts";
import type { DealText } from "./read/read-deal.ts";
import type { Key } from "./read/yaml-file.ts";

export interface RunOptions {
  /** `2026-05-09`; the deal's own day unless given. */
  readonly asOf?: string | undefined;
  readonly samples: number;
  readonly seed: number;
  /** Paths and formulas that replace the deal's. */
  readonly set?: ReadonlyMap<string, string>;
  readonly scenario?: string | undefined;
  /** Whether grades widen claims: `off`, `on` or `doubled`; as the deal says unless given. */
  readonly evidence?: Strength | undefined;
}

export const defaultOptions: RunOptions = { samples: 10_000, seed: 1 };

/** Independent scrambles the samples are split into: enough for a standard error, few enough to keep each one even. */
const wantedReplicates = 16;
const fewestPerReplicate = 16;

export interface Prepared {
  readonly deal: DealText;
  readonly catalog: Catalog;
  readonly options: RunOptions;
  readonly asOf: string;
  readonly expansion: Expansion;
  readonly graph: Graph;
  readonly plan: DrawPlan;
  /** How the inputs hang together. */
  readonly dependence: Dependence;
  /** Paths to report, in alphabetical order. */
  readonly figures: readonly string[];
  /** Figures and tests that wait for evidence, and the claims they wait for. */
  readonly leftOut: ReadonlyMap<string, readonly string[]>;
  /** Which utilisation figures are, by path. */
  readonly meanings: ReadonlyMap<string, MeaningId>;
  /** What is no mistake and may be one, at its place: formulas that take one meaning of utilisation for another. */
  readonly cautions: readonly Diagnostic[];
  /** In words, the cautions among them. */
  readonly warnings: readonly string[];
  readonly sampler: Sampler;
}

export type Preparation = { readonly prepared: Prepared } | { readonly diagnostics: readonly Diagnostic[] };

/** Expands, types and checks a deal. Every error is reported, none thrown. */
export function prepare(deal: DealText, catalog: Catalog, options: RunOptions): Preparation {
  const asOf = options.asOf ?? deal.document.as_of;
  const day = asOfDay(deal, asOf);
  if (typeof day !== "number") return { diagnostics: [day] };
  const { set = new Map<string, string>(), scenario, evidence } = options;
  const { expansion, graph } = dealGraph(deal, catalog, { asOf: day, set, scenario, evidence });
  const { dependence, net, faults } = drawingOf(deal, expansion, graph);
  const { mistakes, leftOut } = leftOutOf(deal, expansion, graph);
  const diagnostics = [
    ...expansion.diagnostics,
    ...graph.problems.map((problem) => problemAt(deal, expansion, problem)),
    ...boundsBroken(deal, expansion, graph),
    ...decisionFaults(deal, graph),
    ...faults,
    ...mistakes,
  ];
  if (diagnostics.length > 0) return { diagnostics: inOrder(diagnostics) };

  const { of: meanings, mixtures } = meaningsOf(expansion, graph);
  const cautions = inOrder(mixtures.map((mixture) => cautionAt(deal, expansion, mixture)));
  const plan: DrawPlan = { seed: options.seed, ...sizeOf(options.samples), net };
  const sampler = new Sampler(graph.program, plan, dependence);
  const figures = reported(expansion, graph);
  const repairs = sampler.repairs.map(
    ({ inputs, largestChange }) =>
      `the correlations of ${inputs.join(", ")} cannot hold together; they were shrunk, the largest by ${largestChange.toFixed(3)}`,
  );
  return {
    prepared: {
      deal,
      catalog,
      options,
      asOf: formatDate(day),
      expansion,
      graph,
      plan,
      dependence,
      figures,
      leftOut,
      meanings,
      cautions,
      warnings: [...(expansion.warnings ?? []), ...repairs, ...cautions.map(({ message }) => message)],
      sampler,
    },
  };
}

/** The same deal with another number of samples; nothing else of it is prepared again. */
export function withSamples(prepared: Prepared, samples: number): Prepared {
  const plan: DrawPlan = { ...prepared.plan, ...sizeOf(samples) };
  const sampler = new Sampler(prepared.graph.program, plan, prepared.dependence);
  return { ...prepared, options: { ...prepared.options, samples }, plan, sampler };
}

function sizeOf(samples: number): Pick<DrawPlan, "samples" | "replicates"> {
  return { samples, replicates: Math.max(1, Math.min(wantedReplicates, Math.floor(samples / fewestPerReplicate))) };
}

/** A graph's problem, at its place in the file. */
export function problemAt(deal: DealText, expansion: Expansion, problem: GraphProblem): Diagnostic {
  const { path, message, expected, hint } = problem;
  const { span, isPart, text } = placeOf(deal, expansion, problem);
  return deal.diagnostic("error", { message: isPart ? message : `${path}: ${message}`, expected, hint }, span, text);
}

/** The same for what is no error; its message names the path wherever it stands. */
function cautionAt(deal: DealText, expansion: Expansion, problem: GraphProblem): Diagnostic {
  const { span, text } = placeOf(deal, expansion, problem);
  return deal.diagnostic("warning", problem, span, text);
}

/** Where a stretch of a formula stands: in its file, or in a text of its own. Not `isPart` where the file has other words. */
function placeOf(
  deal: DealText,
  { origins }: Expansion,
  { path, at: part }: GraphProblem,
): { readonly span: Span; readonly isPart: boolean; readonly text?: string } {
  const origin = origins.get(path);
  const at = origin?.at;
  if (origin === undefined || at === undefined) {
    // Not of the deal's files: a formula of `--set`, or one that a component added.
    const file = origin?.overridden === true ? `--set ${path}` : path;
    return { span: { file, ...part }, isPart: true, text: origin?.formula ?? "" };
  }
  const source = deal.source(at);
  if (source?.trim() === origin.formula.trim()) return { span: deal.within(at, part.start, part.end), isPart: true };
  const span = source === undefined ? deal.locateKey(at.slice(0, -1), at.at(-1) ?? "") : deal.locate(at);
  return { span, isPart: false };
}

/** Figures to report: all but catalogue figures and attributes of claims (`.low`, `.printed`) that no figure names. */
function reported(expansion: Expansion, graph: Graph): string[] {
  const used = new Set(
    [...graph.quantities.keys()].flatMap((path) =>
      isCatalog(path) || isAttribute(path, expansion) ? [] : restingOn(expansion, graph, path),
    ),
  );
  return [...graph.quantities.keys()]
    .filter((path) => used.has(path) || !(isCatalog(path) || isAttribute(path, expansion)))
    .sort();
}

function isAttribute(path: string, expansion: Expansion): boolean {
  return path.startsWith("claims.") && expansion.book.get(path.slice("claims.".length)) === undefined;
}

function isCatalog(path: string): boolean {
  return path.startsWith("catalog.");
}

/**
 * Correlations, drivers and the net of the deal, checked against the inputs that exist. What names an input that a claim
 * has replaced, `--set` has fixed or missing evidence has left out has nothing to tie, and is dropped.
 */
function drawingOf(
  deal: DealText,
  expansion: Expansion,
  graph: Graph,
): { dependence: Dependence; net: readonly string[]; faults: Diagnostic[] } {
  const faults: Diagnostic[] = [];
  const inputs = new Set(graph.program.inputs.map((input) => input.name));
  const fault = (said: Message, at: readonly Key[]): void => {
    faults.push(deal.diagnostic("error", said, deal.locate(at)));
  };
  // A claim that its grade widens is drawn as stated, beside its error: what is tied to it is tied to that.
  const drawn = (path: string): string => (inputs.has(`${path}.stated`) ? `${path}.stated` : path);
  const known = (path: string, at: readonly Key[]): boolean => {
    if (inputs.has(drawn(path))) return true;
    const origin = expansion.origins.get(path);
    const idle = origin?.supersededBy !== undefined || origin?.overridden === true || !graph.quantities.has(path);
    if (origin === undefined) {
      const close = nearest(path, inputs);
      const hint = close === undefined ? undefined : `did you mean ${close}?`;
      fault({ message: `there is no "${path}"`, expected: "the path of an uncertain input", hint }, at);
    } else if (!idle) {
      fault(
        { message: `"${path}" is not an uncertain input`, expected: "a path at which a distribution is written" },
        at,
      );
    }
    return false;
  };
  const tied = new Set<string>();
  const pairs = (deal.document.correlations ?? []).flatMap(({ between, spearman }, index) => {
    const sure = between.map((path, side) => known(path, ["correlations", index, "between", side]));
    const [left, right] = between;
    const pair = [...between].sort().join(" ");
    if (left === right)
      fault({ message: `"${left}" is tied to itself`, expected: "two inputs" }, ["correlations", index, "between"]);
    else if (tied.has(pair)) {
      fault({ message: `"${left}" and "${right}" are tied twice`, expected: "every pair once" }, [
        "correlations",
        index,
        "between",
      ]);
    }
    tied.add(pair);
    return sure.every(Boolean) ? [{ between, spearman }] : [];
  });
  const drivers = Object.entries(deal.document.drivers ?? {})
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, { moves }]) => ({
      name,
      moves: new Map(Object.entries(moves).filter(([path]) => known(path, ["drivers", name, "moves", path]))),
    }));
  const paired = new Set(pairs.flatMap(({ between }) => between));
  const load = new Map<string, number>();
  for (const { name, moves } of drivers) {
    for (const [path, loading] of moves) {
      load.set(path, (load.get(path) ?? 0) + loading ** 2);
      const at = ["drivers", name, "moves", path];
      if (paired.has(path)) {
        fault({ message: `"${path}" is under a driver and in a pair`, expected: "one or the other" }, at);
      }
      if ((load.get(path) ?? 0) > 1) {
        const message = `the loadings on "${path}" add up to more than its whole variance`;
        fault({ message, expected: "squares that sum to at most 1" }, at);
      }
    }
  }
  const listed = new Set<string>();
  // One that is no input today keeps its place, so that the others keep their draws.
  const net = deal.document.sampling?.net ?? [];
  for (const [index, path] of net.entries()) {
    const at = ["sampling", "net", index];
    if (listed.has(path)) fault({ message: `"${path}" is in the net twice`, expected: "every input once" }, at);
    else known(path, at);
    listed.add(path);
  }
  return {
    dependence: {
      pairs: pairs.map(({ between: [left, right], spearman }) => ({ between: [drawn(left), drawn(right)], spearman })),
      drivers: drivers.map(({ name, moves }) => ({
        name,
        moves: new Map([...moves].map(([path, loading]) => [drawn(path), loading])),
      })),
    },
    net: net.map(drawn),
    faults,
  };
}

/** Parameters of components outside their bounds, where they are certain. */
function boundsBroken(deal: DealText, expansion: Expansion, graph: Graph): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [path, { bounds, at, formula, says }] of expansion.origins) {
    const quantity = graph.quantities.get(path);
    const step = graph.program.steps[quantity?.step ?? -1];
    if (bounds === undefined || quantity === undefined || step?.kind !== "certain") continue;
    const value = step.column.data[0] ?? NaN;
    const { least = -Infinity, most = Infinity } = bounds;
    if (value >= least && value <= most) continue;
    const unit = typeName(quantity.type);
    const range =
      most === Infinity
        ? `at least ${least} ${unit}`
        : least === -Infinity
          ? `at most ${most} ${unit}`
          : `between ${least} and ${most} ${unit}`;
    const said = {
      message: `${path} is ${`${value} ${unit}`.trimEnd()}, outside its bounds`,
      expected: range.trimEnd(),
      hint: says,
    };
    found.push(
      at === undefined
        ? deal.diagnostic("error", said, { file: `--set ${path}`, start: 0, end: formula.length }, formula)
        : deal.diagnostic("error", said, deal.locate(at)),
    );
  }
  return found;
}

/**
 * Definitions without a value of their own fault: one that names a text is a mistake; one that waits for a claim which
 * nobody has made by that day is left out.
 */
function leftOutOf(
  deal: DealText,
  expansion: Expansion,
  graph: Graph,
): { mistakes: Diagnostic[]; leftOut: Map<string, string[]> } {
  const mistakes: Diagnostic[] = [];
  const leftOut = new Map<string, string[]>();
  for (const [path, roots] of graph.missing) {
    if (path.startsWith("claims.")) continue;
    const at = expansion.origins.get(path)?.at;
    const texts = [...roots].filter((root) => expansion.absent.get(root) === "text");
    const waiting = [...roots].filter((root) => ["later", "unknown"].includes(expansion.absent.get(root) ?? ""));
    if (
      texts.length > 0 &&
      at !== undefined &&
      graph.quantities.get(path) === undefined &&
      namesDirectly(expansion, path, texts)
    ) {
      const said = { message: `${texts.join(", ")} is a text, not a quantity`, expected: "a claim with a value" };
      mistakes.push(deal.diagnostic("error", said, deal.locate(at)));
    }
    // An end of a claim's interval waits for the claim.
    const claims = waiting.map((root) => root.replace(/^claims\.([^.]+).*$/, "$1"));
    if (waiting.length > 0) leftOut.set(path, [...new Set(claims)].sort());
  }
  return { mistakes, leftOut };
}

/** Whether a formula names one of the paths itself, so that only the formula at fault is told. */
function namesDirectly(expansion: Expansion, path: string, wanted: readonly string[]): boolean {
  const definition = expansion.definitions.find((entry) => entry.path === path);
  return definition !== undefined && namesIn(definition.expression).some((name) => wanted.includes(name.path));
}
