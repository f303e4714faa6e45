/** What a figure rests on: the claims, catalogue figures and assumptions its formula leads back to. */
import type { Graph } from "@underwatt/engine";
import { grades, type Grade } from "@underwatt/evidence";
import type { Catalog } from "./catalog.ts";
import type { Expansion } from "./expand/index.ts";
import type { Figure } from "./result.ts";

export interface Reliance {
  /** Claim ids and catalogue paths, in alphabetical order. */
  readonly claims: readonly string[];
  readonly assumptions: readonly string[];
}

/** Walks every figure back to what it rests on; each path once. */
export class RelianceWalk {
  private readonly known = new Map<string, { claims: Set<string>; assumptions: Set<string> }>();
  private readonly expansion: Expansion;
  private readonly graph: Graph;

  constructor(expansion: Expansion, graph: Graph) {
    this.expansion = expansion;
    this.graph = graph;
  }

  of(path: string): Reliance {
    const { claims, assumptions } = this.walk(path);
    return { claims: [...claims].sort(), assumptions: [...assumptions].sort() };
  }

  private walk(path: string): { claims: Set<string>; assumptions: Set<string> } {
    const found = this.known.get(path);
    if (found !== undefined) return found;
    const claims = new Set<string>();
    const assumptions = new Set<string>();
    this.known.set(path, { claims, assumptions });
    const origin = this.expansion.origins.get(path);
    if (origin !== undefined && origin.supersededBy === undefined) {
      if (origin.kind === "catalog") claims.add(path);
      if (origin.kind === "assumption") assumptions.add(path);
      // That a claim is not known yet is nothing that rests on it.
      const claim = origin.kind === "claim" ? this.claimOf(path) : undefined;
      if (claim !== undefined && this.expansion.absent.get(`claims.${claim}`) !== "later") claims.add(claim);
    }
    for (const next of this.graph.quantities.get(path)?.references ?? []) {
      const below = this.walk(next);
      for (const claim of below.claims) claims.add(claim);
      for (const assumption of below.assumptions) assumptions.add(assumption);
    }
    return { claims, assumptions };
  }

  /** `claims.X`, `claims.X.printed` and `claims.X.low` all rest on X. */
  private claimOf(path: string): string {
    const id = path.slice("claims.".length);
    return this.expansion.book.get(id) === undefined ? id.slice(0, id.lastIndexOf(".")) : id;
  }
}

/** How many claims of each grade, hardest first; assumptions last. */
export function gradeCounts(reliance: Reliance, expansion: Expansion, catalog: Catalog): Figure["grades"] {
  const counts: Figure["grades"] = {};
  const found = reliance.claims.map((id) => gradeOf(id, expansion, catalog));
  for (const grade of grades) {
    const count = found.filter((entry) => entry === grade).length;
    if (count > 0) counts[grade] = count;
  }
  if (reliance.assumptions.length > 0) counts.assumption = reliance.assumptions.length;
  return counts;
}

/** Grade of a claim, or of a catalogue figure by its path. */
export function gradeOf(id: string, expansion: Expansion, catalog: Catalog): Grade | undefined {
  const [, accelerator = "", figure = ""] = /^catalog\.([^.]+)\.(.+)$/.exec(id) ?? [];
  return expansion.book.get(id)?.grade ?? catalog.accelerators.get(accelerator)?.figures[figure]?.grade;
}
