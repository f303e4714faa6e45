/** What a reader judged of each finding: judgements.csv names findings by document, line and value, and quotes nothing. */
import { readCsvTable } from "@underwatt/runtime";

/** `right`: the sentence states it, unit and bound included. `short`: the number is right and its unit lacks what it is per. */
export const verdicts = ["right", "short", "wrong"] as const;
export type Judged = (typeof verdicts)[number];

export function readJudgements(file: string): ReadonlyMap<string, Judged> {
  const { rows } = readCsvTable(file, ["finding", "verdict", "why"]);
  return new Map(
    rows.map(({ line, cells }): [string, Judged] => {
      const verdict = verdicts.find((each) => each === cells["verdict"]);
      if (verdict === undefined) throw new Error(`${file}:${line}: expected one of ${verdicts.join(", ")}`);
      return [cells["finding"] ?? "", verdict];
    }),
  );
}

/** The list beside this file. */
export const judgementsFile = new URL("judgements.csv", import.meta.url);
