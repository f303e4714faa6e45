/** A chart with its caption, how to read it, and its data for those who want numbers. */
import { drawChart } from "../charts/index.ts";
import type { ChartBlock } from "../view/note.ts";
import { html, type Markup } from "./markup.ts";
import { tableMarkup } from "./table.ts";

export function chartMarkup(block: ChartBlock, id: string): Markup {
  return html`<figure>
    <figcaption><b>${block.caption}</b> <span>${block.description}</span></figcaption>
    <div class="scroll" role="region" aria-label="Chart: ${block.caption}" tabindex="0">${drawChart(block, id)}</div>
    <details>
      <summary>Data of this chart</summary>
      ${tableMarkup(block.table)}
    </details>
  </figure>`;
}
