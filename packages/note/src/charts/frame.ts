/** What all charts share: size, the accessible shell, labels that fit. */
import { html, type Markup } from "../html/markup.ts";

/** Width in the drawing's own units; it scales with the page. At print width one unit is about a quarter of a millimetre. */
export const width = 720;

/** Left and right ends of the plot. */
export const margin = { left: 16, right: 16 };

/** The drawing with its name and description. `id` is unique on the page. */
export function frame(
  id: string,
  height: number,
  title: string,
  description: string,
  content: readonly Markup[],
): Markup {
  return html`<svg class="chart" role="img" viewBox="0 0 ${width} ${height}" aria-labelledby="${id}-title ${id}-desc">
    <title id="${id}-title">${title}</title>
    <desc id="${id}-desc">${description}</desc>
    ${content}
  </svg>`;
}

/** Cut to about the width given; letters are a little over half as wide as they are high (13). */
export function fit(label: string, pixels: number): string {
  const letters = Math.max(Math.floor(pixels / 6.9), 4);
  return label.length <= letters ? label : `${label.slice(0, letters - 1).trimEnd()}…`;
}

/** Colours repeat after four; the legend still tells lines apart by their dashes. */
export function colour(index: number): string {
  return `c${index % 4}`;
}
