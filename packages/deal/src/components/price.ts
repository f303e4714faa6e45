/** A price, in whatever terms it was printed, brought to all the others that can be derived from what is given with it. */
import { conversion, type Unit, type UnitRegistry } from "@underwatt/engine";
import { priceBasisIds } from "../meanings/price-kind.ts";
import { equivalentOf } from "./fleet.ts";
import type { Component, Given, Output } from "./component.ts";

/** The keys beside `is`, whose unit says what the price is of. */
export const price: Component = {
  kind: "price",
  meaning: "A price of compute, brought to every denominator that can be derived",
  parameters: [
    { name: "says", unit: "text", meaning: "What it is" },
    {
      name: "basis",
      unit: "text",
      choices: priceBasisIds,
      meaning: "How long and how firmly is bought; without it the price is never compared with another",
      evidence: "contract, or the page that prints it",
    },
    { name: "accelerator", unit: "text", meaning: "Generation: a name in the catalogue, or under `accelerators:`" },
    {
      name: "fleet",
      unit: "text",
      names: "fleets",
      meaning:
        "Fleet that it is the price of, in the place of one accelerator: gives mix, power and, for a fee, the count",
    },
    { name: "on", unit: "date", meaning: "Day that it is of", evidence: "contract, or the page that prints it" },
    {
      name: "gpus",
      unit: "GPU",
      least: 1,
      meaning: "Accelerators that a fee is for; the fleet's count unless given",
      evidence: "contract or announcement",
    },
    {
      name: "power",
      unit: "kW/GPU",
      least: 0,
      meaning: "Power of the site per accelerator; the fleet's unless given",
      evidence: "announcement, permit or utility",
    },
    {
      name: "h100e",
      unit: "H100e/GPU",
      least: 0,
      meaning: "H100 equivalents of an accelerator; by dense BF16 peak of the accelerator or the fleet unless given",
    },
    {
      name: "hours",
      unit: "h/month",
      default: "730 h/month",
      least: 640,
      most: 745,
      meaning: "Hours of a month: 730 is a twelfth of 8,760, 732 of 8,784, 720 is thirty days",
    },
    {
      name: "occupancy",
      unit: "%",
      default: "100 %",
      least: 0,
      most: 100,
      meaning: "Hours sold over hours available",
      means: "occupancy",
      evidence: "operations",
    },
    {
      name: "hour",
      unit: "text",
      choices: ["sold", "available"],
      meaning:
        "Hour that it is the price of; unless given, one sold, and one available where it is a fee or a price of power",
    },
  ],
  check(given) {
    if (!given.has("accelerator") || !given.has("fleet")) return undefined;
    return {
      parameter: "accelerator",
      message: "a price is of one accelerator or of a fleet, not of both",
      expected: "`accelerator:` or `fleet:`",
    };
  },
  expand: () => [],
  limits: [
    "Power is the site's. A board's is less than what its site draws, by a factor that no price page gives, and never stands in for it.",
    "Equivalents are by dense BF16 peak, over the H100's; another basis is given as `h100e`.",
    "A figure per hour that somebody made of a monthly fee has its month in it already: write the fee and its count instead.",
  ],
};

/** The denominators, as figures of every price that can be brought to them; `$` is the currency. */
export const pricePer = {
  "per-gpu-hour": { unit: "$/GPU/h", words: "per accelerator-hour" },
  "per-gpu-month": { unit: "$/GPU/month", words: "per accelerator-month" },
  "per-kw-month": { unit: "$/kW/month", words: "per kilowatt-month of the site" },
  "per-gw-year": { unit: "$/GW/yr", words: "per gigawatt-year of the site" },
  "per-h100e-hour": { unit: "$/H100e/h", words: "per hour of an H100 equivalent, by dense BF16 peak" },
} as const;

export type PricePer = keyof typeof pricePer;
export const pricePers = Object.keys(pricePer).filter((id): id is PricePer => id in pricePer);

