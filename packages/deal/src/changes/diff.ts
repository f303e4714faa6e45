/** What changed between two states of a deal, and which claims, assumptions and formulas changed it. */
import { sampledRunOf } from "../analysis/shared-schema.ts";
import type { Catalog } from "../catalog.ts";
import { compare } from "../compare.ts";
import { prepare, type Prepared, type RunOptions } from "../prepare.ts";
import type { Diagnostic } from "../read/diagnostic.ts";
import type { DealText } from "../read/read-deal.ts";
import { describeChange, groupName } from "./describe.ts";
import { diffVersion, type Diff } from "./diff-result.ts";
import { changeOf } from "./figure-change.ts";
import { knownIn, resultOf } from "./known.ts";
import { changesBetween, type Mover } from "./movers.ts";
import { targetsOf } from "./reach.ts";
import { withNewNames } from "./renames.ts";
import { States } from "./states.ts";

export interface DiffPorts {
  /** Awaited between runs, to let others have a turn. */
  readonly pause?: (() => Promise<void>) | undefined;
  /** Called after each run with figures done, of all that changed. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

/** A state of a deal to compare. */
export interface DiffSide {
  readonly deal: DealText;
  readonly catalog: Catalog;
  /** The deal's own day unless given. */
  readonly asOf?: string | undefined;
  /** What people call it. */
  readonly name: string;
}

/**
 * Compares two states and shares out each change. States in between, some items as they are and others as they were, are run with the
 * same draws; a state without a mistake-free deal has no values, and changes that would need it are not shared out.
 * @returns the mistakes of either deal where there are some
 */
export async function diff(
  from: DiffSide,
  to: DiffSide,
  options: Omit<RunOptions, "asOf">,
  ports: DiffPorts = {},
): Promise<{ readonly diff: Diff } | { readonly diagnostics: readonly Diagnostic[] }> {
  const { document, renames } = withNewNames(from.deal.document, to.deal.document);
  const earlier = prepare(from.deal.holding(document), from.catalog, { ...options, asOf: from.asOf });
  if ("diagnostics" in earlier) return earlier;
  const later = prepare(to.deal, to.catalog, { ...options, asOf: to.asOf });
  if ("diagnostics" in later) return later;
  const [before, after] = [earlier.prepared, later.prepared];
  const targets = [...new Set([...targetsOf(after), ...targetsOf(before)])];
  const [then, now] = [await resultOf(before, targets), await resultOf(after, targets)];
  const changes = compare(then, now);
  const changed = changesBetween(knownIn(before), knownIn(after));
  const moved = [
    ...new Set([...changes.figures.map(({ path }) => path), ...changes.thesis.map(({ id }) => `thesis.${id}`)]),
  ].sort();
  const states = new States(before, after, changed, moved, ports.pause);
  const figures: Diff["figures"] = {};
  const thesis: Diff["thesis"] = {};
  for (const [index, path] of moved.entries()) {
    const change = await changeOf(path, { then, now }, changed.movers, states);
    ports.progress?.(index + 1, moved.length);
    if (change === undefined) continue;
    if (!path.startsWith("thesis.")) figures[path] = change;
    else {
      const id = path.slice("thesis.".length);
      const [was, is] = [then.thesis[id]?.state, now.thesis[id]?.state];
      thesis[id] = {
        ...change,
        ...(was === undefined ? {} : { state_before: was }),
        ...(is === undefined ? {} : { state_after: is }),
      };
    }
  }
  const used = new Set(
    [...Object.values(figures), ...Object.values(thesis)].flatMap(({ parts }) =>
      parts.flatMap(({ by }) => by.split(" + ")),
    ),
  );
  const rows = [...changed.items].map(([path, what]) => describeChange(path, what, before, after));
  const claims = rows.filter(({ path }) => path.startsWith("claims."));
  return {
    diff: {
      schema: diffVersion,
      from: sideOf(before, from.name),
      to: sideOf(after, to.name),
      run: sampledRunOf(after),
      figures,
      thesis,
      moves: Object.fromEntries(
        changed.movers
          .filter(({ paths }) => paths.every((path) => used.has(path)))
          .map((mover): [string, Mover] => [groupName(mover), mover])
          .sort(([left], [right]) => (left < right ? -1 : 1))
          .map(([name, mover]) => [name, rows.filter(({ path }) => mover.paths.includes(path))]),
      ),
      claims: {
        new: claims.filter(({ what }) => what === "new"),
        changed: claims.filter(({ what }) => what === "changed"),
        gone: claims.filter(({ what }) => what === "gone"),
        renamed: [...renames],
        superseded: [...changes.because],
      },
      edited: rows.filter(({ path }) => !path.startsWith("claims.")),
      appeared: namesOnlyIn(after, before),
      went: namesOnlyIn(before, after),
      states: states.count,
    },
  };
}

function sideOf({ deal, asOf }: Prepared, name: string): Diff["from"] {
  const { deal: id, title = id } = deal.document;
  return { name, deal: id, title, as_of: asOf };
}

/** Figures that one state has and the other lacks; claims are told elsewhere. */
function namesOnlyIn(one: Prepared, other: Prepared): string[] {
  const known = new Set(other.figures);
  return one.figures.filter((path) => !known.has(path) && !/^(?:claims|catalog)\./.test(path));
}
