/**
 * The appendix of derivations. The entry of a figure that the note shows is also its card: pressed for, it stands beside the
 * figure, and is the same element, so that no derivation is on the page twice. On paper an entry is a few lines, and claims
 * are given in full once, at their own entries.
 */
import type { ClaimLine, Derivation } from "../view/note.ts";
import { printedOf } from "../view/printed.ts";
import { anchor } from "./figure.ts";
import { html, type Markup } from "./markup.ts";

export function derivationsMarkup(derivations: readonly Derivation[]): Markup {
  if (derivations.length === 0) return html``;
  const known = new Set(derivations.map(({ path }) => path));
  const claims = derivations.filter(({ kind }) => kind === "claim");
  const figures = derivations.filter(({ kind }) => kind !== "claim");
  return html`<section class="derivations" aria-labelledby="derivations">
    <h2 id="derivations">Derivations</h2>
    <p>
      Every figure shown, and all it rests on, down to claims and their sources. A name in a formula is the name of an
      entry; one without a point belongs to the group of the entry it stands in.
    </p>
    ${group("Figures", figures, known)} ${group("Claims", claims, known)}
  </section>`;
}

function group(title: string, derivations: readonly Derivation[], known: ReadonlySet<string>): Markup {
  if (derivations.length === 0) return html``;
  return html`<h3>${title}</h3>
    <div class="entries">${derivations.map((derivation) => entry(derivation, known))}</div>`;
}

function entry(derivation: Derivation, known: ReadonlySet<string>): Markup {
  const { path, says, value, shown, mark } = derivation;
  // A mark can be pressed only where there is one.
  const card = shown && mark.letters !== "" ? html`popover` : "";
  const name = says === undefined ? "" : html` <code class="path">${path}</code>`;
  return html`<article class="derivation" id="${anchor(path)}" ${card}>
    <h4>${says?.replace(/\.$/, "") ?? path}</h4>
    <p class="value">${value}${name}</p>
    ${body(derivation, known)}
  </article>`;
}

function body(derivation: Derivation, known: ReadonlySet<string>): Markup {
  const { path, says, formula, answer, remarks = [], reading, mark, supersededBy, inputs, claims, kind } = derivation;
  const full = claims.filter(({ id }) => path === `claims.${id}` || !known.has(`claims.${id}`));
  const brief = claims.filter((claim) => !full.includes(claim));
  // A claim's own line says what was printed.
  const printed = kind === "claim" && full.some(({ id }) => path === `claims.${id}`);
  return html`<dl>
    ${printed ? "" : line(kind === "assumption" ? "Assumed" : "Formula", html`<code>${formula}</code>`)}
    ${supersededBy === undefined ? "" : line("Superseded by", html`<code>claims.${supersededBy}</code>`)}
    ${answer === undefined ? "" : line("Answered by", html`the serving model: ${answer}`)}
    ${remarks.length === 0 ? "" : line("Mind (*)", list(remarks.map((remark) => html`<li>${remark}</li>`)))}
    ${reading === undefined ? "" : line("Read as", html`${reading}`)}
    ${inputs.length === 0 ? "" : line("From", list(inputs.map((input) => inputLine(input, known))), "screen")}
    ${mark.label === "" || printed ? "" : line("Rests on", html`${mark.label}`)}
    ${brief.length === 0 ? "" : line("Evidence", list(brief.map(briefClaim)), "screen")}
    ${full.length === 0 ? "" : line(printed ? "Claim" : "Evidence", list(full.map((claim) => claimLine(claim, claim.says === says))))}
  </dl>`;
}

/** @param where `screen` keeps a line off paper, where it says again what stands at another entry */
function line(term: string, content: Markup, where?: "screen"): Markup {
  return html`<div${where === undefined ? "" : html` class="${where}"`}>
    <dt>${term}</dt>
    <dd>${content}</dd>
  </div>`;
}

function list(items: readonly Markup[]): Markup {
  return html`<ul>
    ${items}
  </ul>`;
}

function inputLine({ path, says, value }: Derivation["inputs"][number], known: ReadonlySet<string>): Markup {
  const name = says ?? path;
  return html`<li>${known.has(path) ? html`<a href="#${anchor(path)}">${name}</a>` : name}: ${value}</li>`;
}

/** @param named whether the entry says already what the claim says */
function claimLine(claim: ClaimLine, named: boolean): Markup {
  const { says, grade, sources, published, supersededBy } = claim;
  const from = sources.map(({ publisher, title, url }) => {
    const link =
      url !== undefined && /^https?:\/\//i.test(url)
        ? html`<a href="${url}" rel="noopener noreferrer">${title}</a>`
        : title;
    return html`${publisher}, ${link};`;
  });
  const later = supersededBy === undefined ? "" : html` <em>Superseded by ${supersededBy}.</em>`;
  return html`<li>
    <span class="grade g-${grade}">${grade}</span>: ${named ? "" : html`${says} `}<b>${printedOf(claim)}</b>. ${from}
    ${published}.${later}
  </li>`;
}

function briefClaim(claim: ClaimLine): Markup {
  const { id, says, grade, sources, published } = claim;
  const publisher = sources[0]?.publisher;
  return html`<li>
    <span class="grade g-${grade}">${grade}</span>: <a href="#${anchor(`claims.${id}`)}">${says}</a>
    <b>${printedOf(claim)}</b>. ${publisher === undefined ? "" : `${publisher}, `}${published}.
  </li>`;
}
