/** The parts of a result that are not numbers: tests, watch list, evidence, conflicts, the run's identity. */
import { conversion, formatDate, parseDate, type Program, type Quantity } from "@underwatt/engine";
import { disagreements, type ClaimedRange } from "@underwatt/evidence";
import { catalogEvidence } from "./catalog/evidence.ts";
import type { Catalog } from "./catalog.ts";
import { hashOf } from "./canonical.ts";
import type { Prepared } from "./prepare.ts";
import { restingOn, type Expansion } from "./expand/index.ts";
import { gradeCounts, RelianceWalk } from "./reliance.ts";
import { resultVersion, type Figure, type Result } from "./result.ts";
import type { Numbers } from "./summary.ts";
import { version } from "./version.ts";

/** Puts a result together from the numbers of its figures. Keys stand in alphabetical order throughout. */
export function assemble(
  prepared: Prepared,
  numbers: ReadonlyMap<string, Numbers>,
  warnings: readonly string[],
): Result {
  const { deal, expansion, asOf, graph } = prepared;
  const { document } = deal;
  const figures = figuresOf(prepared, numbers);
  return {
    schema: resultVersion,
    deal: document.deal,
    title: document.title ?? document.deal,
    as_of: asOf,
    currency: document.currency,
    months: Array.from(graph.program.calendar.starts.subarray(0, -1), (day) => formatDate(day).slice(0, 7)),
    run: identity(prepared),
    figures,
    thesis: thesisOf(prepared, figures),
    breakers: breakersOf(prepared, figures),
    watch: watchOf(prepared),
    conflicts: conflictsOf(prepared),
    supersessions: expansion.supersessions.map((entry) => ({ ...entry, on: formatDate(entry.on) })),
    claims: claimsOf(prepared, figures),
    sources: sourcesOf(prepared, figures),
    readings: readingsOf(prepared),
    left_out: mapSorted(Object.fromEntries(prepared.leftOut), (_, claims) => [...claims]),
    warnings: [...prepared.warnings, ...warnings],
  };
}

function identity({ deal, catalog, options, asOf, plan, expansion }: Prepared): Result["run"] {
  const parts = {
    version,
    seed: plan.seed,
    samples: plan.samples,
    replicates: plan.replicates,
    ...(options.scenario === undefined ? {} : { scenario: options.scenario }),
    ...(options.set === undefined || options.set.size === 0
      ? {}
      : { set: Object.fromEntries([...options.set].sort(([left], [right]) => (left < right ? -1 : 1))) }),
    ...evidenceOf(expansion),
    deal: hashOf(deal.document),
    catalog: hashOf(catalogUsed(catalog, expansion)),
  };
  return { ...parts, hash: hashOf({ ...parts, asOf }) };
}

/** How claims were read, where their grades widened them. */
export function evidenceOf({ reading: { strength, table } }: Expansion): Pick<Result["run"], "evidence"> {
  return strength === "off" ? {} : { evidence: { strength, rules: table.version } };
}

/** The serving model counts where it was asked: without, a run does not depend on it. */
function catalogUsed({ serving, ...figures }: Catalog, { askedWith }: Expansion): object {
  return serving === undefined || askedWith === undefined ? figures : { ...figures, serving: serving.hash };
}

function figuresOf(
  { figures, expansion, graph, meanings }: Prepared,
  numbers: ReadonlyMap<string, Numbers>,
): Result["figures"] {
  const walk = new RelianceWalk(expansion, graph);
  const found: Record<string, Figure> = {};
  for (const path of figures) {
    const origin = expansion.origins.get(path);
    const counted = numbers.get(path);
    if (origin === undefined || counted === undefined) continue;
    const reliance = walk.of(path);
    const means = meanings.get(path);
    found[path] = {
      ...counted,
      kind: origin.kind,
      formula: origin.formula,
      ...(origin.says === undefined ? {} : { says: origin.says }),
      ...(origin.because === undefined ? {} : { because: origin.because }),
      ...(means === undefined ? {} : { means }),
      ...(origin.key === true ? { key: true } : {}),
      ...(origin.supersededBy === undefined ? {} : { superseded_by: origin.supersededBy }),
      grades: gradeCounts(reliance, expansion),
      ...(reliance.remarks.length === 0 ? {} : { remarks: [...reliance.remarks] }),
      uses: [...restingOn(expansion, graph, path)],
      claims: [...reliance.claims],
    };
  }
  return found;
}

