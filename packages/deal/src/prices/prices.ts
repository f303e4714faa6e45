/** The prices of a deal and the rates of its leases, in all denominators, beside dated comparables of the same basis and generation. */
import { formatDate, parseDate } from "@underwatt/engine";
import { aboutOf, numberOrNull, sampledRunOf } from "../analysis/shared-schema.ts";
import { givenOf, lease as leaseComponent, price as priceComponent, pricePers } from "../components/index.ts";
import { generationOf, priceKindOf } from "../expand/prices.ts";
import type { PriceBasis, PriceKind } from "../meanings/price-kind.ts";
import type { Prepared } from "../prepare.ts";
import type { Cell, Figure, Result } from "../result.ts";
import { runDeal } from "../run.ts";
import { comparablesIn } from "./comparables.ts";
import { pricesVersion, type ComparableRow, type DealPriceRow, type Prices } from "./prices-result.ts";

export async function prices(prepared: Prepared): Promise<Prices> {
  const { deal, expansion, asOf, cautions, leftOut } = prepared;
  const day = parseDate(asOf) ?? 0;
  const written = Object.keys(deal.document.prices ?? {});
  const leases = Object.entries(deal.document.contracts ?? {}).filter(([, { kind }]) => kind === "lease");
  const bases = [...written.map((id) => `prices.${id}.`), ...leases.map(([id]) => `contracts.${id}.`)];
  const counts = new Set(leases.map(([, lease]) => `fleets.${fleetOf(lease)}.gpus`));
  const isWanted = (path: string): boolean => counts.has(path) || bases.some((base) => path.startsWith(base));
  const { figures } = await runDeal({ ...prepared, figures: prepared.figures.filter(isWanted) });
  const comparables = comparablesIn(expansion.catalog, expansion.units, deal.document.currency, day);
  const rows = [
    ...written.flatMap((id) => priceRow(prepared, figures, id)),
    ...leases.flatMap(([id, lease]) => leaseRow(prepared, figures, id, lease)),
  ];
  return {
    schema: pricesVersion,
    ...aboutOf(prepared),
    run: sampledRunOf(prepared),
    prices: Object.fromEntries(rows.map(([path, row]) => [path, { ...row, ...besides(row, comparables, day) }])),
    comparables,
    left_out: Object.fromEntries(
      [...written.map((id) => `prices.${id}`), ...leases.map(([id]) => `contracts.${id}`)].flatMap((path) => {
        const claims = leftOut.get(`${path}.is`) ?? leftOut.get(`${path}.rate`);
        return claims === undefined ? [] : [[path, [...claims]]];
      }),
    ),
    warnings: cautions.flatMap(({ message }) => (message.includes(differentPrices) ? [message] : [])),
  };
}

type Row = Omit<DealPriceRow, "beside" | "alone">;

function priceRow({ deal, expansion }: Prepared, figures: Result["figures"], id: string): [string, Row][] {
  const path = `prices.${id}`;
  const written = deal.document.prices?.[id];
  if (written === undefined || figures[`${path}.is`] === undefined) return [];
  const given = givenOf(priceComponent, written);
  const { basis, generation } = priceKindOf(deal.document, expansion.units, given);
  const on = figures[`${path}.on`]?.value;
  return [
    [
      path,
      {
        says: String(given.get("says") ?? id),
        ...stated({ basis, generation }),
        ...(typeof on === "string" ? { on } : {}),
        hours: numberOf(figures[`${path}.hours`]?.value),
        figures: Object.fromEntries(
          pricePers.flatMap((name) => {
            const figure = figures[`${path}.${name}`];
            return figure === undefined ? [] : [[name, statisticsOf(figure)]];
          }),
        ),
        underived: Object.fromEntries(
          (expansion.underivedPrices.get(path) ?? []).map(({ name, because }) => [name, because]),
        ),
      },
    ],
  ];
}

type Contract = NonNullable<Prepared["deal"]["document"]["contracts"]>[string];