/** What a price is of, and whether of a calendar period rather than an hour: what its unit shows. */
export interface PriceForm {
  readonly of: "gpu" | "power" | "h100e" | "fee";
  readonly periodic: boolean;
}

/**
 * @param unit of the price as written
 * @param counted what accelerators are counted in
 * @returns undefined when it is no price in that currency
 */
export function priceForm(unit: Unit, units: UnitRegistry, currency: string, counted: string): PriceForm | undefined {
  const isIn = (text: string): boolean => {
    const wanted = units.parse(text);
    return !("problem" in wanted) && conversion(unit, wanted) !== undefined;
  };
  const denominators = { gpu: `/${counted}`, power: "/kW", h100e: "/H100e", fee: "" } as const;
  const kinds = ["gpu", "power", "h100e", "fee"] as const;
  const of = kinds.find((kind) => isIn(`${currency}${denominators[kind]}/h`));
  // The only units of time whose hours are a convention.
  const periods = new Set(["month", "quarter", "yr"]);
  return of === undefined ? undefined : { of, periodic: unit.terms.some(({ atom }) => periods.has(atom.symbol)) };
}

/** What decides which formulas a price has. */
export interface PriceFacts {
  readonly form: PriceForm;
  readonly given: Given;
  /** What accelerators are counted in. */
  readonly counted: string;
  /** Name in the catalogue. */
  readonly accelerator?: string | undefined;
  readonly fleet?: { readonly path: string; readonly hasPower: boolean } | undefined;
}

/** A figure that cannot be derived. */
export interface Underived {
  readonly name: PricePer;
  readonly because: string;
}

interface PriceOutput extends Output {
  /** Whether the length of a month went into it. */
  readonly byMonth: boolean;
}

export interface PriceFigures {
  readonly outputs: readonly PriceOutput[];
  readonly underived: readonly Underived[];
}

/** How one figure follows from another, the sooner the earlier; `by` is what else it takes. */
interface Rule {
  readonly to: PricePer;
  readonly from: PricePer;
  readonly by?: "hours" | "power-per-gpu" | "h100e-per-gpu";
  readonly formula: string;
}

const rules: readonly Rule[] = [
  { to: "per-gpu-month", from: "per-gpu-hour", by: "hours", formula: "per-gpu-hour * hours" },
  { to: "per-gpu-hour", from: "per-gpu-month", by: "hours", formula: "per-gpu-month / hours" },
  { to: "per-kw-month", from: "per-gpu-month", by: "power-per-gpu", formula: "per-gpu-month / power-per-gpu" },
  { to: "per-gpu-month", from: "per-kw-month", by: "power-per-gpu", formula: "per-kw-month * power-per-gpu" },
  { to: "per-gw-year", from: "per-kw-month", formula: "per-kw-month" },
  { to: "per-h100e-hour", from: "per-gpu-hour", by: "h100e-per-gpu", formula: "per-gpu-hour / h100e-per-gpu" },
  { to: "per-gpu-hour", from: "per-h100e-hour", by: "h100e-per-gpu", formula: "per-h100e-hour * h100e-per-gpu" },
];

