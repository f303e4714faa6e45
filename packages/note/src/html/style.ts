/** The page's style: a calm research note, on screen by day and night, and on paper. */

export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --wash: #f6f6f3; --rule: #d9dad5; --ink: #1c2126; --muted: #565e66; --accent: #1f4d78;
  --c0: #1f4d78; --c1: #b4552d; --c2: #4b7a3a; --c3: #7a4f93;
  --disclosed: #163f63; --reported: #4782ab; --estimate: #b5852f; --forecast: #c2653c; --opinion: #9b5a82; --assumption: #7b8288;
  --good: #17573a; --good-wash: #e2f1e8; --fair: #415a16; --fair-wash: #edf2dd; --open: #5b4a10; --open-wash: #f6eed3;
  --poor: #85380f; --poor-wash: #f9e6da; --bad: #8c1c1c; --bad-wash: #fae1e1;
  --serif: Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, "Times New Roman", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #15181b; --wash: #1d2125; --rule: #3a4047; --ink: #e4e6e8; --muted: #a5adb5; --accent: #8fbde4;
    --c0: #8fbde4; --c1: #e39a74; --c2: #9cc987; --c3: #c8a3de;
    --disclosed: #a9cdec; --reported: #6fa5cf; --estimate: #d3a95a; --forecast: #dd8a63; --opinion: #c486ab; --assumption: #979ea5;
    --good: #a4dcbf; --good-wash: #16382a; --fair: #cadb9c; --fair-wash: #2c3516; --open: #ead794; --open-wash: #3a3214;
    --poor: #f3b694; --poor-wash: #432414; --bad: #f4a9a9; --bad-wash: #471b1b;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 var(--serif); font-variant-numeric: lining-nums; overflow-wrap: break-word; }
body > header, main, footer { max-width: 47rem; margin: 0 auto; padding: 0 1.25rem; }
body > header { padding-top: 3.5rem; }
footer { margin-top: 4rem; padding-top: 1rem; padding-bottom: 3rem; }
footer p { border-top: 1px solid var(--rule); margin: 0; padding: .75rem 0; color: var(--muted); font: .8125rem/1.5 var(--sans); }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; font-weight: 600; text-wrap: balance; break-after: avoid; }
h1 { font-size: 2.25rem; margin: 0 0 .5rem; letter-spacing: -.01em; }
h2 { font-size: 1.5rem; margin: 3rem 0 .75rem; }
h3 { font-size: 1.1875rem; margin: 2rem 0 .5rem; }
h4, h5, h6 { font-size: 1.0625rem; margin: 1.5rem 0 .5rem; }
p, ul, ol, blockquote, pre { margin: 0 0 1.1rem; }
li + li { margin-top: .3rem; }
blockquote { margin-left: 0; padding-left: 1.1rem; border-left: 3px solid var(--rule); color: var(--muted); }
a { color: var(--accent); text-underline-offset: .15em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code, pre { font-family: var(--mono); font-size: .84em; }
pre { overflow-x: auto; background: var(--wash); padding: .8rem 1rem; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; }
.dateline { color: var(--muted); font: .9375rem/1.5 var(--sans); margin: 0 0 2rem; }

.summary { margin-bottom: 1.75rem; background: var(--wash); border-top: 3px solid var(--accent); padding: 1.25rem 1.5rem 1.4rem; font: .9375rem/1.5 var(--sans); }
.summary h2 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; margin: 0; }
.summary ul, .summary dl { margin: 0; padding: 0; list-style: none; }
.thesis li { display: grid; grid-template-columns: 1fr auto 6.5rem; gap: .2rem .75rem; align-items: baseline; margin: 0; padding: .45rem 0; border-bottom: 1px solid var(--rule); }
.thesis .says { font: 1.0625rem/1.4 var(--serif); }
.thesis .chance { text-align: right; }
.keys { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 0 2rem; }
.summary .keys { margin: .6rem 0 0; }
.keys div { padding: .5rem 0; }
.keys dt { color: var(--muted); font-size: .8125rem; line-height: 1.35; }
.keys dd { margin: .1rem 0 0; font-size: 1rem; }
.evidence { margin-top: .8rem; border-top: 1px solid var(--rule); padding-top: .8rem; }
.evidence p { margin: 0 0 .5rem; color: var(--muted); font-size: .8125rem; }
.bar-of-evidence { display: block; width: 100%; height: 14px; }
.evidence .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin-top: .45rem; font-size: .8125rem; }
.legend li { margin: 0; white-space: nowrap; }
.swatch { width: .7em; height: .7em; }
nav { margin: 1.75rem 0 0; font: .9375rem/1.5 var(--sans); }
nav ol { margin: 0; padding: 0; list-style: none; columns: 18rem 2; column-gap: 2rem; }
nav li { margin: 0; padding: .12rem 0; break-inside: avoid; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }

