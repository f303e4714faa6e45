/** `underwatt replay`: a deal as it stood on each day on which evidence arrived. */
import { replay as replayOf, replaySchema, type RunOptions } from "@underwatt/deal";
import { mistakes, open } from "../open.ts";
import { startProgress } from "../terminal/progress.ts";
import { replayTables } from "../terminal/replay-tables.ts";

export interface ReplayFlags {
  readonly options: RunOptions;
  readonly json?: boolean | undefined;
}

/** @throws Stop with the deal's mistakes */
export async function replay(path: string, { options, json }: ReplayFlags, width: number): Promise<string[]> {
  const { deal, catalog } = open(path);
  const progress = startProgress("replaying days");
  // A turn of the loop between days lets an interrupt through.
  const pause = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));
  try {
    const found = await replayOf(deal, catalog, options, {
      pause,
      progress: (done, total) => progress.report(done, total),
    });
    if ("diagnostics" in found) throw mistakes(found.diagnostics);
    if (json === true) return [JSON.stringify(replaySchema.parse(found.replay), null, 1)];
    return replayTables(found.replay, width);
  } finally {
    progress.finish();
  }
}
