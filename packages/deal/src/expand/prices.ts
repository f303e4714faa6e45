/** Prices: what was written, and the figures in other denominators. Which formulas those are depends on the unit of what was written. */
import {
  buildGraph,
  conversion,
  lookUp,
  makeCalendar,
  namesIn,
  parseDate,
  parseFormula,
  typeName,
} from "@underwatt/engine";
import type { Definition, UnitRegistry, ValueType } from "@underwatt/engine";
import type { Catalog } from "../catalog.ts";
import {
  countedIn,
  fleet as fleetComponent,
  givenOf,
  pool,
  price as priceComponent,
  priceFigures,
  priceForm,
  pricePers,
  type Given,
  type Underived,
} from "../components/index.ts";
import { priceBasisIds, type PriceKind } from "../meanings/price-kind.ts";
import type { DealDocument } from "../schema/deal.ts";
import { unknownAccelerator } from "./components.ts";
import type { Definitions } from "./definitions.ts";
import { defineParameters, isNamed, isSound, type Instance } from "./instance.ts";

/** A price whose parameters are defined and whose figures are not yet. */
export interface PendingPrice {
  readonly whole: Instance;
  readonly given: Given;
  readonly counted: string;
  readonly accelerator: string | undefined;
  readonly fleet: string | undefined;
  /** Whether what it names is there. */
  readonly sound: boolean;
}

/** Defines what is written of each price. */
export function expandPrices(definitions: Definitions, catalog: Catalog): readonly PendingPrice[] {
  return Object.entries(definitions.deal.document.prices ?? {}).map(([id, written]) => {
    const whole: Instance = { kind: "price", base: `prices.${id}`, at: ["prices", id] };
    const given = givenOf(priceComponent, written);
    const fleet = wordIn(given, "fleet");
    const accelerator = wordIn(given, "accelerator");
    const isFleet = fleet === undefined || isNamed(definitions, "fleets", fleet, whole, "fleet");
    const entry = accelerator === undefined ? undefined : catalog.accelerators.get(accelerator);
    if (accelerator !== undefined && entry === undefined) unknownAccelerator(definitions, accelerator, catalog, whole);
    const counted = entry?.unit ?? countedInFleet(definitions, fleet, catalog);
    defineParameters(definitions, whole, countedIn(priceComponent, counted), written);
    const kind = priceKindOf(definitions.deal.document, definitions.units, given);
    definitions.define(`${whole.base}.is`, written.is, {
      kind: "price",
      says: wordIn(given, "says") ?? "Price as written",
      at: [...whole.at, "is"],
      price: { basis: kind.basis, generation: kind.generation },
    });
    const isCombined = isSound(definitions, priceComponent, given, whole);
    const sound = isCombined && isFleet && (accelerator === undefined || entry !== undefined);
    return { whole, given, counted, accelerator, fleet, sound };
  });
}

/**
 * Adds the figures of each price, those first on whose figures others rest; and says which have been named that it has not.
 * @returns for each path of a price the figures that cannot be derived, and why
 */
export function expandPriceFigures(
  definitions: Definitions,
  prices: readonly PendingPrice[],
): ReadonlyMap<string, readonly Underived[]> {
  const underived = new Map<string, readonly Underived[]>();
  let waiting = prices;
  while (waiting.length > 0) {
    const ready = waiting.filter((price) => !restsOnAny(definitions, price, waiting));
    for (const price of ready) {
      const lacking = addFigures(definitions, price);
      if (lacking.length > 0) underived.set(price.whole.base, lacking);
    }
    if (ready.length === 0) for (const { whole } of waiting) followWritten(definitions, whole);
    waiting = ready.length === 0 ? [] : waiting.filter((price) => !ready.includes(price));
  }
  if (underived.size > 0) tellOfUnderived(definitions, underived);
  return underived;
}

/** All that a price can have. */
const possible = [...pricePers, "power-per-gpu", "h100e-per-gpu", "per-available-gpu-hour"];

/** Lets all figures of a price stand for what is written, whose unit nobody can tell yet: they wait with it, or go in its circle. */
function followWritten(definitions: Definitions, { base, at }: Instance): void {
  for (const name of possible) definitions.define(`${base}.${name}`, `${base}.is`, { kind: "price", at });
}

