/** Prices in tables: each in all denominators, then, basis by basis, beside the catalogue's comparables. */
import {
  priceBases,
  priceBasisIds,
  type ComparableRow,
  type DealPriceRow,
  type PricePer,
  type Prices,
} from "@underwatt/deal";
import { headLines, warningLines } from "./head.ts";
import { faint, heading } from "./style.ts";
import { table, wrap, type TableColumn } from "./table.ts";

/** Columns of the first table, and those that a narrow one has; a gigawatt-year in billions. */
const denominators: readonly { per: PricePer; title: string; scale?: number; narrow?: true }[] = [
  { per: "per-gpu-hour", title: "GPU/h", narrow: true },
  { per: "per-gpu-month", title: "GPU/month" },
  { per: "per-kw-month", title: "kW/month" },
  { per: "per-gw-year", title: "billion/GW/yr", scale: 1e9, narrow: true },
  { per: "per-h100e-hour", title: "H100e/h", narrow: true },
];
const roomy = 100;

/** The lines, at most `width` wide. */
export function priceTables(result: Prices, width: number): string[] {
  const rows = Object.entries(result.prices);
  return [
    ...headLines(result, width),
    "",
    ...(rows.length === 0 ? ["no price of the deal is known by then"] : denominatorLines(rows, width)),
    ...groupsOf(result).flatMap((group) => ["", ...groupLines(group, width)]),
    ...Object.entries(result.left_out).flatMap(([path, claims]) => [
      "",
      ...wrap(`${path} is left out: it rests on ${claims.join(", ")}, not known by ${result.as_of}`, width).map(faint),
    ]),
    ...(result.warnings.length === 0 ? [] : [""]),
    ...warningLines(result.warnings, width),
  ];
}

type Priced = [string, DealPriceRow];

/** `prices.` is told once, in the heading. */
function shortPath(path: string): string {
  return path.replace(/^prices\./, "");
}

function denominatorLines(rows: readonly Priced[], width: number): string[] {
  const isRoomy = width >= roomy;
  const shown = denominators.filter(({ narrow }) => isRoomy || narrow === true);
  const columns: TableColumn[] = [
    { title: "price", flexible: true },
    ...(isRoomy ? [{ title: "of", align: "right" as const }] : []),
    { title: "h/month", align: "right" },
    ...shown.map(({ title }) => ({ title, align: "right" as const })),
  ];
  const cells = rows.map(([path, row]) => [
    shortPath(path),
    ...(isRoomy ? [row.on ?? ""] : []),
    row.hours === null ? "" : digits(row.hours),
    ...shown.map(({ per, scale = 1 }) => {
      const figure = row.figures[per];
      return figure === undefined ? "" : scaled(figure.value, scale);
    }),
  ]);
  return [
    ...wrap("Prices of the deal, in its currency; medians where they are uncertain", width).map(heading),
    ...table(columns, cells, width),
    ...reasonLines(rows, width),
  ];
}

/** Why there are gaps: one line for each reason. */
function reasonLines(rows: readonly Priced[], width: number): string[] {
  const gaps = rows.flatMap(([path, { underived }]) =>
    [...new Set(Object.values(underived))].map((because) => ({ path, because })),
  );
  return [...Map.groupBy(gaps, ({ because }) => because)].flatMap(([because, of]) =>
    wrap(`left out of ${of.map(({ path }) => shortPath(path)).join(", ")}: ${because}`, width).map(faint),
  );
}

interface Group {
  readonly title: string;
  readonly prices: readonly Priced[];
  readonly comparables: readonly [string, ComparableRow][];
}

/** One group for each basis that a price of the deal has, with the comparables of its generations and those of none. */
function groupsOf({ prices, comparables }: Prices): Group[] {
  return [...priceBasisIds, undefined].flatMap((basis): Group[] => {
    const own = Object.entries(prices).filter(([, row]) => row.basis === basis);
    if (own.length === 0) return [];
    const kinds = new Set(own.map(([, { generation }]) => generation));
    const isAny = [...kinds].some((kind) => kind === undefined || kind.startsWith("mix "));
    const beside = Object.entries(comparables).filter(
      ([, row]) => row.basis === basis && (isAny || row.generation === undefined || kinds.has(row.generation)),
    );
    const title = basis === undefined ? "basis not stated" : `${basis}: ${priceBases[basis]}`;
    return [{ title, prices: own, comparables: beside }];
  });
}

function groupLines({ title, prices, comparables }: Group, width: number): string[] {
  const isRoomy = width >= roomy;
  const columns: TableColumn[] = [
    { title: "price" },
    ...(isRoomy ? [{ title: "generation" }] : []),
    { title: "of", align: "right" },
    { title: "GPU/h", align: "right" },
    { title: "", flexible: true },
  ];
  const line = (path: string, row: DealPriceRow | ComparableRow, price: string, words: string): string[] => {
    const generation = row.generation ?? "not stated";
    const cells = [row.on ?? "", price];
    return isRoomy ? [path, generation, ...cells, words] : [path, ...cells, `generation ${generation}; ${words}`];
  };
  const own = prices.map(([path, row]) => {
    const hour = row.figures["per-gpu-hour"];
    const words = row.alone ?? row.beside.map(besideWords).join("; ");
    return line(shortPath(path), row, hour === undefined ? "" : withRange(hour), words);
  });
  const others = comparables.map(([path, row]) => {
    const { "per-gpu-hour": hour, "per-gw-year": power } = row.figures;
    const inPower = hour === undefined && power !== undefined ? `${range(power, 1e9)} billion/GW/yr; ` : "";
    const words = `${inPower}${row.says}; ${row.grade}, ${row.source}`;
    return line(path, row, hour === undefined ? "" : range(hour), words);
  });
  return [...wrap(title, width).map(heading), ...table(columns, [...own, ...others], width)];
}

function besideWords({ path, days, low, high }: DealPriceRow["beside"][number]): string {
  const age = days === 0 ? "of the same day" : `${Math.abs(days)} days ${days > 0 ? "older" : "newer"}`;
  const times = low === high ? digits(low) : `${digits(low)} to ${digits(high)}`;
  return `${times} times ${path}, ${age}`;
}

type Ends = { readonly low: number | null; readonly high: number | null };
type Spread = { readonly value: number | null; readonly p10: number | null; readonly p90: number | null };

/** The median, and the central 80 % where there is one. */
function withRange({ value, p10, p90 }: Spread): string {
  return p10 === p90 ? digits(value) : `${digits(value)} [${digits(p10)} to ${digits(p90)}]`;
}

function range({ low, high }: Ends, scale = 1): string {
  return low === high ? scaled(low, scale) : `${scaled(low, scale)} to ${scaled(high, scale)}`;
}

function scaled(value: number | null, scale: number): string {
  return digits(value === null ? null : value / scale);
}

function digits(value: number | null): string {
  if (value === null) return "undefined";
  return Number(value.toPrecision(4)).toLocaleString("en-US", { maximumFractionDigits: 4 });
}
