/** Claims in a table, with how far each may be off; and the rules it comes from. */
import type { Evidence } from "@underwatt/deal";
import { grades } from "@underwatt/evidence";
import { headLines, warningLines } from "./head.ts";
import { faint, heading } from "./style.ts";
import { table, wrap } from "./table.ts";

type Row = Evidence["claims"][string];

/** The lines, at most `width` wide; `all` claims, or those alone on which figures rest. */
export function evidenceTables(result: Evidence, all: boolean, width: number): string[] {
  const rows = Object.entries(result.claims).filter(([, { feeds }]) => all || feeds > 0);
  const hidden = Object.keys(result.claims).length - rows.length;
  const sorted = rows.toSorted(([, a], [, b]) => b.feeds - a.feeds);
  return [
    ...headLines(result, width),
    "",
    ...rulesLines(result, width),
    "",
    heading("Claims"),
    ...table(
      [
        { title: "claim" },
        { title: "grade" },
        { title: "as printed", flexible: true },
        { title: "off by, 95 %" },
        { title: "wrong" },
        { title: "because", flexible: true },
        { title: "feeds" },
      ],
      sorted.map(([id, row]) => [
        id,
        row.grade,
        row.printed,
        offBy(row),
        chance(row.wrong),
        because(row),
        String(row.feeds),
      ]),
      width,
    ),
    ...(hidden === 0 ? [] : [faint(`${hidden} more feed no figure; --all shows them`)]),
    ...(result.warnings.length === 0 ? [] : [""]),
    ...warningLines(result.warnings, width),
  ];
}

function rulesLines({ rules }: Evidence, width: number): string[] {
  const said =
    rules.strength === "off"
      ? "The deal reads claims as stated; this is what the rules would make of them (`evidence:` in the deal, or --evidence on)."
      : `Grades widen claims${rules.strength === "doubled" ? ", twice as much" : ""}.`;
  return [
    heading(`Rules ${rules.version}`),
    ...wrap(said, width).map(faint),
    ...table(
      [{ title: "grade" }, { title: "interval" }, { title: "point" }, { title: "date" }, { title: "wrong" }],
      grades.map((grade) => {
        const { stretch, point, days, wrong } = rules.grades[grade];
        return [grade, `× ${stretch}`, `× or / ${point}`, `± ${days} days`, chance(wrong)];
      }),
      width,
    ),
    ...wrap(
      `Reasons, × or /: ${Object.entries(rules.reasons)
        .map(([name, factor]) => `${name} ${factor}${name === "age" ? " a year" : ""}`)
        .join(", ")}. What is wrong may be off by a factor of ${rules.wrong_by}, or ${rules.wrong_by_days} days.`,
      width,
    ).map(faint),
  ];
}

function offBy({ factor, days, stretch }: Row): string {
  if (days !== undefined) return `± ${Math.round(days)} days`;
  if (factor === undefined) return "";
  return `× or / ${factor.toFixed(2)}${stretch === undefined ? "" : `, interval × ${stretch}`}`;
}

function because({ reasons, why_not: whyNot }: Row): string {
  return whyNot ?? reasons.map(({ name, factor }) => `${name} ${factor.toFixed(2)}`).join(", ");
}

function chance(share: number | undefined): string {
  return share === undefined ? "" : `${Math.round(100 * share)} %`;
}