.figure { color: inherit; text-decoration-color: var(--rule); }
.figure:hover { text-decoration-color: currentColor; }
.figure b { font-weight: 600; font-variant-numeric: lining-nums tabular-nums; }
.figure b { white-space: nowrap; }
.figure i { font-style: normal; font-weight: 400; color: var(--muted); font-variant-numeric: lining-nums tabular-nums; }
.mark { font: 600 .62em/1 var(--sans); letter-spacing: .04em; vertical-align: .55em; margin: -.5em -.1em -.5em 0; padding: .35em .2em; border: 0; border-radius: 3px; background: none; color: var(--accent); cursor: pointer; }
.tie { white-space: nowrap; }
.tie .figure { white-space: normal; }
.mark:hover { background: var(--wash); }
.state { display: inline-block; padding: .05rem .5rem; border-radius: 3px; font: 600 .8125rem/1.5 var(--sans); }
.good { color: var(--good); background: var(--good-wash); } .fair { color: var(--fair); background: var(--fair-wash); }
.open { color: var(--open); background: var(--open-wash); } .poor { color: var(--poor); background: var(--poor-wash); }
.bad { color: var(--bad); background: var(--bad-wash); }
svg .g-disclosed { fill: var(--disclosed); } svg .g-reported { fill: var(--reported); } svg .g-estimate { fill: var(--estimate); }
svg .g-forecast { fill: var(--forecast); } svg .g-opinion { fill: var(--opinion); } svg .g-assumption { fill: var(--assumption); }
.grade { border-left: .35em solid var(--assumption); padding-left: .4em; color: var(--muted); }
.grade.g-disclosed { border-color: var(--disclosed); } .grade.g-reported { border-color: var(--reported); } .grade.g-estimate { border-color: var(--estimate); }
.grade.g-forecast { border-color: var(--forecast); } .grade.g-opinion { border-color: var(--opinion); }

.scroll { overflow-x: auto; margin: 1.5rem 0 2rem; }
table { border-collapse: collapse; width: 100%; font: .875rem/1.45 var(--sans); font-variant-numeric: lining-nums tabular-nums; }
caption { text-align: left; font-weight: 600; padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .9rem .45rem 0; border-bottom: 1px solid var(--rule); font-weight: 400; min-width: 4.5rem; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom: 1.5px solid var(--ink); font-weight: 600; font-size: .8125rem; vertical-align: bottom; }
.number { text-align: right; }
.tight { white-space: nowrap; }
td code { font-size: .8rem; }
th .path { margin-left: .2rem; font-size: .75rem; }
.rest { margin: .6rem 0 0; color: var(--muted); font: .8125rem/1.5 var(--sans); }
.empty { color: var(--muted); font-style: italic; }

