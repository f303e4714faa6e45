/** The appendix of derivations, and the cards that show one of them beside its figure. */
import type { ClaimLine, Derivation } from "../view/note.ts";
import { anchor, cardId } from "./figure.ts";
import { html, type Markup } from "./markup.ts";

export function derivationsMarkup(derivations: readonly Derivation[]): Markup {
  if (derivations.length === 0) return html``;
  return html`<section class="derivations" aria-labelledby="derivations">
    <h2 id="derivations">Derivations</h2>
    <p>Every figure shown, and all it rests on, down to claims and their sources.</p>
    ${derivations.map((derivation) => entry(derivation, derivations))}
  </section>`;
}

/** For the figures that the note shows and whose mark can be pressed. */
export function cards(derivations: readonly Derivation[], runHash: string): readonly Markup[] {
  return derivations
    .filter(({ shown, mark }) => shown && mark.letters !== "")
    .map(
      (derivation) =>
        html`<div class="card" popover id="${cardId(derivation.path)}" role="dialog" aria-label="${nameOf(derivation)}">
          <p class="name">${nameOf(derivation)}</p>
          <p class="value">${derivation.value}</p>
          ${body(derivation, derivations, claimLine)}
          <p class="foot"><a href="#${anchor(derivation.path)}">Full derivation</a> · run ${runHash.slice(0, 12)}</p>
        </div>`,
    );
}

function entry(derivation: Derivation, all: readonly Derivation[]): Markup {
  // In full at the claim's own entry, in brief everywhere else: many figures rest on the same few claims.
  const claim = (line: ClaimLine): Markup => {
    const own = `claims.${line.id}`;
    return own !== derivation.path && all.some(({ path }) => path === own) ? briefClaim(line) : claimLine(line);
  };
  const path = derivation.says === undefined ? "" : html`<code class="path">${derivation.path}</code>`;
  return html`<article class="derivation" id="${anchor(derivation.path)}">
    <h3>${nameOf(derivation)}</h3>
    <p class="value">${derivation.value} ${path}</p>
    ${body(derivation, all, claim)}
  </article>`;
}

function nameOf({ says, path }: Derivation): string {
  return says?.replace(/\.$/, "") ?? path;
}

function body(derivation: Derivation, all: readonly Derivation[], claim: (line: ClaimLine) => Markup): Markup {
  const { formula, reading, mark, supersededBy, inputs, claims, kind } = derivation;
  const lines: [string, Markup][] = [[kind === "assumption" ? "Assumed" : "Formula", html`<code>${formula}</code>`]];
  if (supersededBy !== undefined) lines.push(["Superseded by", html`<code>${supersededBy}</code>`]);
  if (reading !== undefined) lines.push(["Read as", html`${reading}`]);
  if (inputs.length > 0) lines.push(["From", list(inputs.map((input) => inputLine(input, all)))]);
  if (mark.label !== "") lines.push(["Rests on", html`${mark.label}`]);
  if (claims.length > 0) lines.push(["Evidence", list(claims.map(claim))]);
  return html`<dl>
    ${lines.map(
      ([term, content]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${content}</dd>
        </div>`,
    )}
  </dl>`;
}

function list(items: readonly Markup[]): Markup {
  return html`<ul>
    ${items}
  </ul>`;
}

function inputLine({ path, says, value }: Derivation["inputs"][number], all: readonly Derivation[]): Markup {
  const name = says ?? path;
  const linked = all.some((derivation) => derivation.path === path);
  return html`<li>${linked ? html`<a href="#${anchor(path)}">${name}</a>` : name}: ${value}</li>`;
}

function claimLine({ says, printed, grade, sources, published, supersededBy }: ClaimLine): Markup {
  const from = sources.map(({ publisher, title, url }) => {
    const link =
      url !== undefined && /^https?:\/\//i.test(url)
        ? html`<a href="${url}" rel="noopener noreferrer">${title}</a>`
        : title;
    return html`${publisher}, ${link};`;
  });
  const later = supersededBy === undefined ? "" : html` <em>Superseded by ${supersededBy}.</em>`;
  return html`<li>
    <span class="grade g-${grade}">${grade}</span>: ${says} <b>${printed}</b>. ${from} ${published}.${later}
  </li>`;
}

function briefClaim({ id, says, printed, grade, sources, published }: ClaimLine): Markup {
  const publisher = sources[0]?.publisher;
  return html`<li>
    <span class="grade g-${grade}">${grade}</span>: <a href="#${anchor(`claims.${id}`)}">${says}</a> <b>${printed}</b>.
    ${publisher === undefined ? "" : `${publisher}, `}${published}.
  </li>`;
}
