/** `underwatt check`: every mistake of a deal, or how much there is in it. */
import {
  audit,
  defaultOptions,
  forecasts,
  formatDiagnostic,
  inOrder,
  prepare,
  type Diagnostic,
  type RunOptions,
} from "@underwatt/deal";
import { mistakes, open, prepareOrStop, type OpenDeal } from "../open.ts";
import { leftOutTogether } from "../terminal/left-out.ts";
import { faint, style } from "../terminal/style.ts";

export function check(path: string, options: { asOf?: string | undefined }): string[] {
  const opened = open(path);
  const runOptions: RunOptions = { ...defaultOptions, asOf: options.asOf, samples: 1 };
  const cautions = stopAtMistakes(opened, runOptions);
  const { graph, leftOut, warnings, figures } = prepareOrStop(opened, runOptions);
  const { document } = opened.deal;
  const counts = [
    [Object.keys(document.claims ?? {}).length, "claims"],
    [Object.keys(document.sources ?? {}).length, "sources"],
    [figures.length, "figures"],
    [graph.program.inputs.length, "uncertain inputs"],
    [Object.keys(document.thesis ?? {}).length, "theses"],
  ] as const;
  return [
    `${style("green", "no mistakes")} in ${document.deal}: ${counts.map(([count, what]) => `${count} ${what}`).join(", ")}`,
    ...cautions.map((caution) => style("yellow", formatDiagnostic(caution))),
    ...warnings
      .filter((warning) => cautions.every(({ message }) => message !== warning))
      .map((warning) => style("yellow", `warning: ${warning}`)),
    ...leftOutLines(leftOut).map(faint),
  ];
}

function leftOutLines(leftOut: ReadonlyMap<string, readonly string[]>): string[] {
  return leftOutTogether(leftOut).map(
    ({ what, several, claims }) =>
      `left out ${what}: ${several ? "they rest" : "it rests"} on ${claims}, not known by then`,
  );
}

/** The deal as it stands, each of its scenarios, and the sums and forecasts, which no run looks at; with its cautions. */
function stopAtMistakes({ deal, catalog }: OpenDeal, options: RunOptions): Diagnostic[] {
  const scenarios = [undefined, ...Object.keys(deal.document.scenarios ?? {})];
  const outcomes = [
    ...scenarios.map((scenario) => prepare(deal, catalog, { ...options, scenario })),
    audit(deal, catalog, options.asOf),
    ...(deal.document.forecasts === undefined ? [] : [forecasts(deal, catalog, options.asOf)]),
  ];
  const found = outcomes.flatMap((outcome) => ("diagnostics" in outcome ? outcome.diagnostics : []));
  if (found.length > 0) throw mistakes(inOrder(found));
  return inOrder(outcomes.flatMap((outcome) => ("prepared" in outcome ? outcome.prepared.cautions : [])));
}
