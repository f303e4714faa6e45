/** The note as Markdown that reads well as plain text and on GitHub. */
import { bases, formatExact, gradeLetter } from "../format/index.ts";
import type { ClaimLine, Derivation, Note, NoteBlock } from "../view/note.ts";
import { printedOf } from "../view/printed.ts";
import { chartMarkdown, figureMarkdown, tableMarkdown } from "./blocks.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";

export function renderMarkdown(note: Note): string {
  const parts = [
    header(note),
    summary(note),
    ...note.blocks.map(block),
    warnings(note.warnings),
    appendix(note.derivations.filter(({ shown }) => shown)),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function header({ title, asOf, deal, run }: Note): string {
  const scenario = run.scenario === undefined ? "" : ` · scenario ${escapeMarkdown(run.scenario)}`;
  return [
    `# ${escapeMarkdown(title)}`,
    "",
    `As of ${asOf}${scenario} · deal ${codeSpan(deal)} · run ${codeSpan(run.hash)} · seed ${run.seed} · ${formatExact(run.samples)} samples`,
  ].join("\n");
}

function summary({ summary: { thesis, figures, evidence } }: Note): string {
  const lines = [
    ...thesis.map(
      ({ says, state, chance }) => `- ${escapeMarkdown(says)} **${state}**${chance === "" ? "" : `, ${chance}`}`,
    ),
    ...figures.map(({ label, figure }) => `- ${escapeMarkdown(label)}: **${figureMarkdown(figure)}**`),
  ];
  if (evidence.length > 0) {
    lines.push(`- Evidence: ${evidence.map(({ basis, count }) => `${count} ${basis}`).join(", ")}`);
  }
  return lines.join("\n");
}

function block(content: NoteBlock): string {
  switch (content.kind) {
    case "text":
      return content.pieces
        .map((piece) => (typeof piece === "string" ? piece : figureMarkdown(piece)))
        .join("")
        .trim();
    case "table":
      return tableMarkdown(content);
    case "chart":
      return chartMarkdown(content);
  }
}

function warnings(all: readonly string[]): string {
  return all.length === 0
    ? ""
    : ["## Warnings of the run", "", ...all.map((warning) => `- ${escapeMarkdown(warning)}`)].join("\n");
}

function appendix(derivations: readonly Derivation[]): string {
  if (derivations.length === 0) return "";
  const letters = bases.map((basis) => `${gradeLetter(basis)} ${basis}`).join(", ");
  return [
    "## Figures and their evidence",
    "",
    `A range in brackets holds the central 80 % of the samples, the value before it is the median; a range without brackets is as a source gives it; ± is one standard error of the simulation. Letters after a figure: ${letters}; * rests on a model outside what was measured, as its entry says.`,
    "",
    ...derivations.flatMap(entry),
  ].join("\n");
}

function entry({
  path,
  says,
  value,
  formula,
  answer,
  remarks = [],
  reading,
  supersededBy,
  mark,
  claims,
}: Derivation): string[] {
  const name = says === undefined ? "" : ` ${escapeMarkdown(says)}`;
  return [
    `- ${codeSpan(path)}${name}: **${escapeMarkdown(value)}**${mark.counts === "" ? "" : ` (${mark.counts})`}`,
    `  - formula ${codeSpan(formula)}${reading === undefined ? "" : `, read as ${escapeMarkdown(reading)}`}`,
    ...(answer === undefined ? [] : [`  - answered by the serving model: ${escapeMarkdown(answer)}`]),
    ...remarks.map((remark) => `  - \\* ${escapeMarkdown(remark)}`),
    ...(supersededBy === undefined ? [] : [`  - superseded by ${codeSpan(supersededBy)}`]),
    ...claims.map(claim),
  ];
}

function claim(line: ClaimLine): string {
  const { id, grade, sources, published, supersededBy } = line;
  const from = sources
    .map(({ publisher, title }) => `${escapeMarkdown(publisher)}, ${escapeMarkdown(title)}`)
    .join("; ");
  const later = supersededBy === undefined ? "" : `; superseded by ${codeSpan(supersededBy)}`;
  return `  - ${codeSpan(id)} ${grade}: ${escapeMarkdown(printedOf(line))} (${from}; ${published}${later})`;
}
