/** `underwatt watch`: what is due, what was answered by which claim, and what that moved. */
import { watch as watchOf, watchSchema, worth as worthOf, type RunOptions } from "@underwatt/deal";
import { exitCodes, Stop } from "../exit.ts";
import { open, prepareOrStop } from "../open.ts";
import { startProgress } from "../terminal/progress.ts";
import { watchTables } from "../terminal/watch-tables.ts";

export interface WatchFlags {
  readonly options: RunOptions;
  /** Whether to compute what the facts behind the questions are worth. */
  readonly worth?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** @throws Stop with the deal's mistakes, or when it watches for nothing */
export async function watch(path: string, flags: WatchFlags, width: number): Promise<string[]> {
  const opened = open(path);
  const { document } = opened.deal;
  if (Object.keys(document.watch ?? {}).length === 0) {
    throw new Stop(
      "the deal has no watch list; write one, for example:\n\nwatch:\n  notice: { asks: Has notice been given?, due: 2026-08-03, accepts: A filing }",
      exitCodes.mistakes,
    );
  }
  const prepared = prepareOrStop(opened, flags.options);
  if (flags.worth === true && Object.keys(document.decisions ?? {}).length === 0) {
    throw new Stop("--worth needs `decisions:` in the deal: without a choice no fact has a value", exitCodes.mistakes);
  }
  const progress = startProgress("looking at answers");
  // A turn of the loop between runs lets an interrupt through.
  const pause = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));
  try {
    const worth =
      flags.worth === true ? await worthOf(prepared, { pause }, (share) => progress.report(share, 1)) : undefined;
    const result = await watchOf(prepared, {
      worth,
      pause,
      progress: (done, total) => progress.report(done, total),
    });
    return flags.json === true ? [JSON.stringify(watchSchema.parse(result), null, 1)] : watchTables(result, width);
  } finally {
    progress.finish();
  }
}
