/** `underwatt audit`: every sum that others made, recomputed and judged. */
import { audit as auditDeal } from "@underwatt/deal";
import { mistakes, open } from "../open.ts";
import { faint, heading, style } from "../terminal/style.ts";
import { table, wrap } from "../terminal/table.ts";

const colour = { holds: "green", "holds-with-caveat": "yellow", fails: "red", undetermined: "dim" } as const;

export function audit(
  path: string,
  options: { asOf?: string | undefined; json?: boolean | undefined },
  width: number,
): string[] {
  const opened = open(path);
  const audited = auditDeal(opened.deal, opened.catalog, options.asOf);
  if ("diagnostics" in audited) throw mistakes(audited.diagnostics);
  const { rows, findings } = audited;
  if (options.json === true) return [JSON.stringify(rows, null, 2)];
  const found = findings.flatMap((finding) => [
    ...wrap(`finding: ${finding}`, width).map((line) => style("yellow", line)),
    "",
  ]);
  if (rows.length === 0) return [...found, "the deal recomputes no sums: it has no `derivations`"];
  const lines = rows.flatMap((row) => [
    `${heading(row.id)}  ${style(colour[row.verdict], row.verdict)}`,
    `  ${row.asks}`,
    ...wrap(faint(row.formula), width - 4).map((line) => `    ${line}`),
    `    = ${row.recomputed === "" ? "cannot be computed" : row.recomputed}; printed ${row.printed}`,
    ...row.why.flatMap((why) => wrap(`because ${why}`, width - 4).map((line) => `    ${line}`)),
    "",
  ]);
  const verdicts = Object.keys(colour).map((verdict) => [
    verdict,
    String(rows.filter((row) => row.verdict === verdict).length),
  ]);
  return [...lines, ...found, ...table([{ title: "verdict" }, { title: "sums", align: "right" }], verdicts, width)];
}
