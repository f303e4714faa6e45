/** A figure in running text: its value leads to its derivation, its grade mark opens a card of it. */
import type { FigureSpan } from "../view/note.ts";
import { html, type Markup } from "./markup.ts";

/** The fragment of a figure's derivation. */
export function anchor(path: string): string {
  return `d-${path.replace(/[^\w.-]/g, "_")}`;
}

/** The id of a figure's card. */
export function cardId(path: string): string {
  return `card-${path.replace(/[^\w.-]/g, "_")}`;
}

export function figureMarkup(figure: FigureSpan): Markup {
  return html`<a class="figure" href="#${anchor(figure.path)}">${figureValue(figure)}</a>${gradeButton(figure)}`;
}

/** The value first, its interval quieter. */
export function figureValue({ value, interval, unit, text }: FigureSpan): Markup {
  const plain = [value, interval, unit].filter((part) => part !== undefined && part !== "").join(" ");
  const rest = text.startsWith(plain) ? text.slice(plain.length) : "";
  if (interval === undefined) return html`<b>${plain}</b>${rest}`;
  return html`<b>${value}</b> <i>${interval}</i>${unit === "" ? "" : html` <b>${unit}</b>`}${rest}`;
}

function gradeButton({ path, mark, value }: FigureSpan): Markup {
  if (mark.letters === "") return html``;
  // The visible letters come first, so that somebody who speaks to the page can name the button.
  const label = `${mark.letters}: evidence of ${value}, ${mark.label}`;
  return html`<button
    type="button"
    class="mark"
    popovertarget="${cardId(path)}"
    aria-label="${label}"
    title="${mark.label}"
  >
    ${mark.letters}
  </button>`;
}
