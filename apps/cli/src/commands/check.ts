/** `underwatt check`: every mistake of a deal, or how much there is in it. */
import { defaultOptions } from "@underwatt/deal";
import { open, prepareOrStop } from "../open.ts";
import { faint, style } from "../terminal/style.ts";

export function check(path: string, options: { asOf?: string | undefined }): string[] {
  const opened = open(path);
  const { graph, leftOut, warnings, figures } = prepareOrStop(opened, {
    ...defaultOptions,
    asOf: options.asOf,
    samples: 1,
  });
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
    ...warnings.map((warning) => style("yellow", `warning: ${warning}`)),
    ...[...leftOut].map(([path, claims]) =>
      faint(`left out ${path}: it rests on ${claims.join(", ")}, not known by then`),
    ),
  ];
}
