/** A table with its caption; one too wide for the page scrolls in its own frame. */
import type { TableBlock, TableCell } from "../view/note.ts";
import { figureMarkup } from "./figure.ts";
import { html, type Markup } from "./markup.ts";

export function tableMarkup({ caption, columns, rows, empty, rest }: TableBlock): Markup {
  if (rows.length === 0)
    return html`<p class="empty">${[empty, rest].filter((part) => part !== undefined).join(" ")}</p>`;
  const head = columns.map(({ label, align }) => html`<th scope="col" ${alignment(align)}>${label}</th>`);
  const body = rows.map(
    (row) =>
      html`<tr>
        ${row.map((cell, index) => cellMarkup(cell, index, columns[index]?.align))}
      </tr>`,
  );
  // What fits well on a page is not cut by its edge.
  const short = rows.length <= 12 ? " short" : "";
  return html`<div class="scroll${short}" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
    ${rest === undefined ? "" : html`<p class="rest">${rest}</p>`}
  </div>`;
}

/** The first cell of a row names it. */
function cellMarkup(cell: TableCell, index: number, align: "left" | "right" | undefined): Markup {
  const content = cellContent(cell);
  // A date, a unit or a state broken over two lines is hard to read.
  const tight = cell.figure === undefined && cell.text.length <= 14;
  return index === 0
    ? html`<th scope="row" ${alignment(align)}>${content}</th>`
    : html`<td${alignment(align, tight)}>${content}</td>`;
}

function cellContent(cell: TableCell): Markup {
  if (cell.figure !== undefined) return figureMarkup(cell.figure);
  if (cell.tone !== undefined) return html`<span class="state ${cell.tone}">${cell.text}</span>`;
  if (cell.code === true) return html`<code>${cell.text}</code>`;
  return cell.path === undefined ? html`${cell.text}` : html`${cell.text} <code class="path">${cell.path}</code>`;
}

function alignment(align: "left" | "right" | undefined, tight = false): Markup {
  const classes = [...(align === "right" ? ["number"] : []), ...(tight ? ["tight"] : [])];
  return classes.length > 0 ? html` class="${classes.join(" ")}"` : html``;
}
