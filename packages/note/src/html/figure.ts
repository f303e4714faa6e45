/** A figure in running text: its value leads to its derivation, its grade mark opens a card of it. */
import type { FigureSpan } from "../view/note.ts";
import { html, type Markup } from "./markup.ts";

/** The fragment of a figure's derivation, which is also its card. */
export function anchor(path: string): string {
  return `d-${path.replace(/[^\w.-]/g, "_")}`;
}

/** Browsers break lines before a button even where breaks are off, unless this stands there. */
const wordJoiner = "\u2060";

/** @param after punctuation that follows: neither it nor the mark may begin a line */
export function figureMarkup(figure: FigureSpan, after = ""): Markup {
  const value = html`<a class="figure" href="#${anchor(figure.path)}">${figureValue(figure)}</a>`;
  if (figure.mark.letters === "") return html`${value}${after}`;
  return html`<span class="tie">${value}${wordJoiner}${gradeButton(figure)}${after}</span>`;
}

/** The value first, its interval quieter. */
export function figureValue({ value, interval, unit, text }: FigureSpan): Markup {
  const plain = [value, interval, unit].filter((part) => part !== undefined && part !== "").join(" ");
  const rest = text.startsWith(plain) ? text.slice(plain.length) : "";
  if (interval === undefined) return html`<b>${plain}</b>${rest}`;
  return html`<b>${value}</b>
    <i>${interval}</i>${unit === "" ? "" : html`${unit === "%" ? "\u00A0" : " "}<b>${unit}</b>`}${rest}`;
}

function gradeButton({ path, mark, value }: FigureSpan): Markup {
  // The visible letters come first, so that somebody who speaks to the page can name the button.
  const label = `${mark.letters}: evidence of ${value}, ${mark.label}`;
  return html`<button
    type="button"
    class="mark"
    popovertarget="${anchor(path)}"
    aria-label="${label}"
    title="${mark.label}"
  >
    ${mark.letters}
  </button>`;
}
