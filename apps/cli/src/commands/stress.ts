/** `underwatt stress`: what breaks the tests of a deal, and by how much. */
import { QuestionError, stress as stressDeal, stressSchema, type RunOptions, type Stress } from "@underwatt/deal";
import { exitCodes, Stop } from "../exit.ts";
import { open, prepareOrStop } from "../open.ts";
import { startProgress } from "../terminal/progress.ts";
import { stressTables } from "../terminal/stress-tables.ts";

export interface StressFlags {
  readonly options: RunOptions;
  /** A figure in place of tests. */
  readonly figure?: string | undefined;
  /** The value at which the figure breaks even. */
  readonly at?: string | undefined;
  /** Two inputs. */
  readonly grid?: readonly string[] | undefined;
  readonly suppose?: ReadonlyMap<string, string> | undefined;
  readonly json?: boolean | undefined;
}

/** @throws Stop with the deal's mistakes, or with what does not fit the deal */
export async function stress(
  path: string,
  tests: readonly string[],
  flags: StressFlags,
  width: number,
): Promise<string[]> {
  const { figure, at, grid, suppose } = flags;
  if ((at === undefined) === (figure !== undefined && grid === undefined))
    throw new Stop(
      "--figure needs --at, the value to break even at, or --grid; --at needs --figure",
      exitCodes.mistakes,
    );
  const [rows, columns, ...more] = grid ?? [];
  if (grid !== undefined && (rows === undefined || columns === undefined || more.length > 0))
    throw new Stop("--grid takes two uncertain inputs; the deal and its tests stand before it", exitCodes.mistakes);
  const prepared = prepareOrStop(open(path), flags.options);
  const progress = startProgress("stressing");
  let result: Stress;
  try {
    result = await stressDeal(
      prepared,
      {
        tests,
        figure: figure === undefined ? undefined : { path: figure, at },
        grid: rows === undefined || columns === undefined ? undefined : [rows, columns],
        ...(suppose === undefined ? {} : { suppose }),
        // A turn of the loop between evaluations lets an interrupt through.
        pause: () => new Promise((resolve) => setImmediate(resolve)),
      },
      (share) => progress.report(share, 1),
    );
  } catch (error) {
    if (error instanceof QuestionError) throw new Stop(error.message, exitCodes.mistakes);
    throw error;
  } finally {
    progress.finish();
  }
  if (flags.json === true) return [JSON.stringify(stressSchema.parse(result), null, 1)];
  return stressTables(result, width);
}
