/** Deals with contracts to bill, their rows by column, and sums over them. */
import { defaultOptions, prepare, readCatalog, readDeal, type Prepared } from "@underwatt/deal";
import { focusTables } from "./focus.ts";
import type { Table } from "./table.ts";

export type Row = Readonly<Record<string, string>>;

/** @param contracts what stands under `contracts:`, indented by two */
export function dealWith(contracts: string, months = 48, currency = "USD"): Prepared {
  const text = `deal: small\nas_of: 2026-05-09\ncalendar: { start: 2026-06, months: ${months} }\ncurrency: ${currency}\ncontracts:\n${contracts}`;
  return preparedDeal(text);
}

/** @throws Error when the deal has mistakes: the test's deal is wrong then */
export function preparedDeal(text: string): Prepared {
  const { deal, diagnostics } = readDeal("deal.yaml", (name) => (name === "deal.yaml" ? text : undefined));
  const { catalog } = readCatalog([{ name: "sources.yaml", text: "{}" }]);
  const preparation = deal === undefined ? { diagnostics } : prepare(deal, catalog, { ...defaultOptions, samples: 16 });
  if ("prepared" in preparation) return preparation.prepared;
  throw new Error(preparation.diagnostics.map(({ message, line }) => `${line}: ${message}`).join("\n"));
}

export function rowsOf({ columns, rows }: Table): Row[] {
  return rows.map((cells) => Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? ""])));
}

export function chargesOf(deal: Prepared): Row[] {
  return rowsOf(focusTables(deal).costAndUsage);
}

/** Sum of a column over rows; an empty cell is nothing. */
export function total(rows: readonly Row[], column: string): number {
  return rows.reduce((sum, row) => sum + Number(row[column] === "" ? 0 : row[column]), 0);
}

/** Rows of a month, such as `2026-06`. */
export function billedIn(rows: readonly Row[], month: string): Row[] {
  return rows.filter(({ BillingPeriodStart = "" }) => BillingPeriodStart.startsWith(month));
}

export function withCells(rows: readonly Row[], cells: Row): Row[] {
  return rows.filter((row) => Object.entries(cells).every(([name, text]) => row[name] === text));
}