/** Verbal steps of a probability; the outer ones are what an underwriter would act on without asking further. */
function step<T>(
  probability: number | null,
  [sure, likely, open, unlikely, not]: readonly [T, T, T, T, T],
  none: T,
): T {
  if (probability === null) return none;
  if (probability >= 0.95) return sure;
  if (probability >= 0.67) return likely;
  if (probability > 0.33) return open;
  return probability > 0.05 ? unlikely : not;
}

function chance(figure: Figure | undefined): { probability: number | null; se: number; undefined: number } {
  const probability = typeof figure?.value === "number" ? figure.value : null;
  return {
    probability,
    se: typeof figure?.se === "number" ? figure.se : 0,
    undefined: figure?.undefined ?? (figure === undefined ? 1 : 0),
  };
}

function thesisOf({ deal }: Prepared, figures: Result["figures"]): Result["thesis"] {
  return mapSorted(deal.document.thesis, (id, { says, holds_if, breakers }) => {
    const odds = chance(figures[`thesis.${id}`]);
    const state = step(
      odds.probability,
      ["holds", "likely", "open", "unlikely", "fails"] as const,
      "undefined" as const,
    );
    return { says, holds_if: String(holds_if), ...odds, state, breakers: breakers ?? [] };
  });
}

function breakersOf({ deal }: Prepared, figures: Result["figures"]): Result["breakers"] {
  return mapSorted(deal.document.breakers, (id, { says, trips_if, by, then }) => {
    const { probability, se } = chance(figures[`breakers.${id}`]);
    const state = step(probability, ["tripped", "likely", "open", "unlikely", "clear"] as const, "undefined" as const);
    return { says, trips_if: String(trips_if), probability, se, state, ...(by === undefined ? {} : { by }), then };
  });
}

/** Days before the due day from which an item counts as due. */
const dueSoon = 30;

function watchOf({ deal, asOf, expansion }: Prepared): Result["watch"] {
  const today = parseDate(asOf) ?? 0;
  return mapSorted(deal.document.watch, (_, { asks, due, settles, breaker, answered_by }) => {
    const answers = (typeof answered_by === "string" ? [answered_by] : (answered_by ?? [])).filter(
      (id) => (expansion.book.get(id)?.published ?? Infinity) <= today,
    );
    const day = due === undefined ? Infinity : (parseDate(due) ?? Infinity);
    const pending = day < today ? "overdue" : day - today <= dueSoon ? "due" : "waiting";
    return {
      asks,
      ...(due === undefined ? {} : { due }),
      state: answers.length > 0 ? ("answered" as const) : pending,
      ...(settles === undefined ? {} : { settles }),
      ...(breaker === undefined ? {} : { breaker }),
      answered_by: answers,
    };
  });
}

/** Those the deal names and at least two of whose claims are known, and those found among the numbers. */
function conflictsOf(prepared: Prepared): Result["conflicts"] {
  const { deal, expansion, asOf } = prepared;
  const today = parseDate(asOf) ?? 0;
  const replaced = new Set(expansion.supersessions.map((entry) => entry.path));
  const known = (id: string): boolean => (expansion.book.get(id)?.published ?? Infinity) <= today;
  const conflicts: Result["conflicts"] = {};
  for (const [id, conflict] of Object.entries(deal.document.conflicts ?? {})) {
    const { about, disagree, reading } = conflict;
    const between = conflict.between.filter(known);
    if (between.length < Math.min(2, conflict.between.length)) continue;
    const standing = between.filter((claim) => !replaced.has(`claims.${claim}`));
    conflicts[id] = { about, between, disagree, reading, open: conflict.open && standing.length > 1, declared: true };
  }
  const named = Object.values(deal.document.conflicts ?? {}).map((conflict) => new Set(conflict.between));
  for (const found of disagreements(rangesOf(prepared, (id) => known(id) && !replaced.has(`claims.${id}`)))) {
    if (named.some((claims) => found.between.every((id) => claims.has(id)))) continue;
    conflicts[`${found.about}-${found.quantity}`] = {
      about: found.quantity,
      between: [...found.between],
      disagree: `${found.between.length} claims about ${found.quantity} of ${found.about} do not agree.`,
      reading: "None yet.",
      open: true,
      declared: false,
    };
  }
  return mapSorted(conflicts, (_, conflict) => conflict);
}

