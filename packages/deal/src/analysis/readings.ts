/**
 * Opposing readings: the deal on each side of each conflict. A side is believed by letting every claim of the conflict that
 * formulas read say what its claim says.
 */
import { formatDate, type Quantity } from "@underwatt/engine";
import type { BookClaim } from "../claim-book.ts";
import { prepare, type Prepared } from "../prepare.ts";
import { RelianceWalk } from "../reliance.ts";
import { unitOf } from "./deal-inputs.ts";
import { readingsVersion, type Readings } from "./readings-result.ts";
import { aboutOf, numberOrNull, unsampledRunOf } from "./shared-schema.ts";
import { snapshot, type Snapshot } from "./snapshot.ts";

export interface ReadingsOptions {
  /** Awaited between runs, to let others have a turn. */
  readonly pause?: () => Promise<void>;
}

type Conflict = Readings["conflicts"][string];

/** What each conflict member is believed instead of: formulas to set, by path. */
type Belief = ReadonlyMap<string, string>;

interface Side {
  readonly claim: string;
  readonly belief: Belief;
}

/** A change by less than this share of a figure is none. */
const same = 1e-9;

/** Key figures and theses of a deal on each side of its conflicts, and the readings that help and hurt each thesis most. */
export async function readings(
  prepared: Prepared,
  { pause }: ReadingsOptions = {},
  progress: (share: number) => void = () => {},
): Promise<Readings> {
  const chosen = chosenOf(prepared);
  const working = snapshot(prepared, chosen);
  const present = plain(working).figures;
  const read = readClaims(prepared);
  const all = Object.entries(prepared.deal.document.conflicts ?? {});
  const conflicts: Record<string, Conflict> = {};
  const sides = new Map<string, readonly Side[]>();
  for (const [index, [id, conflict]] of all.entries()) {
    const found = membersOf(prepared, conflict, read);
    const shown: Conflict["sides"] = [];
    const usable: Side[] = [];
    for (const side of found.sides) {
      await pause?.();
      const there = believed(prepared, side.belief);
      if (!("prepared" in there)) {
        found.left_out[side.claim] = there.because;
        continue;
      }
      const seen = side.belief.size === 0 ? working : snapshot(there.prepared, chosen);
      const claim = prepared.expansion.book.get(side.claim);
      usable.push(side);
      shown.push({
        claim: side.claim,
        printed: claim?.printed ?? "",
        grade: claim?.grade ?? "",
        is_working: side.belief.size === 0,
        ...plain(seen),
      });
    }
    const moves = chosen
      .map(({ path }) => path)
      .filter((path) => differ([present[path] ?? null, ...shown.map(({ figures }) => figures[path] ?? null)]));
    conflicts[id] = {
      about: conflict.about,
      disagree: conflict.disagree,
      reading: conflict.reading,
      sides: shown,
      left_out: found.left_out,
      moves,
    };
    if (moves.length > 0) sides.set(id, usable);
    progress((0.6 * (index + 1)) / all.length);
  }
  const theses = chosen.filter(({ path }) => path.startsWith("thesis."));
  const extremes: Readings["extremes"] = {};
  for (const [index, thesis] of theses.entries()) {
    const towards = async (sign: 1 | -1) => await extreme(prepared, thesis, conflicts, sides, sign, pause);
    extremes[thesis.path] = { helps: await towards(1), hurts: await towards(-1) };
    progress(0.6 + (0.4 * (index + 1)) / theses.length);
  }
  return {
    schema: readingsVersion,
    ...aboutOf(prepared),
    run: unsampledRunOf(prepared),
    units: Object.fromEntries(chosen.map((quantity) => [quantity.path, unitOf(quantity)])),
    working: present,
    choices: plain(working).choices,
    conflicts,
    extremes,
    warnings: [...prepared.warnings],
  };
}

/** Key figures, then theses. */
function chosenOf({ graph, expansion, figures }: Prepared): Quantity[] {
  const isThesis = (path: string): boolean => path.startsWith("thesis.");
  return figures
    .flatMap((path) => {
      const quantity = graph.quantities.get(path);
      const asked = expansion.origins.get(path)?.key === true || isThesis(path);
      return quantity === undefined || quantity.series || !asked ? [] : [quantity];
    })
    .sort((a, b) => Number(isThesis(a.path)) - Number(isThesis(b.path)));
}