/** @returns what cannot be derived */
function addFigures(definitions: Definitions, price: PendingPrice): readonly Underived[] {
  const { whole, given, counted, accelerator, fleet, sound } = price;
  const path = `${whole.base}.is`;
  const found = sound ? typeAt(definitions, path) : "broken";
  if (found === "waits") {
    followWritten(definitions, whole);
    return [];
  }
  const isNumber = typeof found === "object" && found.kind === "number";
  const form = isNumber ? priceForm(found.unit, definitions.units, definitions.money("$"), counted) : undefined;
  if (form === undefined) {
    for (const name of possible) definitions.absent.set(`${whole.base}.${name}`, "broken");
    if (found === "asked") tellUnit(definitions, whole);
    else if (found !== "broken") noPrice(definitions, whole, found, counted);
    return [];
  }
  const hasPower =
    fleet !== undefined && givenOf(fleetComponent, definitions.deal.document.fleets?.[fleet] ?? {}).has("power");
  const { outputs, underived } = priceFigures({
    form,
    given,
    counted,
    accelerator,
    fleet: fleet === undefined ? undefined : { path: `fleets.${fleet}`, hasPower },
  });
  const set = definitions.overrides.get(`${whole.base}.hours`)?.text;
  const stated = set === undefined ? given : new Map([...given, ["hours", set] as const]);
  const { basis, generation, hours } = priceKindOf(definitions.deal.document, definitions.units, stated);
  // Equivalents are one generation by their definition.
  const kindIn = (name: string, byMonth: boolean): PriceKind => ({
    basis,
    generation: name === "per-h100e-hour" ? undefined : generation,
    hours: byMonth ? hours : undefined,
  });
  const isPrice: ReadonlySet<string> = new Set(pricePers);
  const says = wordIn(given, "says");
  for (const { name, formula, meaning, byMonth } of outputs) {
    definitions.define(`${whole.base}.${name}`, definitions.money(formula), {
      kind: "price",
      says: says === undefined || !isPrice.has(name) ? meaning : `${says}: ${meaning.toLowerCase()}`,
      at: whole.at,
      within: whole.base,
      ...(isPrice.has(name) ? { price: kindIn(name, byMonth) } : {}),
    });
  }
  return underived;
}

/** Basis, generation and, where it is written as a number, the length of the month. */
export function priceKindOf(document: DealDocument, units: UnitRegistry, given: Given): PriceKind {
  return {
    basis: priceBasisIds.find((id) => id === given.get("basis")),
    generation: wordIn(given, "accelerator") ?? generationOf(document, wordIn(given, "fleet")),
    hours: hoursOf(units, given.get("hours") ?? standardHours),
  };
}

/** Of a fleet: its one kind of accelerator, or that it is a mix. */
export function generationOf({ fleets = {} }: DealDocument, fleet: string | undefined): string | undefined {
  const pools = fleet === undefined ? undefined : fleets[fleet]?.pools;
  if (pools === undefined) return undefined;
  const kinds = new Set(Object.values(pools).map((entry) => String(givenOf(pool, entry).get("accelerator"))));
  const [only] = kinds;
  return kinds.size === 1 ? only : `mix of ${fleet}`;
}

const standardHours = priceComponent.parameters.find(({ name }) => name === "hours")?.default ?? "";

function hoursOf(units: Definitions["units"], text: string | number | boolean): number | undefined {
  const parsed = parseFormula(String(text), units);
  if ("problem" in parsed || parsed.expression.kind !== "number") return undefined;
  const [unit, wanted] = [units.parse(parsed.expression.unit ?? ""), units.parse("h/month")];
  const factor = "problem" in unit || "problem" in wanted ? undefined : conversion(unit, wanted);
  return factor === undefined ? undefined : Number((parsed.expression.value * factor).toPrecision(12));
}

function wordIn(given: Given, key: string): string | undefined {
  const word = given.get(key);
  return word === undefined ? undefined : String(word);
}

function countedInFleet({ deal }: Definitions, fleet: string | undefined, { accelerators }: Catalog): string {
  const [first] = Object.values((fleet === undefined ? undefined : deal.document.fleets?.[fleet])?.pools ?? {});
  return (
    (first === undefined ? undefined : accelerators.get(String(givenOf(pool, first).get("accelerator"))))?.unit ?? "GPU"
  );
}