/** Claims with numbers, as ranges in the unit of the first of their kind. */
function rangesOf({ expansion, graph }: Prepared, counts: (id: string) => boolean): ClaimedRange[] {
  const ranges: ClaimedRange[] = [];
  const units = new Map<string, Quantity["type"]>();
  for (const claim of expansion.book.claims) {
    if (!counts(claim.id) || claim.quantity === undefined || claim.value === undefined) continue;
    const point = graph.quantities.get(`claims.${claim.id}.printed`);
    if (point === undefined || point.type.kind === "boolean") continue;
    const key = `${claim.about} ${claim.quantity}`;
    const wanted = units.get(key) ?? point.type;
    units.set(key, wanted);
    const end = (side: "low" | "high"): number => {
      const quantity = graph.quantities.get(`claims.${claim.id}.${side}`) ?? point;
      return certainIn(graph.program, quantity, wanted);
    };
    const [low, high] = [
      claim.ceiling && !claim.floor ? -Infinity : end("low"),
      claim.floor && !claim.ceiling ? Infinity : end("high"),
    ];
    if (Number.isNaN(low) || Number.isNaN(high)) continue;
    ranges.push({ id: claim.id, about: claim.about, quantity: claim.quantity, unit: "", low, high });
  }
  return ranges;
}

/** A certain scalar in the unit of another type; NaN when it is not one or does not convert. */
function certainIn(program: Program, quantity: Quantity, wanted: Quantity["type"]): number {
  const step = program.steps[quantity.step];
  if (step?.kind !== "certain") return NaN;
  const value = step.column.data[0] ?? NaN;
  if (quantity.type.kind !== wanted.kind) return NaN;
  if (quantity.type.kind !== "number" || wanted.kind !== "number") return value;
  return value * (conversion(quantity.type.unit, wanted.unit) ?? NaN);
}

function claimsOf({ expansion, asOf }: Prepared, figures: Result["figures"]): Result["claims"] {
  const today = parseDate(asOf) ?? 0;
  const claims: Result["claims"] = {};
  for (const claim of expansion.book.claims) {
    if (claim.published > today) continue;
    const by = expansion.supersessions.find((entry) => entry.path === `claims.${claim.id}`)?.by;
    claims[claim.id] = {
      says: claim.says,
      printed: claim.printed,
      grade: claim.grade,
      about: claim.about,
      published: formatDate(claim.published),
      ...(claim.asOf === undefined ? {} : { as_of: claim.asOf }),
      sources: [...claim.sources],
      ...(by === undefined ? {} : { superseded_by: by }),
      ...(claim.note === undefined ? {} : { note: claim.note }),
    };
  }
  for (const { path, about, is, says, from, grade, note } of catalogEvidence(expansion.catalog)) {
    if (figures[path] === undefined) continue;
    claims[path] = {
      says,
      printed: is,
      grade,
      about,
      published: expansion.catalog.sources[from]?.date ?? "",
      sources: [from],
      ...(note === undefined ? {} : { note }),
    };
  }
  return mapSorted(claims, (_, claim) => claim);
}

function sourcesOf({ deal, expansion }: Prepared, figures: Result["figures"]): Result["sources"] {
  const evidence = catalogEvidence(expansion.catalog).filter(({ path }) => figures[path] !== undefined);
  const used = new Set(evidence.map(({ from }) => from));
  const fromCatalog = Object.fromEntries(Object.entries(expansion.catalog.sources).filter(([id]) => used.has(id)));
  return mapSorted({ ...fromCatalog, ...deal.document.sources }, (id, source) => ({
    publisher: source.publisher,
    title: source.title ?? id,
    date: source.date,
    role: source.role,
    ...(source.url === undefined ? {} : { url: source.url }),
    ...(source.root === undefined ? {} : { root: source.root }),
  }));
}

/** How each input was read, in the unit it was written in. */
function readingsOf({ graph }: Prepared): Result["readings"] {
  const readings: Record<string, string> = {};
  const digits = (value: number): string =>
    Number(value.toPrecision(4)).toLocaleString("en-US", { maximumFractionDigits: 12 });
  for (const { name, distribution, unit } of graph.program.inputs) {
    const points = [0.05, 0.5, 0.95].map((u) => digits(distribution.quantile(u))).join(" / ");
    readings[name] = `${distribution.family}, 5/50/95 % at ${points}${unit === "" ? "" : ` ${unit}`}`;
  }
  return mapSorted(readings, (_, reading) => reading);
}

function mapSorted<T, U>(
  record: Readonly<Record<string, T>> | undefined,
  f: (key: string, value: T) => U,
): Record<string, U> {
  const entries = Object.entries(record ?? {}).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return Object.fromEntries(entries.map(([key, value]) => [key, f(key, value)]));
}
