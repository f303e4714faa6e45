/** What the deal is asked: its theses, what would break them, what to watch for. */
import { formatProbability } from "../../format/index.ts";
import { breakerTone, thesisTone, watchTone } from "../tone.ts";
import { code, table, text, toned, type TableMaker } from "./table.ts";

export const thesis: TableMaker = ({ result }) => [
  table(
    `Thesis at ${result.as_of}`,
    ["Statement", "Holds if", "Chance>", "State", "Broken by"],
    Object.values(result.thesis).map((row) => [
      text(row.says),
      code(row.holds_if),
      text(row.probability === null ? "" : formatProbability(row.probability, row.se)),
      toned(row.state, thesisTone[row.state]),
      text(row.breakers.join(", ")),
    ]),
    "The deal states no thesis.",
  ),
];

export const breakers: TableMaker = ({ result }) => [
  table(
    `What breaks the thesis, at ${result.as_of}`,
    ["Breaker", "Trips if", "Chance>", "State", "Judged by", "Then"],
    Object.values(result.breakers).map((row) => [
      text(row.says),
      code(row.trips_if),
      text(row.probability === null ? "" : formatProbability(row.probability, row.se)),
      toned(row.state, breakerTone[row.state]),
      text(row.by),
      text(row.then),
    ]),
    "The deal names no breaker.",
  ),
];

export const watch: TableMaker = ({ result }) => [
  table(
    `Watch list at ${result.as_of}`,
    ["Question", "Due", "State", "Settles", "Bears on", "Answered by"],
    Object.values(result.watch).map((row) => [
      text(row.asks),
      text(row.due),
      toned(row.state, watchTone[row.state]),
      row.settles === undefined ? text("") : code(row.settles),
      text(row.breaker),
      text(row.answered_by.join(", ")),
    ]),
    "The deal watches for nothing.",
  ),
];
