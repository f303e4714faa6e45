/** `underwatt readings`: a deal on each side of each of its conflicts. */
import { readings as readingsOf, readingsSchema, type RunOptions } from "@underwatt/deal";
import { exitCodes, Stop } from "../exit.ts";
import { open, prepareOrStop } from "../open.ts";
import { startProgress } from "../terminal/progress.ts";
import { readingsTables } from "../terminal/readings-tables.ts";

/** @throws Stop with the deal's mistakes, or when nothing in it is in conflict */
export async function readings(
  path: string,
  { options, json }: { readonly options: RunOptions; readonly json?: boolean | undefined },
  width: number,
): Promise<string[]> {
  const opened = open(path);
  if (Object.keys(opened.deal.document.conflicts ?? {}).length === 0)
    throw new Stop(
      "the deal has no conflicts: name claims that cannot all hold under `conflicts:`",
      exitCodes.mistakes,
    );
  const prepared = prepareOrStop(opened, options);
  const progress = startProgress("reading both sides");
  const pause = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));
  try {
    const result = await readingsOf(prepared, { pause }, (share) => progress.report(share, 1));
    return json === true ? [JSON.stringify(readingsSchema.parse(result), null, 1)] : readingsTables(result, width);
  } finally {
    progress.finish();
  }
}
