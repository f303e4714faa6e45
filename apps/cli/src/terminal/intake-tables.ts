/** Drafts of an intake, as a table for each document. */
import type { Intake, IntakeDraft } from "@underwatt/deal";
import { faint, heading } from "./style.ts";
import { table } from "./table.ts";

const columns = [
  { title: "draft" },
  { title: "place" },
  { title: "printed", flexible: true },
  { title: "value" },
  { title: "grade" },
  { title: "deal" },
] as const;

export function intakeTables({ documents, drafts, deal }: Intake, out: string | undefined, width: number): string[] {
  const all = Object.entries(drafts);
  const lines = documents.flatMap(({ file, name, left_out: leftOut }) => {
    const own = all.filter(([, draft]) => draft.claim.from === name);
    const rows = own.map(([id, draft]) => [
      id,
      placeOf(draft),
      draft.found.printed,
      valueOf(draft),
      draft.claim.grade,
      standingOf(draft),
    ]);
    if (rows.length === 0) return [heading(file), "  no quantities or dates found", ""];
    const more = leftOut === undefined ? [] : [`and ${leftOut} more numbers, left out: this is a table, and no prose`];
    return [heading(file), ...table([...columns], rows, width), ...more, ""];
  });
  const count = (test: (draft: IntakeDraft) => boolean): number => all.filter(([, draft]) => test(draft)).length;
  const known = count(({ duplicates = [] }) => duplicates.some((id) => !id.startsWith("drafts.")));
  const against = count(({ contradicts = [] }) => contradicts.length > 0);
  const beside = deal === undefined ? "" : `; ${known} in ${deal} already, ${against} against it`;
  return [
    ...lines,
    `${all.length} draft claim${all.length === 1 ? "" : "s"}, unreviewed${beside}`,
    faint(
      out === undefined
        ? "no file was written: --out drafts.yaml writes them"
        : `written to ${out}; no formula sees them`,
    ),
  ];
}

function placeOf({ found: { line, page } }: IntakeDraft): string {
  if (page !== undefined) return `page ${page}`;
  return line === undefined ? "" : `line ${line}`;
}

function valueOf({ claim }: IntakeDraft): string {
  if (claim.at_least !== undefined) return `at least ${claim.at_least}`;
  if (claim.at_most !== undefined) return `at most ${claim.at_most}`;
  return claim.is ?? claim.states ?? "";
}

function standingOf({ duplicates = [], contradicts = [] }: IntakeDraft): string {
  const [same] = duplicates;
  const [other] = contradicts;
  return [same === undefined ? "" : `= ${same}`, other === undefined ? "" : `≠ ${other}`]
    .filter((part) => part !== "")
    .join(" ");
}
