/** `underwatt attribute`: on what evidence figures and tests rest. */
import { attribution, attributionSchema, QuestionError, type AttributionKind, type RunOptions } from "@underwatt/deal";
import { exitCodes, Stop } from "../exit.ts";
import { open, prepareOrStop } from "../open.ts";
import { attributionTables } from "../terminal/attribution-tables.ts";
import { startProgress } from "../terminal/progress.ts";

export interface AttributeCommand {
  readonly options: RunOptions;
  /** Evaluations for one figure. */
  readonly evaluations?: number | undefined;
  readonly by: AttributionKind;
  readonly json?: boolean | undefined;
}

/** @throws Stop with the deal's mistakes, or when a figure does not fit it */
export async function attribute(
  path: string,
  figures: readonly string[],
  { options, evaluations, by, json }: AttributeCommand,
  width: number,
): Promise<string[]> {
  const prepared = prepareOrStop(open(path), options);
  const progress = startProgress("sharing the spread out");
  // A turn of the loop between evaluations lets an interrupt through.
  const pause = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));
  try {
    const asked = { figures, by, pause, ...(evaluations === undefined ? {} : { evaluations }) };
    const result = await attribution(prepared, asked, (share) => progress.report(share, 1));
    return json === true
      ? [JSON.stringify(attributionSchema.parse(result), null, 1)]
      : attributionTables(result, width);
  } catch (error) {
    if (error instanceof QuestionError) throw new Stop(error.message, exitCodes.mistakes);
    throw error;
  } finally {
    progress.finish();
  }
}