/** Claims that any figure of the deal rests on. */
function readClaims(prepared: Prepared): ReadonlySet<string> {
  const walk = new RelianceWalk(prepared.expansion, prepared.graph);
  const own = prepared.figures.filter((path) => !path.startsWith("claims.") && !path.startsWith("catalog."));
  return new Set(own.flatMap((path) => walk.of(path).claims));
}

/** For each member that has a number by that day: what must be set for it to be believed. */
function membersOf(
  prepared: Prepared,
  { between, takes = between }: { readonly between: readonly string[]; readonly takes?: readonly string[] | undefined },
  read: ReadonlySet<string>,
): { sides: Side[]; left_out: Record<string, string> } {
  const { book } = prepared.expansion;
  const left_out: Record<string, string> = {};
  const sides: Side[] = [];
  const working = takes.filter((id) => read.has(id));
  for (const id of between) {
    const claim = book.get(id);
    if (claim === undefined || formatDate(claim.published) > prepared.asOf) left_out[id] = "not known by then";
    else if (claim.value === undefined) left_out[id] = claim.unknown ? "nobody gives it" : "a text";
    else if (working.length === 0) left_out[id] = "no figure reads any of them";
    else {
      const rivals = working.filter((other) => other !== id && areRivals(claim, book.get(other)));
      // Two claims that formulas read beside each other are no rivals; one that none reads is, by the author's word.
      const instead = rivals.length > 0 || read.has(id) ? rivals : working;
      sides.push({ claim: id, belief: new Map(instead.map((other) => [`claims.${other}`, `claims.${id}.printed`])) });
    }
  }
  return { sides, left_out };
}

/** Whether two claims give one quantity of one thing. */
function areRivals(one: BookClaim, other: BookClaim | undefined): boolean {
  return one.about === other?.about && one.quantity === other.quantity;
}

/** The deal with a belief beside what is set already; or why it does not stand so. */
function believed({ deal, catalog, options }: Prepared, belief: Belief): { prepared: Prepared } | { because: string } {
  const set = new Map([...(options.set ?? []), ...belief]);
  const preparation = prepare(deal, catalog, { ...options, set });
  if ("prepared" in preparation) return preparation;
  return { because: preparation.diagnostics[0]?.message ?? "the deal has mistakes then" };
}

function plain({ figures, choices }: Snapshot): {
  figures: Record<string, number | null>;
  choices: Record<string, string>;
} {
  return {
    figures: Object.fromEntries([...figures].map(([path, { middle }]) => [path, numberOrNull(middle)])),
    choices: Object.fromEntries(choices),
  };
}

function differ(values: readonly (number | null)[]): boolean {
  const [first, ...others] = values;
  return others.some((value) =>
    first === null || first === undefined || value === null
      ? value !== first
      : Math.abs(value - first) > same * Math.max(1, Math.abs(first)),
  );
}

/**
 * One conflict after the other, by what moves a thesis most alone and then by id, takes the side that is best for it (or
 * worst), given the sides taken before. Greedy: near the extreme, not sure to be it.
 */
async function extreme(
  prepared: Prepared,
  thesis: Quantity,
  conflicts: Readonly<Record<string, Conflict>>,
  sides: ReadonlyMap<string, readonly Side[]>,
  sign: 1 | -1,
  pause: ReadingsOptions["pause"],
): Promise<{ chance: number | null; sides: Record<string, string> }> {
  const chanceWith = (belief: Belief): number => {
    const there = believed(prepared, belief);
    return "prepared" in there ? (snapshot(there.prepared, [thesis]).figures.get(thesis.path)?.middle ?? NaN) : NaN;
  };
  let belief: Belief = new Map();
  const start = chanceWith(belief);
  let chance = start;
  const taken: Record<string, string> = {};
  const reach = (id: string): number => {
    const chances = conflicts[id]?.sides.map(({ figures }) => figures[thesis.path] ?? start) ?? [];
    return Math.max(0, ...chances.map((there) => sign * (there - start)));
  };
  const moving = [...sides]
    .filter(([id]) => conflicts[id]?.moves.includes(thesis.path) === true)
    .sort(([one], [other]) => reach(other) - reach(one) || (one < other ? -1 : 1));
  for (const [id, of] of moving) {
    const before = belief;
    for (const side of of) {
      await pause?.();
      const joint = new Map([...before, ...side.belief]);
      const there = chanceWith(joint);
      if (!(sign * (there - chance) > same)) continue;
      [belief, chance] = [joint, there];
      taken[id] = side.claim;
    }
  }
  return { chance: numberOrNull(chance), sides: taken };
}
