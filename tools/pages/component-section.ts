/** Components of the language as sections of a page. */
import type { Component, Output, Parameter } from "@underwatt/deal";
import { markdownTable } from "./markdown.ts";

/** What it is, and which utilisation. */
function meaningCell({ meaning, means }: Parameter | Output): string {
  return means === undefined ? meaning : `${meaning} (\`${means}\`)`;
}

/** Parameters, equations and limits of a component. */
export function componentSection(component: Component, outputs: readonly Output[]): string {
  const parameters = component.parameters.map((parameter) => [
    `\`${parameter.name}\``,
    `${parameter.unit === "" ? "plain number" : parameter.unit}${parameter.series === true ? ", may be monthly" : ""}`,
    parameter.required === true ? "needed" : parameter.default === undefined ? "" : `\`${parameter.default}\``,
    [
      parameter.least === undefined ? "" : `at least ${parameter.least}`,
      parameter.most === undefined ? "" : `at most ${parameter.most}`,
    ]
      .filter((bound) => bound !== "")
      .join(", "),
    `${meaningCell(parameter)}${parameter.choices === undefined ? "" : `: ${parameter.choices.join(" or ")}`}`,
    parameter.evidence ?? "",
  ]);
  const equations = outputs.map((output) => [`\`${output.name}\``, `\`${output.formula}\``, meaningCell(output)]);
  return [
    `## ${component.kind}`,
    `${component.meaning}.`,
    markdownTable(["parameter", "unit", "default", "bounds", "meaning", "evidence"], parameters),
    ...(equations.length === 0 ? [] : ["Adds:", markdownTable(["figure", "formula", "meaning"], equations)]),
    ...(component.limits.length === 0
      ? []
      : ["What it leaves out:", component.limits.map((limit) => `- ${limit}`).join("\n")]),
  ].join("\n\n");
}

/** Equations of a component with every optional parameter given, then with none, so that the page shows them all. */
export function everyOutput(component: Component): readonly Output[] {
  const written = ({ name, choices }: Parameter): [string, string] => [name, choices?.[0] ?? name];
  const everything = new Map(component.parameters.map(written));
  const sparse = new Map(component.parameters.filter((parameter) => parameter.required).map(written));
  const words = component.parameters
    .filter(({ required }) => required)
    .flatMap(({ name, choices = [] }) =>
      choices
        .slice(1)
        .map((word): [string, ReadonlyMap<string, string>] => [
          `, ${name} ${word}`,
          new Map([...everything, [name, word]]),
        ]),
    );
  const outputs = new Map<string, Output>();
  for (const [label, given] of [["", everything] as const, ...words, [", otherwise", sparse] as const]) {
    for (const output of component.expand(given, component.parts === undefined ? [] : ["PART"])) {
      const name = `${output.name}${outputs.has(output.name) ? label : ""}`;
      if (outputs.get(output.name)?.formula !== output.formula) outputs.set(name, { ...output, name });
    }
  }
  return [...outputs.values()];
}
