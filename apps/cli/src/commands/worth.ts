/** `underwatt worth`: which facts are worth finding out before a decision. */
import { QuestionError, worth as worthOf, worthSchema, type RunOptions } from "@underwatt/deal";
import { exitCodes, Stop } from "../exit.ts";
import { open, prepareOrStop } from "../open.ts";
import { startProgress } from "../terminal/progress.ts";
import { worthTables } from "../terminal/worth-tables.ts";

export interface WorthFlags {
  readonly options: RunOptions;
  readonly json?: boolean | undefined;
}

/** @throws Stop with the deal's mistakes, or when it has no such decision */
export async function worth(
  path: string,
  decisions: readonly string[],
  { options, json }: WorthFlags,
  width: number,
): Promise<string[]> {
  const prepared = prepareOrStop(open(path), options);
  const progress = startProgress("weighing facts");
  // A turn of the loop between evaluations lets an interrupt through.
  const pause = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));
  try {
    const result = await worthOf(prepared, { decisions, pause }, (share) => progress.report(share, 1));
    return json === true ? [JSON.stringify(worthSchema.parse(result), null, 1)] : worthTables(result, width);
  } catch (error) {
    if (error instanceof QuestionError) throw new Stop(error.message, exitCodes.mistakes);
    throw error;
  } finally {
    progress.finish();
  }
}
