/** The sums that others made, recomputed. */
import { verdictTone } from "../tone.ts";
import { table, text, toned, type TableMaker } from "./table.ts";

export const audit: TableMaker = (context) => [
  table(
    "Sums recomputed",
    ["Sum", "Made by", "Printed>", "Recomputed>", "Verdict", "Why"],
    context.audit.map((row) => [
      text(row.asks),
      text(row.madeBy),
      text(row.printed),
      text(row.recomputed === "" ? "units forbid it" : row.recomputed),
      toned(row.verdict.replaceAll("-", " "), verdictTone[row.verdict]),
      text(row.why.join(" ")),
    ]),
    "There is no sum of others to recompute.",
  ),
];
