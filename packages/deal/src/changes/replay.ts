/** A deal as it stood on each day on which evidence arrived: what was concluded when, by today's formulas and that day's claims. */
import { formatDate, parseDate, type UnitRegistry } from "@underwatt/engine";
import { aboutOf, sampledRunOf } from "../analysis/shared-schema.ts";
import type { Catalog } from "../catalog.ts";
import { prepare, type Prepared, type RunOptions } from "../prepare.ts";
import type { Diagnostic } from "../read/diagnostic.ts";
import type { DealText } from "../read/read-deal.ts";
import type { Cell, Figure, Result } from "../result.ts";
import { describeChange } from "./describe.ts";
import { cellIn, resultOf } from "./known.ts";
import { itemsUnder, targetsOf } from "./reach.ts";
import { replayVersion, type Replay, type ReplayDay } from "./replay-result.ts";

export interface ReplayPorts {
  /** Awaited before each day, to let others have a turn. */
  readonly pause?: (() => Promise<void>) | undefined;
  /** Called after each day with days done, of all on which evidence arrived. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Runs a deal as of each day on which a claim became known that a key figure or thesis rests on.
 * @param options `asOf` is the last day; that of the last claim unless given
 * @returns the mistakes of the deal as of the last day where there are some
 */
export async function replay(
  deal: DealText,
  catalog: Catalog,
  options: RunOptions,
  { pause, progress }: ReplayPorts = {},
): Promise<{ readonly replay: Replay } | { readonly diagnostics: readonly Diagnostic[] }> {
  const asOf = options.asOf ?? lastDay(deal);
  const end = prepare(deal, catalog, { ...options, asOf });
  if ("diagnostics" in end) return end;
  const { prepared: last } = end;
  const targets = targetsOf(last);
  const { figures: inTheEnd } = await resultOf(last, targets);
  const days = [...arrivals(last)].sort(([left], [right]) => left - right);
  const found: ReplayDay[] = [];
  for (const [index, [day, claims]] of days.entries()) {
    await pause?.();
    const row = await dayOf(deal, catalog, { ...options, asOf: formatDate(day) }, { claims, targets, last, inTheEnd });
    if (row !== undefined) found.push(row);
    progress?.(index + 1, days.length);
  }
  const { expansion, graph } = last;
  const isThesis = (path: string): boolean => path.startsWith("thesis.");
  return {
    replay: {
      schema: replayVersion,
      ...aboutOf(last),
      run: sampledRunOf(last),
      figures: Object.fromEntries(
        targets
          .filter((path) => !isThesis(path) && graph.quantities.has(path))
          .map((path) => {
            const says = expansion.origins.get(path)?.says;
            return [path, { ...(says === undefined ? {} : { says }), unit: inTheEnd[path]?.unit ?? "" }];
          }),
      ),
      thesis: Object.fromEntries(
        targets
          .filter(isThesis)
          .map((path) => [path.slice("thesis.".length), { says: expansion.origins.get(path)?.says ?? "" }]),
      ),
      days: found,
      quiet: days.length - found.length,
    },
  };
}

/** The day of the last claim. */
function lastDay({ document }: DealText): string {
  const named = Object.values(document.claims ?? {}).flatMap(({ from }) => from);
  const days = named.flatMap((source) => document.sources?.[source]?.date ?? []).sort();
  return days.at(-1) ?? document.as_of;
}

/** Claims by the day on which they became known, up to the last. */
function arrivals({ expansion, asOf }: Prepared): Map<number, string[]> {
  const found = new Map<number, string[]>();
  const until = parseDate(asOf) ?? 0;
  for (const { id, published } of expansion.book.claims) {
    if (published <= until) found.set(published, [...(found.get(published) ?? []), id]);
  }
  return found;
}

/** @returns undefined where nothing that arrived bears on a figure or thesis */
async function dayOf(
  deal: DealText,
  catalog: Catalog,
  options: RunOptions,
  {
    claims,
    targets,
    last,
    inTheEnd,
  }: { claims: readonly string[]; targets: readonly string[]; last: Prepared; inTheEnd: Result["figures"] },
): Promise<ReplayDay | undefined> {
  const preparation = prepare(deal, catalog, options);
  const day = options.asOf ?? "";
  if ("diagnostics" in preparation) {
    const mistakes = preparation.diagnostics.map(({ message }) => message);
    return { day, arrived: [], others: claims.length, figures: {}, thesis: {}, mistakes };
  }
  const { prepared } = preparation;
  const under = new Set(
    targets.flatMap((path) => (prepared.graph.quantities.has(path) ? [...itemsUnder(prepared, path)] : [])),
  );
  const bearing = claims.filter((id) => under.has(`claims.${id}`));
  if (bearing.length === 0) return undefined;
  const result = await resultOf(prepared, targets);
  return {
    day,
    arrived: bearing.map((id) => describeChange(`claims.${id}`, "new", last, prepared)),
    others: claims.length - bearing.length,
    ...pointsOf(result, inTheEnd, last.expansion.units),
  };
}

function pointsOf(
  { figures, thesis }: Result,
  inTheEnd: Result["figures"],
  units: UnitRegistry,
): Pick<ReplayDay, "figures" | "thesis"> {
  return {
    figures: Object.fromEntries(
      Object.entries(figures).flatMap(([path, figure]) => {
        const unit = inTheEnd[path]?.unit;
        const isShown = !path.startsWith("thesis.") && figure.value !== undefined && unit !== undefined;
        return isShown ? [[path, pointOf(figure, (cell) => cellIn(cell, figure.unit, { unit, units }))]] : [];
      }),
    ),
    thesis: Object.fromEntries(
      Object.entries(thesis)
        .filter(([id]) => figures[`thesis.${id}`] !== undefined)
        .map(([id, { probability, se, state }]) => [id, { probability, se, state }]),
    ),
  };
}

function pointOf(
  { value = null, p10, p90, uncertain }: Figure,
  read: (cell: Cell) => Cell,
): ReplayDay["figures"][string] {
  const ends = Array.isArray(p10) || Array.isArray(p90) ? {} : { p10: read(p10), p90: read(p90) };
  return { value: read(value), ...(uncertain ? ends : {}) };
}
