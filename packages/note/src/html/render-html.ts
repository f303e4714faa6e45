/** The note as one page of HTML that needs nothing else: no network, no script, no font. */
import { formatExact } from "../format/index.ts";
import type { Note, NoteBlock } from "../view/note.ts";
import { chartMarkup } from "./chart.ts";
import { derivationsMarkup } from "./derivations.ts";
import { html, Markup } from "./markup.ts";
import { passages, type Heading } from "./passages.ts";
import { style } from "./style.ts";
import { summaryMarkup } from "./summary.ts";
import { tableMarkup } from "./table.ts";

/** The browser is told to load nothing, in case a mistake of ours ever lets an address through. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** @returns a whole document; equal notes give equal bytes */
export function renderHtml(note: Note): string {
  const texts = passages(note.blocks.filter((block) => block.kind === "text"));
  let text = 0;
  const blocks = note.blocks.map((block, index) =>
    block.kind === "text" ? (texts.markups[text++] ?? html``) : blockMarkup(block, `chart-${index}`),
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="underwatt ${note.run.version}" />
        <title>${note.title}</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#note">Skip to the note</a>
        <header>
          <h1>${note.title}</h1>
          <p class="dateline">As of <time datetime="${note.asOf}">${note.asOf}</time>${scenario(note)}</p>
          ${summaryMarkup(note.summary)} ${contents(texts.headings, note.derivations.length > 0)}
        </header>
        <main id="note">${blocks} ${warnings(note.warnings)} ${derivationsMarkup(note.derivations)}</main>
        <footer>${colophon(note)}</footer>
      </body>
    </html>`.text;
}

function blockMarkup(block: Exclude<NoteBlock, { kind: "text" }>, id: string): Markup {
  return block.kind === "table" ? tableMarkup(block) : chartMarkup(block, id);
}

function contents(headings: readonly Heading[], derivations: boolean): Markup {
  if (headings.length < 3) return html``;
  const all = derivations ? [...headings, { id: "derivations", text: "Derivations" }] : headings;
  return html`<nav aria-label="Contents">
    <ol>
      ${all.map(({ id, text }) => html`<li><a href="#${id}">${text}</a></li>`)}
    </ol>
  </nav>`;
}

function scenario({ run }: Note): Markup {
  return run.scenario === undefined ? html`` : html` · scenario ${run.scenario}`;
}

function warnings(all: readonly string[]): Markup {
  if (all.length === 0) return html``;
  return html`<section class="warnings" aria-labelledby="warnings">
    <h2 id="warnings">Warnings of the run</h2>
    <ul>
      ${all.map((warning) => html`<li>${warning}</li>`)}
    </ul>
  </section>`;
}

/** What it takes to make the same note again. */
function colophon({ run, deal }: Note): Markup {
  const set = Object.entries(run.set ?? {}).map(([path, value]) => `${path} = ${value}`);
  return html`<p>
      Deal <b>${deal}</b>, run <code>${run.hash}</code>, seed ${run.seed}, ${formatExact(run.samples)} samples,
      underwatt ${run.version}.${set.length > 0 ? ` Set by hand: ${set.join("; ")}.` : ""}
    </p>
    <p>
      A range in brackets holds the central 80 % of the samples; the value before it is the median. A range without
      brackets is as a source gives it. ± is one standard error of the simulation.
    </p>`;
}
