/** `underwatt checks`: what named checks find in the claims of a deal. */
import { checks as checksOf, checksSchema, defaultOptions } from "@underwatt/deal";
import { open, prepareOrStop } from "../open.ts";
import { faint, heading, style } from "../terminal/style.ts";
import { table, wrap } from "../terminal/table.ts";

/** @throws Stop with the deal's mistakes */
export function checks(
  path: string,
  { asOf, json }: { readonly asOf?: string | undefined; readonly json?: boolean | undefined },
  width: number,
): string[] {
  const result = checksOf(prepareOrStop(open(path), { ...defaultOptions, asOf }));
  if (json === true) return [JSON.stringify(checksSchema.parse(result), null, 1)];
  const groups = Map.groupBy(result.findings, ({ check }) => check);
  const rows = Object.entries(result.checks).map(([id, { looks_for: looksFor, found }]) => [
    id,
    String(found),
    looksFor,
  ]);
  return [
    `${heading(result.title)}: ${result.claims} claims known on ${result.as_of}`,
    "",
    ...[...groups].flatMap(([id, found]) => [
      heading(id),
      ...wrap(result.checks[id]?.why ?? "", width).map(faint),
      ...found.flatMap(({ says, claims, known }) => [
        ...wrap(says, width - 2).map((line) => `  ${style("yellow", line)}`),
        ...wrap(`${claims.join(", ")}${known.length === 0 ? "" : `; named by ${known.join(", ")}`}`, width - 4).map(
          (line) => `    ${line}`,
        ),
      ]),
      "",
    ]),
    ...table(
      [{ title: "check" }, { title: "found", align: "right" }, { title: "looks for", flexible: true }],
      rows,
      width,
    ),
    ...(result.unseen.length === 0
      ? []
      : ["", ...wrap(`conflicts of the deal that no check sees: ${result.unseen.join(", ")}`, width).map(faint)]),
  ];
}
