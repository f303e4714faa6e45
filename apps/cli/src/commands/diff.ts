/** `underwatt diff`: what changed between two deals, two dates or two commits, and what changed it. */
import { diff as diffOf, diffSchema, type DiffSide, type RunOptions } from "@underwatt/deal";
import { exitCodes, Stop } from "../exit.ts";
import { mistakes, open } from "../open.ts";
import { diffTables } from "../terminal/diff-tables.ts";
import { startProgress } from "../terminal/progress.ts";

export interface DiffFlags {
  readonly options: Omit<RunOptions, "asOf">;
  /** Days of the two; the deals' own unless given. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly fromCommit?: string | undefined;
  readonly toCommit?: string | undefined;
  readonly json?: boolean | undefined;
}

/** @throws Stop with the deals' mistakes, or when there are not two things to compare */
export async function diff(
  older: string,
  newer: string | undefined,
  flags: DiffFlags,
  width: number,
): Promise<string[]> {
  const [before, after] = sidesOf(older, newer, flags);
  const progress = startProgress("sharing out changes");
  // A turn of the loop between runs lets an interrupt through.
  const pause = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));
  try {
    const found = await diffOf(before, after, flags.options, {
      pause,
      progress: (done, total) => progress.report(done, total),
    });
    if ("diagnostics" in found) throw mistakes(found.diagnostics);
    if (flags.json === true) return [JSON.stringify(diffSchema.parse(found.diff), null, 1)];
    return diffTables(found.diff, width);
  } finally {
    progress.finish();
  }
}

function sidesOf(older: string, newer: string | undefined, flags: DiffFlags): [DiffSide, DiffSide] {
  const { from, to, fromCommit, toCommit } = flags;
  if (newer !== undefined && (fromCommit !== undefined || toCommit !== undefined)) {
    throw new Stop("compare two deals, or two commits of one, but not both at once", exitCodes.mistakes);
  }
  if (toCommit !== undefined && fromCommit === undefined) {
    throw new Stop("--to-commit needs --from-commit: from which commit?", exitCodes.mistakes);
  }
  if (newer === undefined && [from, to, fromCommit].every((flag) => flag === undefined)) {
    throw new Stop(
      "nothing to compare with: give a second deal, --from and --to with dates, or --from-commit with a commit",
      exitCodes.mistakes,
    );
  }
  return [side(older, from, fromCommit), side(newer ?? older, to, toCommit)];
}

function side(path: string, asOf: string | undefined, commit: string | undefined): DiffSide {
  const { deal, catalog } = open(path, commit);
  return { deal, catalog, asOf, name: commit === undefined ? path : `${path} at ${commit}` };
}