figure { margin: 2rem 0 2.25rem; }
figcaption { font: .875rem/1.45 var(--sans); margin-bottom: .6rem; }
figcaption b { font-weight: 600; }
figcaption span { display: block; color: var(--muted); font-size: .8125rem; }
figure .scroll { margin: 0; }
.chart { display: block; width: 100%; min-width: 30rem; height: auto; font: 13px var(--sans); fill: var(--ink); font-variant-numeric: lining-nums tabular-nums; }
.chart text { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.chart .axis { fill: var(--muted); font-size: 12px; }
.chart .value { font-weight: 600; }
.grid { stroke: var(--rule); stroke-width: 1; }
.tick, .zero { stroke: var(--muted); stroke-width: 1; }
.c0 { --c: var(--c0); } .c1 { --c: var(--c1); } .c2 { --c: var(--c2); } .c3 { --c: var(--c3); }
.line { fill: none; stroke: var(--c); stroke-width: 2.25; stroke-linecap: round; stroke-linejoin: round; }
.dash1 { stroke-dasharray: 7 5; } .dash2 { stroke-dasharray: 2 5; } .dash3 { stroke-dasharray: 10 4 2 4; }
.band { fill: var(--c); fill-opacity: .17; stroke: none; }
.whisker { stroke: var(--c0); stroke-width: 1.5; }
.middle { stroke: var(--c0); stroke-width: 8; stroke-opacity: .45; }
.dot { fill: var(--c0); stroke: var(--paper); stroke-width: 1.5; }
.bar { fill: var(--c0); fill-opacity: .8; }
details { margin-top: .5rem; font: .875rem/1.5 var(--sans); }
summary { color: var(--accent); cursor: pointer; }

.derivations { font: .875rem/1.5 var(--sans); }
.derivation { border-top: 1px solid var(--rule); padding: .9rem 0 .2rem; }
.derivation:target { box-shadow: -.9rem 0 0 var(--paper), -1.1rem 0 0 var(--accent); }
.derivations h3 { margin-top: 1.75rem; }
.derivation h4 { margin: 0; font: 600 .9375rem/1.4 var(--sans); }
.derivations p { margin-bottom: .4rem; }
.derivation .value { margin-bottom: .4rem; }
.value { font-variant-numeric: lining-nums tabular-nums; }
.path { color: var(--muted); margin-left: .5rem; }
.derivation dl { margin: 0 0 .7rem; }
.derivation dl div { display: grid; grid-template-columns: 6.5rem 1fr; gap: .1rem .75rem; padding: .1rem 0; }
.derivation dt { color: var(--muted); }
.derivation dd { margin: 0; min-width: 0; }
.derivation ul { margin: 0; padding: 0; list-style: none; }
.derivation li + li { margin-top: .2rem; }
/* An entry is in its place in the appendix until a mark calls for it as a card. */
.derivation[popover]:not(:popover-open) { display: block; position: static; width: auto; height: auto; margin: 0; border-width: 1px 0 0; padding: .9rem 0 .2rem; overflow: visible; color: inherit; background: none; }
.derivation:popover-open { width: min(30rem, calc(100vw - 2rem)); max-height: min(28rem, calc(100vh - 2rem)); overflow: auto; padding: 1rem 1.2rem; border: 1px solid var(--rule); border-radius: 4px; background: var(--paper); color: var(--ink); box-shadow: 0 6px 28px rgb(0 0 0 / .18); font: .8125rem/1.5 var(--sans); }
.derivation:popover-open h4 { color: var(--muted); font-size: .8125rem; font-weight: 400; }
.derivation:popover-open .value { font-size: 1.0625rem; font-weight: 600; }
.derivation:popover-open .path { font-size: .75rem; font-weight: 400; }
@supports (position-area: block-end) {
  .derivation:popover-open { inset: auto; margin: .3rem 0; position-area: block-end span-inline-end; position-try-fallbacks: flip-inline, flip-block, flip-block flip-inline; }
}
@supports not selector(:popover-open) { .mark { display: none; } }

@media (max-width: 40rem) {
  body > header { padding-top: 2rem; }
  h1 { font-size: 1.75rem; }
  .derivation dl div { grid-template-columns: 1fr; }
  .thesis li { grid-template-columns: auto 1fr; }
  .thesis .says { grid-column: 1 / -1; }
  .thesis .chance { text-align: left; }
}
@page { size: A4; margin: 17mm 17mm 19mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #565e66; } }
@media print {
  html { font-size: 9.4pt; }
  body { line-height: 1.5; }
  body > header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  body > header { padding-top: 0; }
  .skip, details, .derivation:popover-open, .derivation dl .screen { display: none; }
  .scroll { overflow: visible; margin: 1rem 0 1.25rem; }
  h2 { margin-top: 1.75rem; }
  p, ul, ol { margin-bottom: .8rem; }
  nav { break-inside: avoid; }
  figure { margin: 1.1rem 0 1.3rem; }
  .chart { min-width: 0; width: 82%; }
  table { font-size: .8rem; line-height: 1.35; }
  th, td { padding: .25rem .7rem .25rem 0; min-width: 0; }
  thead th { font-size: .76rem; }
  td code { font-size: .72rem; }
  .state { font-size: .74rem; }
  p { orphans: 3; widows: 3; }
  tr, .short, figure, .summary, li, blockquote { break-inside: avoid; }
  thead { display: table-header-group; break-after: avoid; }
  tbody tr:first-child { break-before: avoid; }
  caption { break-after: avoid; }
  .state, .summary { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .derivations { font-size: 7pt; line-height: 1.35; }
  .derivations .entries { columns: 2; column-gap: 7mm; }
  .derivations h3 { margin: .8rem 0 .3rem; }
  .derivation, .derivation[popover]:not(:popover-open) { padding: .22rem 0; orphans: 2; widows: 2; }
  .derivation h4, .derivation .value, .derivation dl, .derivation dl div, .derivation dt, .derivation dd, .derivation ul, .derivation li { display: inline; font-size: inherit; line-height: inherit; margin: 0; padding: 0; }
  .derivation h4::after, .derivation dt::after { content: ": "; }
  .derivation dl div::before { content: " · "; color: var(--muted); }
  .derivation .grade { border: 0; padding: 0; }
  .derivation code { font-size: .92em; overflow-wrap: anywhere; }
  .derivation .path { margin-left: .3em; }
  main > :is(p, ul, ol) a[href^="http"]::after, .derivation a[href^="http"]::after { content: " (" attr(href) ")"; font-size: .85em; word-break: break-all; }
  a { color: inherit; }
}
`.trim();
