/** The box at the top: how the theses fare, the key figures, how hard the evidence is. */
import { gradeLetter } from "../format/index.ts";
import type { GradeShare, Summary } from "../view/note.ts";
import { figureMarkup } from "./figure.ts";
import { html, type Markup } from "./markup.ts";

export function summaryMarkup({ thesis, figures, evidence }: Summary): Markup {
  return html`<section class="summary" aria-labelledby="summary">
    <h2 id="summary">Summary</h2>
    ${thesis.length === 0 ? "" : thesisList(thesis)} ${figures.length === 0 ? "" : figureList(figures)}
    ${evidence.length === 0 ? "" : evidenceBar(evidence)}
  </section>`;
}

function thesisList(thesis: Summary["thesis"]): Markup {
  const items = thesis.map(
    ({ says, state, tone, chance }) =>
      html`<li>
        <span class="says">${says}</span> <span class="state ${tone}">${state}</span>
        <span class="chance">${chance}</span>
      </li>`,
  );
  return html`<ul class="thesis">
    ${items}
  </ul>`;
}

function figureList(figures: Summary["figures"]): Markup {
  const items = figures.map(
    ({ label, figure }) =>
      html`<div>
        <dt>${label}</dt>
        <dd>${figureMarkup(figure)}</dd>
      </div>`,
  );
  return html`<dl class="keys">${items}</dl>`;
}

/** Hard evidence dark and to the left; SVG, since browsers leave out backgrounds when they print. */
function evidenceBar(evidence: readonly GradeShare[]): Markup {
  const total = evidence.reduce((sum, { count }) => sum + count, 0);
  const spoken = evidence.map(({ basis, count }) => `${count} ${basis}`).join(", ");
  let from = 0;
  const parts = evidence.map(({ basis, share }) => {
    const x = from;
    from += share * 720;
    return html`<rect
      class="g-${basis}"
      x="${x.toFixed(1)}"
      y="0"
      width="${Math.max(share * 720 - 2, 1).toFixed(1)}"
      height="14"
    />`;
  });
  const legend = evidence.map(
    ({ basis, count }) =>
      html`<li>
        <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
          <rect class="g-${basis}" width="10" height="10" />
        </svg>
        ${count} ${basis} (${gradeLetter(basis)})
      </li>`,
  );
  return html`<div class="evidence">
    <p>
      Evidence: ${total} ${total === 1 ? "claim" : "claims"} known, from hard to soft. The letters after a figure say
      what it rests on; A is an assumption.
    </p>
    <svg
      class="bar-of-evidence"
      role="img"
      viewBox="0 0 720 14"
      preserveAspectRatio="none"
      aria-labelledby="evidence-title evidence-desc"
    >
      <title id="evidence-title">Claims by grade</title>
      <desc id="evidence-desc">${spoken}</desc>
      ${parts}
    </svg>
    <ul class="legend">
      ${legend}
    </ul>
  </div>`;
}
