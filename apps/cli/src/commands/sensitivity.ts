/** `underwatt sensitivity`: which uncertain inputs the figures vary with. */
import { QuestionError, sensitivity as sensitivityOf, type RunOptions } from "@underwatt/deal";
import { exitCodes, Stop } from "../exit.ts";
import { open, prepareOrStop } from "../open.ts";
import { startProgress } from "../terminal/progress.ts";
import { sensitivityTables } from "../terminal/sensitivity.ts";

export interface SensitivityCommand {
  readonly options: RunOptions;
  /** Evaluations for figures that rest on the same inputs. */
  readonly evaluations?: number | undefined;
  readonly json?: boolean | undefined;
}

export async function sensitivity(
  path: string,
  figures: readonly string[],
  { options, evaluations, json }: SensitivityCommand,
  width: number,
): Promise<string[]> {
  const prepared = prepareOrStop(open(path), options);
  const progress = startProgress("varying inputs");
  // A turn of the loop between evaluations lets an interrupt through.
  const pause = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));
  try {
    const asked = { figures, pause, ...(evaluations === undefined ? {} : { evaluations }) };
    const result = await sensitivityOf(prepared, asked, (share) => progress.report(share, 1));
    return json === true ? [JSON.stringify(result, null, 1)] : sensitivityTables(result, width);
  } catch (error) {
    if (error instanceof QuestionError) throw new Stop(error.message, exitCodes.mistakes);
    throw error;
  } finally {
    progress.finish();
  }
}