/** What a formula rests on, itself included, as far as it is defined; and paths without a formula that it comes upon. */
function closureOf({ definitions, absent }: Definitions, path: string): { formulas: Definition[]; ends: Set<string> } {
  const reached = new Set([path]);
  const formulas: Definition[] = [];
  const ends = new Set<string>();
  const known = { has: (name: string): boolean => definitions.has(name) || absent.has(name) };
  for (const next of reached) {
    const definition = definitions.get(next);
    if (definition === undefined) {
      ends.add(next);
      continue;
    }
    formulas.push(definition);
    for (const { path: name } of namesIn(definition.expression)) reached.add(lookUp(name, definition, known) ?? name);
  }
  return { formulas, ends };
}

function restsOnAny(definitions: Definitions, { whole }: PendingPrice, others: readonly PendingPrice[]): boolean {
  const { ends } = closureOf(definitions, `${whole.base}.is`);
  return others.some((other) => [...ends].some((end) => end.startsWith(`${other.whole.base}.`)));
}

/** What a price is written in, or why that is not known: it waits for evidence or for a model's answer, or something is wrong with it. */
function typeAt(definitions: Definitions, path: string): ValueType | "waits" | "asked" | "broken" {
  const { deal, units, absent } = definitions;
  const expression = definitions.definitions.get(path)?.expression;
  if (expression?.kind === "convert") {
    const unit = units.parse(expression.unit);
    if (!("problem" in unit)) return { kind: "number", unit };
  }
  const { formulas, ends } = closureOf(definitions, path);
  // The rest are units, or names of nothing.
  const without = new Set([...ends].filter((end) => absent.has(end)));
  const { start, months } = deal.document.calendar;
  const graph = buildGraph(formulas, units, makeCalendar(parseDate(start) ?? 0, months), without);
  const type = graph.quantities.get(path)?.type;
  if (type !== undefined) return type;
  const why = new Set([...without].map((end) => absent.get(end)));
  if (why.has("asked")) return "asked";
  return graph.missing.has(path) && (why.has("later") || why.has("unknown")) ? "waits" : "broken";
}

function tellUnit(definitions: Definitions, { at, base }: Instance): void {
  const said = {
    message: `${base} rests on what a model is yet to answer, so its unit cannot be told`,
    expected: "the unit written out, as in `... in USD/GPU/h`",
  };
  definitions.error(said, definitions.deal.locate([...at, "is"]));
}

function noPrice(definitions: Definitions, { at, base }: Instance, type: ValueType, counted: string): void {
  const money = definitions.money("$");
  const name = typeName(type);
  const words = { date: "a date", boolean: "true or false", number: name === "" ? "a plain number" : `in ${name}` };
  const is = words[type.kind];
  const said = {
    message: `${base} is ${is}, which is no price of compute`,
    expected: `${money}/${counted}/h, ${money}/kW/month, ${money}/H100e/h, or ${money}/month with a count`,
  };
  definitions.error(said, definitions.deal.locate([...at, "is"]));
}

/** Formulas that name a figure which a price has not. */
function tellOfUnderived(definitions: Definitions, prices: ReadonlyMap<string, readonly Underived[]>): void {
  const underived = new Map(
    [...prices].flatMap(([base, lacking]) => lacking.map(({ name, because }) => [`${base}.${name}`, because])),
  );
  for (const path of underived.keys()) definitions.absent.set(path, "broken");
  for (const [path, { expression }] of definitions.definitions) {
    for (const { path: name, at } of namesIn(expression)) {
      const because = underived.get(name);
      const origin = definitions.origins.get(path);
      if (because === undefined || origin === undefined) continue;
      const figure = name.slice(name.lastIndexOf(".") + 1);
      const said = {
        message: `${name.slice(0, -figure.length - 1)} has no ${figure}`,
        expected: "what leads to it",
        hint: because,
      };
      if (origin.at === undefined) definitions.error(said, { file: `--set ${path}`, ...at }, origin.formula);
      else definitions.error(said, definitions.placeIn(origin.at, origin.formula, at));
    }
  }
}
