/** What is worth finding out, in tables: for each decision its options, then the facts by value less cost. */
import type { DecisionWorth, FactWorthRow, Worth } from "@underwatt/deal";
import { formatCell, formatEstimate, formatQuantity } from "@underwatt/note";
import { headLines, titleLines } from "./head.ts";
import { chance } from "./stress-text.ts";
import { faint, style } from "./style.ts";
import { table, wrap } from "./table.ts";

const mostRows = 12;
const roomy = 80;
type Interval = DecisionWorth["perfect"];

/** The lines, at most `width` wide. */
export function worthTables(result: Worth, width: number): string[] {
  return [
    ...headLines(result, width),
    ...Object.entries(result.decisions).flatMap(([id, decision]) => ["", ...decisionLines(id, decision, width)]),
    ...Object.entries(result.left_out).flatMap(([id, claims]) => [
      "",
      ...wrap(
        `${id} is left out: it rests on ${claims.map((claim) => `claims.${claim}`).join(", ")}, not known by ${result.as_of}`,
        width,
      ).map(faint),
    ]),
  ];
}

function decisionLines(id: string, decision: DecisionWorth, width: number): string[] {
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
  const all = gain(perfect, unit);
  const missing = decision.undefined;
  return [
    ...titleLines(id, decision.says, width),
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
      odds.value === null
        ? "In no sample have all payoffs a value, so nothing can be weighed; a test such as defined(x) in a formula avoids that."
        : `Another option turns out better in ${chance(odds, true)} of cases. To know everything would be worth ${all.value} [${all.interval}].`,
      width,
    ),
    ...(missing === 0
      ? []
      : wrap(`left out: ${formatCell(missing, "probability")} of the samples, where a payoff has no value`, width).map(
          (line) => style("yellow", line),
        )),
    "",
    ...factLines(shown, unit, width),
    ...restLines(rest, width),
  ];
}

function factLines(facts: readonly FactWorthRow[], unit: string, width: number): string[] {
  if (facts.length === 0) return [];
  // Without room for a column of its own, a cost is told with the advice.
  const hasCosts = width >= roomy && facts.some(({ cost }) => cost !== undefined);
  const rows = facts.map((fact) => {
    const { value, interval } = gain(fact.value, unit);
    const cost = hasCosts ? [fact.cost === undefined ? "" : formatQuantity(fact.cost, unit)] : [];
    const advice = [
      ...(hasCosts || fact.cost === undefined ? [] : [`costs ${formatQuantity(fact.cost, unit)}`]),
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
      ? wrap("* an uncertain part of that figure's formula, such as a factor, not the figure itself", width).map(faint)
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