/** A lease's rate; its other denominators would need facts about the block that a lease does not hold. */
function leaseRow({ deal }: Prepared, figures: Result["figures"], id: string, lease: Contract): [string, Row][] {
  const path = `contracts.${id}`;
  const rate = figures[`${path}.rate`];
  if (rate === undefined) return [];
  const fleet = fleetOf(lease);
  // Of what is let beyond the fleet, nobody states the generation.
  const all = firstOf(figures[`fleets.${fleet}.gpus`]) ?? Infinity;
  const isOfFleet = (firstOf(figures[`${path}.gpus`]) ?? 0) <= all;
  const from = figures[`${path}.term.from`]?.value;
  const months = firstOf(figures[`${path}.term.months`]);
  const underived = pricePers.filter((name) => name !== "per-gpu-hour").map((name) => [name, ofLease] as const);
  return [
    [
      path,
      {
        says: "Rate of the lease",
        ...stated({
          basis: basisOf(months),
          generation: generationOf(deal.document, isOfFleet ? fleet : undefined),
        }),
        ...(typeof from === "string" ? { on: from } : {}),
        hours: 730,
        figures: { "per-gpu-hour": statisticsOf(rate) },
        underived: Object.fromEntries(underived),
      },
    ],
  ];
}

function fleetOf(lease: Contract): string | undefined {
  const fleet = givenOf(leaseComponent, lease).get("fleet");
  return fleet === undefined ? undefined : String(fleet);
}

const ofLease = "it is a lease's rate: write it under `prices:` with what leads there";
const differentPrices = "they are prices of different things";

function stated({ basis, generation }: PriceKind): Pick<Row, "basis" | "generation"> {
  return { ...(basis === undefined ? {} : { basis }), ...(generation === undefined ? {} : { generation }) };
}

/** A term says what is bought; that a contract can be left earlier is told by its values. */
function basisOf(months: number | null): PriceBasis | undefined {
  if (months === null || months < 1) return undefined;
  if (months > 18) return "multi-year";
  return months < 9 ? "block" : "one-year";
}

function statisticsOf(figure: Figure): { unit: string; value: number | null; p10: number | null; p90: number | null } {
  return { unit: figure.unit, value: firstOf(figure), p10: first(figure.p10), p90: first(figure.p90) };
}

/** Of a monthly figure the first month that has a value. */
function firstOf(figure: Figure | undefined): number | null {
  return first(figure?.value ?? figure?.series);
}

function first(cells: Cell | readonly Cell[] | undefined): number | null {
  return numberOf(Array.isArray(cells) ? cells.find((cell) => typeof cell === "number") : cells);
}

function numberOf(value: unknown): number | null {
  return numberOrNull(typeof value === "number" ? value : undefined);
}

/** The nearest comparables, or why there is none. */
function besides(
  row: Row,
  comparables: Readonly<Record<string, ComparableRow>>,
  asOf: number,
): Pick<DealPriceRow, "beside" | "alone"> {
  const { basis, generation, on, figures, underived } = row;
  const own = figures["per-gpu-hour"]?.value;
  const alone = (why: string): Pick<DealPriceRow, "beside" | "alone"> => ({ beside: [], alone: why });
  if (basis === undefined) return alone("compared with nothing, since its basis is not stated");
  if (generation === undefined) return alone("compared with nothing, since its generation is not stated");
  if (own === undefined || own === null)
    return alone(`compared with nothing: ${underived["per-gpu-hour"] ?? "it has no value"}`);
  const day = (on === undefined ? undefined : parseDate(on)) ?? asOf;
  const like = Object.entries(comparables).flatMap(
    ([path, { basis: its, generation: kind, on: dated, figures: has }]) => {
      const hourly = has["per-gpu-hour"];
      if (its !== basis || kind !== generation || hourly === undefined) return [];
      const days = day - (parseDate(dated ?? "") ?? NaN);
      return [{ path, days, low: ratio(own, hourly.high), high: ratio(own, hourly.low) }];
    },
  );
  const nearest = Math.min(...like.map(({ days }) => Math.abs(days)));
  const beside = like.filter(({ days }) => Math.abs(days) === nearest);
  if (beside.length > 0) return { beside };
  const of = generation.startsWith("mix ") ? `the ${generation}` : generation;
  return alone(`the catalogue has no ${basis} price of ${of} by ${formatDate(asOf)}`);
}

function ratio(price: number, to: number | null): number | null {
  return to === null ? null : numberOrNull(price / to);
}
