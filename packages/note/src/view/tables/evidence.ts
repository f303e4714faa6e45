/** What the deal rests on: claims by grade, claims of a subject, conflicts, supersessions. */
import type { Result } from "@underwatt/deal";
import { nearest } from "@underwatt/engine";
import { gradeMeaning, grades } from "@underwatt/evidence";
import { gradeLetter } from "../../format/index.ts";
import { claimLines, ground } from "../ground.ts";
import { printedOf } from "../printed.ts";
import { code, table, text, toned, type TableMaker } from "./table.ts";

export const evidence: TableMaker = ({ result }) => {
  const keyPaths = Object.keys(result.figures).filter((path) => result.figures[path]?.key === true);
  const underKeys = new Set(keyPaths.flatMap((path) => result.figures[path]?.claims ?? []));
  const claims = Object.entries(result.claims);
  const rows = grades.map((grade) => {
    const graded = claims.filter(([, claim]) => claim.grade === grade);
    return [
      text(`${grade} (${gradeLetter(grade)})`),
      text(gradeMeaning[grade]),
      text(graded.length),
      text(graded.filter(([, claim]) => claim.superseded_by !== undefined).length),
      text(graded.filter(([id]) => underKeys.has(id)).length),
    ];
  });
  const assumed = (paths: Iterable<string>): number =>
    [...paths].filter((path) => result.figures[path]?.kind === "assumption").length;
  rows.push([
    text("assumption (A)"),
    text("given by no claim; the deal says why"),
    text(assumed(Object.keys(result.figures))),
    text(""),
    text(assumed(ground(result, keyPaths))),
  ]);
  const headings = ["Grade", "Meaning", "Known>", "Superseded>", "Under the key figures>"];
  return [table(`What is hard and what is reported, at ${result.as_of}`, headings, rows, "")];
};

export const claims: TableMaker = (context, [word], at) => {
  const { result } = context;
  const about = word?.text;
  const subjects = new Set(Object.values(result.claims).map((claim) => claim.about));
  if (about !== undefined && !subjects.has(about)) {
    const close = nearest(about, subjects);
    return context.problem(at, `no claim is about "${about}"${close === undefined ? "" : `: did you mean ${close}?`}`);
  }
  const ids = Object.keys(result.claims).filter((id) => about === undefined || result.claims[id]?.about === about);
  const rows = claimLines(result, ids).map((claim) => [
    text(claim.says),
    text(printedOf(claim)),
    text(claim.grade),
    text(claim.sources.map(({ publisher }) => publisher).join(", ")),
    text(claim.published),
    text(claim.supersededBy === undefined ? "stands" : `superseded by ${claim.supersededBy}`),
  ]);
  const headings = ["Claim", "As printed", "Grade", "Source", "Published", "Standing"];
  return [table(about === undefined ? "All claims" : `Claims about ${about}`, headings, rows, "No claim is known.")];
};

export const conflicts: TableMaker = ({ result }) => [
  table(
    `Where the evidence disagrees, at ${result.as_of}`,
    ["About", "Claims", "Disagreement", "Working reading", "State"],
    Object.values(result.conflicts).map((row) => [
      text(row.about),
      text(row.between.map((id) => asPrinted(result, id)).join("; ")),
      text(row.declared ? row.disagree : `${row.disagree} Found among the claims; the deal does not name it.`),
      text(row.reading),
      toned(row.open ? "open" : "settled", row.open ? "open" : "good"),
    ]),
    "No claims disagree.",
  ),
];

export const supersessions: TableMaker = ({ result }) => [
  table(
    `What later evidence replaced, up to ${result.as_of}`,
    ["Replaced", "By", "Known from", "Why"],
    result.supersessions.map((row) => [code(row.path), text(asPrinted(result, row.by)), text(row.on), text(row.why)]),
    "Nothing has been superseded.",
  ),
];

function asPrinted(result: Result, id: string): string {
  const claim = claimLines(result, [id])[0];
  return claim === undefined ? id : `${id} (${claim.value ?? claim.printed})`;
}
