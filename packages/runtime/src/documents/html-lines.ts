/** A web page as lines: blocks of shown text, each with the line of the file that it begins in. */
import type { Line } from "@underwatt/evidence";
import { parse, type DefaultTreeAdapterTypes } from "parse5";

type Node = DefaultTreeAdapterTypes.ChildNode;

/** What a browser does not show, or what is not the page's own text. */
const unseen = new Set([
  "script",
  "style",
  "noscript",
  "template",
  "svg",
  "math",
  "iframe",
  "object",
  "select",
  "textarea",
  "head",
]);
const inline = new Set(
  "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr".split(
    " ",
  ),
);

/** Characters; cells of tables are shorter. */
const longestCell = 300;

/** A page's lines; a row of a table is one line with `|` between its cells. */
export function htmlLines(html: string): Line[] {
  const document = parse(html, { sourceCodeLocationInfo: true, scriptingEnabled: false });
  const lines: Line[] = [];
  let open = "";
  let began: number | undefined;
  let cells: string[] | undefined;
  const put = (text: string): void => {
    if (text !== "") lines.push({ text, line: began }, { text: "" });
  };
  const close = (): void => {
    if (cells !== undefined) {
      open += " ";
      return;
    }
    put(squeezed(open));
    open = "";
    began = undefined;
  };
  /** A row whose cells hold paragraphs lays a page out, and is no row of a table. */
  const closeRow = (row: readonly string[]): void => {
    if (row.some((cell) => cell.length > longestCell)) for (const cell of row) put(cell);
    else if (row.some((cell) => cell !== "")) {
      const text = row.map((cell) => cell.replaceAll("|", "/")).join(" | ");
      lines.push({ text: `| ${text} |`, line: began });
    }
    cells = undefined;
    open = "";
    began = undefined;
  };
  const add = (text: string, line: number | undefined): void => {
    if (text.trim() !== "") began ??= line;
    open += text;
  };
  // A stack of our own: a page may nest deeper than calls can.
  type Step = { readonly node: Node } | { readonly end: string };
  const steps: Step[] = [...document.childNodes].reverse().map((node) => ({ node }));
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if ("end" in step) {
      if ((step.end === "td" || step.end === "th") && cells !== undefined) {
        cells.push(squeezed(open));
        open = "";
      } else if (step.end === "tr" && cells !== undefined) closeRow(cells);
      else if (step.end === "table") lines.push({ text: "" });
      else if (!inline.has(step.end)) close();
      continue;
    }
    const { node } = step;
    if (node.nodeName === "#text" && "value" in node) {
      add(node.value, node.sourceCodeLocation?.startLine);
      continue;
    }
    if (!("childNodes" in node) || unseen.has(node.nodeName) || isHidden(node)) continue;
    const name = node.nodeName;
    if (name === "br" || !inline.has(name)) close();
    if (name === "table" && cells !== undefined) closeRow([...cells, squeezed(open)]);
    if (name === "tr" && cells === undefined) {
      cells = [];
      open = "";
      began = node.sourceCodeLocation?.startLine;
    }
    steps.push({ end: name });
    for (const child of [...node.childNodes].reverse()) steps.push({ node: child });
  }
  cells = undefined;
  close();
  return lines;
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function isHidden(node: Node): boolean {
  if (!("attrs" in node)) return false;
  return node.attrs.some(
    ({ name, value }) =>
      name === "hidden" ||
      (name === "aria-hidden" && value === "true") ||
      (name === "style" && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(value)),
  );
}
