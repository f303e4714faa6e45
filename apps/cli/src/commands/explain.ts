/** `underwatt explain`: a figure, its formula, and so on down to claims and sources. */
import { explain as explainFigure, meanings, runDeal, type Explanation, type RunOptions } from "@underwatt/deal";
import { nearest } from "@underwatt/engine";
import { formatFigure } from "@underwatt/note";
import { exitCodes, Stop } from "../exit.ts";
import { open, prepareOrStop } from "../open.ts";
import { faint, heading, style } from "../terminal/style.ts";

export async function explain(path: string, figure: string, options: RunOptions): Promise<string[]> {
  const result = await runDeal(prepareOrStop(open(path), options));
  const wanted = [figure, `model.${figure}`, `assumptions.${figure}`, `claims.${figure}`].find(
    (name) => result.figures[name] !== undefined,
  );
  const found = wanted === undefined ? undefined : explainFigure(result, wanted);
  if (found === undefined) {
    const paths = Object.keys(result.figures);
    const close = nearest(figure, [...paths, ...paths.map((known) => known.slice(known.indexOf(".") + 1))]);
    const hint = close === undefined ? "" : `; did you mean ${close}?`;
    throw new Stop(`there is no figure "${figure}" on ${result.as_of}${hint}`, exitCodes.mistakes);
  }
  return [...branch(found, "", ""), "", faint(`as of ${result.as_of}, run ${result.run.hash}`)];
}

function branch(node: Explanation, first: string, rest: string): string[] {
  const title = `${first}${heading(node.path)} = ${formatFigure(node.figure)}${node.seen ? faint("  (above)") : ""}`;
  if (node.seen) return [title];
  const notes: string[] = [];
  if (node.says !== undefined) notes.push(faint(node.says));
  if (node.figure.means !== undefined)
    notes.push(`${faint("means")} ${node.figure.means}, the ${meanings[node.figure.means].name}`);
  if (node.supersededBy !== undefined) notes.push(style("yellow", `superseded by claims.${node.supersededBy}`));
  const { because, kind, remarks = [] } = node.figure;
  if (kind === "workload" && because !== undefined) notes.push(because);
  // Said once, where the figure that is asked about shows it and where it comes from.
  if (rest === "" || because !== undefined) notes.push(...remarks.map((remark) => style("yellow", `* ${remark}`)));
  if (node.claim === undefined) notes.push(`${faint("formula")} ${node.formula}`);
  else {
    notes.push(`${faint("claim")} ${node.claim.printed}  ${style("cyan", node.claim.grade)}`);
    for (const source of node.claim.sources) {
      notes.push(
        faint(
          `${source.publisher}, ${source.title}, ${source.date}${source.url === undefined ? "" : `, ${source.url}`}`,
        ),
      );
    }
  }
  const lines = [title, ...notes.map((note) => `${rest}  ${node.children.length > 0 ? "│ " : "  "}${note}`)];
  for (const [index, child] of node.children.entries()) {
    const last = index === node.children.length - 1;
    lines.push(...branch(child, `${rest}  ${last ? "└─ " : "├─ "}`, `${rest}  ${last ? "   " : "│  "}`));
  }
  return lines;
}