/** The figures of a price, and those that what is given does not lead to. */
export function priceFigures(facts: PriceFacts): PriceFigures {
  const { form, given, counted } = facts;
  const sources = sourcesOf(facts);
  const outputs = new Map<string, PriceOutput>();
  const add = (name: string, formula: string, meaning: string, byMonth = false): void => {
    outputs.set(name, { name, formula, meaning, byMonth });
  };
  if (sources.power !== undefined) add("power-per-gpu", sources.power, "Power of the site per accelerator");
  if (sources.h100e !== undefined) add("h100e-per-gpu", sources.h100e, "H100 equivalents of an accelerator");
  const priced = (name: PricePer, formula: string, byMonth: boolean): void => {
    const { unit, words } = pricePer[name];
    add(name, `${formula} in ${unit.replace("GPU", counted)}`, `Price ${words}`, byMonth);
  };
  const first = ownDenominator(form);
  const paid = paidFor(facts, sources.count);
  if (paid !== undefined) priced(first.name, `${paid}${first.by}`, first.by !== "");
  for (let before = -1; before < outputs.size;) {
    before = outputs.size;
    for (const { to, from, by, formula } of rules) {
      const start = outputs.get(from);
      const isOpen = start !== undefined && !outputs.has(to) && (by === undefined || by === "hours" || outputs.has(by));
      if (isOpen) priced(to, formula, start.byMonth !== (by === "hours"));
    }
  }
  const hourly = outputs.get("per-gpu-hour");
  if (hourly !== undefined && given.has("occupancy"))
    add(
      "per-available-gpu-hour",
      `per-gpu-hour * occupancy in $/${counted}/h`,
      "Price per accelerator-hour, with those that nobody takes",
      hourly.byMonth,
    );
  const underived = pricePers.flatMap((name) =>
    outputs.has(name) ? [] : [{ name, because: reasonFor(name, facts, sources) }],
  );
  return { outputs: [...outputs.values()], underived };
}

/** The first figure of a price, and what brings it there. */
function ownDenominator({ of, periodic }: PriceForm): { name: PricePer; by: "" | " * hours" | " / hours" } {
  switch (of) {
    case "power":
      return { name: "per-kw-month", by: periodic ? "" : " * hours" };
    case "h100e":
      return { name: "per-h100e-hour", by: periodic ? " / hours" : "" };
    default:
      return { name: periodic ? "per-gpu-month" : "per-gpu-hour", by: "" };
  }
}

interface Sources {
  readonly count: string | undefined;
  readonly power: string | undefined;
  readonly h100e: string | undefined;
}

/** Formulas of what leads from one denominator to another; undefined where nothing gives it. */
function sourcesOf({ given, accelerator, fleet, counted }: PriceFacts): Sources {
  const inFleet = (formula: (path: string) => string): string | undefined =>
    fleet === undefined ? undefined : formula(fleet.path);
  const peak = (name: string): string => `catalog.${name}.peak-dense-bf16`;
  const equivalents =
    accelerator === undefined
      ? inFleet((path) => `${path}.h100e / ${path}.gpus`)
      : `${peak(accelerator)} / ${peak(equivalentOf)} * (1 H100e/GPU)`;
  const power = fleet?.hasPower === true ? `${fleet.path}.power-per-gpu` : undefined;
  return {
    count: given.has("gpus") ? "gpus" : inFleet((path) => `${path}.gpus`),
    power: given.has("power") ? "power" : power,
    h100e: given.has("h100e") ? "h100e" : equivalents === undefined ? undefined : `${equivalents} in H100e/${counted}`,
  };
}

/** The price of what is sold, in its own denominator; undefined for a fee of nobody knows how many. */
function paidFor({ form, given }: PriceFacts, count: string | undefined): string | undefined {
  if (form.of === "fee" && count === undefined) return undefined;
  const each = form.of === "fee" ? `is / ${count}` : "is";
  const hour = given.get("hour") ?? (form.of === "gpu" || form.of === "h100e" ? "sold" : "available");
  return hour === "available" && given.has("occupancy") ? `${each} / occupancy` : each;
}

function reasonFor(name: PricePer, { form }: PriceFacts, { count, h100e }: Sources): string {
  if (form.of === "fee" && count === undefined) return "it is a fee without a count: give `gpus:`, or a `fleet:`";
  const isOfPower = name === "per-kw-month" || name === "per-gw-year";
  const lacksPower = form.of === "power" || (isOfPower && (form.of !== "h100e" || h100e !== undefined));
  return lacksPower
    ? "no power per accelerator is given: give `power:`, or a `fleet:` whose power is known"
    : "its generation is not stated: give `accelerator:`, `fleet:` or `h100e:`";
}
