/** What every analysis studies: outputs as a function of uncertain inputs. */
import type { Dependence } from "../evaluate/index.ts";
import type { Input } from "../graph/index.ts";

export interface Model {
  readonly inputs: readonly Input[];
  readonly dependence: Dependence;
  /**
   * Outputs at many points at once.
   * @param values one column for each input, in the order of `inputs`, each with the value at every point
   * @returns one column for each output; undefined is NaN. It may reject to stop the analysis.
   */
  evaluate(values: readonly Float64Array[]): Promise<readonly Float64Array[]>;
}

/** Called with the share of an analysis done, 0 to 1; may throw to stop it. */
export type Progress = (share: number) => void;
