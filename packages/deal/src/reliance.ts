/** What a figure rests on: the claims, catalogue figures and assumptions its formula leads back to. */
import { strongComponents, type Graph } from "@underwatt/engine";
import { grades, type Grade } from "@underwatt/evidence";
import { restingOn, type Expansion } from "./expand/index.ts";
import type { Figure } from "./result.ts";

export interface Reliance {
  /** Claim ids and catalogue paths, in alphabetical order. */
  readonly claims: readonly string[];
  readonly assumptions: readonly string[];
  /** What models said of their answers, in the order of the figures that they stand at. */
  readonly remarks: readonly string[];
}

type Ground = { readonly [Part in keyof Reliance]: Set<string> };

function nothing(): Ground {
  return { claims: new Set(), assumptions: new Set(), remarks: new Set() };
}

/** Walks every figure back to what it rests on; each path once. */
export class RelianceWalk {
  private readonly known = new Map<string, Ground>();
  private readonly expansion: Expansion;
  private readonly graph: Graph;

  constructor(expansion: Expansion, graph: Graph) {
    this.expansion = expansion;
    this.graph = graph;
  }

  of(path: string): Reliance {
    const { claims, assumptions, remarks } = this.walk(path);
    return { claims: [...claims].sort(), assumptions: [...assumptions].sort(), remarks: [...remarks] };
  }

  private walk(path: string): Ground {
    const leadsTo = (to: string): readonly string[] =>
      this.known.has(to) ? [] : restingOn(this.expansion, this.graph, to);
    // Figures of one recurrence name one another, so that all of them rest on the same things.
    for (const together of strongComponents([path], leadsTo)) {
      if (together.some((member) => this.known.has(member))) continue;
      const ground = nothing();
      for (const member of together) this.known.set(member, ground);
      for (const member of together) this.gather(member, ground);
    }
    return this.known.get(path) ?? nothing();
  }

  /** What a figure is itself, and what those that it names are known to rest on. */
  private gather(path: string, { claims, assumptions, remarks }: Ground): void {
    const origin = this.expansion.origins.get(path);
    for (const remark of origin?.remarks ?? []) remarks.add(remark);
    if (origin !== undefined && origin.supersededBy === undefined) {
      if (origin.kind === "catalog") claims.add(path);
      if (origin.kind === "assumption") assumptions.add(path);
      // That a claim is not known yet is nothing that rests on it.
      const claim = origin.kind === "claim" ? this.claimOf(path) : undefined;
      if (claim !== undefined && this.expansion.absent.get(`claims.${claim}`) !== "later") claims.add(claim);
    }
    for (const next of restingOn(this.expansion, this.graph, path)) {
      const below = this.known.get(next);
      for (const claim of below?.claims ?? []) claims.add(claim);
      for (const assumption of below?.assumptions ?? []) assumptions.add(assumption);
      for (const remark of below?.remarks ?? []) remarks.add(remark);
    }
  }

  /** `claims.X`, `claims.X.printed` and `claims.X.low` all rest on X. */
  private claimOf(path: string): string {
    const id = path.slice("claims.".length);
    return this.expansion.book.get(id) === undefined ? id.slice(0, id.lastIndexOf(".")) : id;
  }
}

/** How many claims of each grade, hardest first; assumptions last. */
export function gradeCounts(reliance: Reliance, expansion: Expansion): Figure["grades"] {
  const counts: Figure["grades"] = {};
  const found = reliance.claims.map((id) => gradeOf(id, expansion));
  for (const grade of grades) {
    const count = found.filter((entry) => entry === grade).length;
    if (count > 0) counts[grade] = count;
  }
  if (reliance.assumptions.length > 0) counts.assumption = reliance.assumptions.length;
  return counts;
}

/** Grade of a claim, or of a catalogue figure by its path. */
export function gradeOf(id: string, { book, catalog }: Expansion): Grade | undefined {
  const [, entry = "", figure = ""] = /^catalog\.([^.]+)\.(.+)$/.exec(id) ?? [];
  const { accelerators, models, prices } = catalog;
  const ofFigure = (accelerators.get(entry) ?? prices.get(entry))?.figures[figure]?.grade;
  return book.get(id)?.grade ?? ofFigure ?? models.get(entry)?.grade;
}
