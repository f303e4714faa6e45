/** What is worth finding out, in tables: for each decision its options, then the facts by value less cost. */
import type { DecisionWorth, FactWorthRow, Worth } from "@underwatt/deal";
import { formatCell, formatEstimate, formatProbability, formatQuantity } from "@underwatt/note";
import { faint, heading, style } from "./style.ts";
import { table, wrap } from "./table.ts";

const mostRows = 12;
type Interval = DecisionWorth["perfect"];

/** The lines, at most `width` wide. */
export function worthTables(result: Worth, width: number): string[] {
  const { run } = result;
  const set = Object.entries(run.set ?? {}).map(([path, value]) => `${path} = ${value}`);
  const supposed = [...(run.scenario === undefined ? [] : [`scenario ${run.scenario}`]), ...set];
  return [
    heading(result.title),
    faint(`as of ${result.as_of} · ${run.samples.toLocaleString("en-US")} samples · seed ${run.seed}`),
    ...(supposed.length === 0 ? [] : [style("yellow", supposed.join("; "))]),
    ...Object.entries(result.decisions).flatMap(([id, decision]) => [
      "",
      ...decisionLines(id, decision, run.replicates - 1, width),
    ]),
    ...Object.entries(result.left_out).flatMap(([id, claims]) => [
      "",
      faint(`left out ${id}: it rests on ${claims.join(", ")}, not known by then`),
    ]),
  ];
}

function decisionLines(id: string, decision: DecisionWorth, degrees: number, width: number): string[] {
  const { unit, options, preferred, perfect, other_better: odds, facts } = decision;
  const choices = Object.entries(options).map(([name, { says, expected }]) => {
    const { value, interval } = formatEstimate(expected, unit);
    const isPreferred = name === preferred;
    const words = `${says ?? ""}${isPreferred ? " (preferred now)" : ""}`.trim();
    return [isPreferred ? style("green", name) : name, value, interval, words];
  });
  const useful = facts.filter(({ value, cost }) => (value.low ?? value.value ?? 0) > 0 || (cost ?? 0) > 0);
  const shown = useful.slice(0, mostRows);
  const rest = facts.filter((fact) => !shown.includes(fact));
  const known = formatProbability(odds.value, odds.se ?? 0, degrees);
  const all = gain(perfect, unit);
  const missing = decision.undefined;
  return [
    `${heading(id)}  ${decision.says}`,
    "",
    ...table(
      [
        { title: "option" },
        { title: "expected", align: "right" },
        { title: "95 % interval" },
        { title: "", flexible: true },
      ],
      choices,
      width,
    ),
    "",
    ...wrap(
      `Another option turns out better in ${known} of cases. To know everything would be worth ${all.value} (${all.interval}).`,
      width,
    ),
    ...(missing === 0
      ? []
      : [
          style(
            "yellow",
            `left out: ${formatCell(missing, "probability")} of the samples, where a payoff has no value`,
          ),
        ]),
    "",
    ...factLines(shown, unit, width),
    ...restLines(rest, width),
  ];
}

function factLines(facts: readonly FactWorthRow[], unit: string, width: number): string[] {
  if (facts.length === 0) return [];
  const hasCosts = facts.some(({ cost }) => cost !== undefined);
  const rows = facts.map((fact) => {
    const { value, interval } = gain(fact.value, unit);
    const cost = hasCosts ? [fact.cost === undefined ? "" : formatQuantity(fact.cost, unit)] : [];
    const advice = [
      ...fact.thresholds.map(
        ({ at, below, above }) =>
          `${below} below ${formatQuantity(Number(at.toPrecision(3)), fact.unit)}, ${above} above`,
      ),
      ...(fact.watch === undefined ? [] : [`settled by ${fact.watch.id}${due(fact.watch.due)}`]),
    ].join("; ");
    return [`${fact.path}${fact.part ? "*" : ""}`, value, interval, ...cost, advice];
  });
  return [
    ...table(
      [
        { title: "fact" },
        { title: "worth", align: "right" },
        { title: "95 % interval" },
        ...(hasCosts ? [{ title: "costs", align: "right" as const }] : []),
        { title: "what to do on it", flexible: true },
      ],
      rows,
      width,
    ),
    ...(facts.some(({ part }) => part)
      ? [faint("* an uncertain part of that figure's formula, such as a factor, not the figure itself")]
      : []),
  ];
}

function due(day: string | undefined): string {
  return day === undefined ? "" : ` (${day})`;
}

function restLines(facts: readonly FactWorthRow[], width: number): string[] {
  if (facts.length === 0) return [];
  const names = facts.map(({ path, part }) => `${path}${part ? "*" : ""}`).join(", ");
  return ["", ...wrap(`No value seen in, or less than above: ${names}`, width).map(faint)];
}

/** A gain whose estimate, or the low end of it, fell below nothing is no loss: it costs nothing to know more. */
function gain({ value, se, low, high }: Interval, unit: string): { value: string; interval: string } {
  const least = (end: number | null): number | null => (end === null ? null : Math.max(0, end));
  return formatEstimate({ value: least(value), se, low: least(low), high: least(high) }, unit);
}
