/** `underwatt prices`: a deal's prices in all denominators, beside dated comparables. */
import { prices as pricesOf, pricesSchema, type RunOptions } from "@underwatt/deal";
import { exitCodes, Stop } from "../exit.ts";
import { open, prepareOrStop } from "../open.ts";
import { priceTables } from "../terminal/price-tables.ts";

/** @throws Stop with the deal's mistakes, or when it has neither prices nor leases */
export async function prices(
  path: string,
  { options, json }: { readonly options: RunOptions; readonly json?: boolean | undefined },
  width: number,
): Promise<string[]> {
  const opened = open(path);
  const { prices: written = {}, contracts = {} } = opened.deal.document;
  if (Object.keys(written).length === 0 && Object.values(contracts).every(({ kind }) => kind !== "lease"))
    throw new Stop("the deal has no prices: write some under `prices:`, or a lease", exitCodes.mistakes);
  const result = await pricesOf(prepareOrStop(opened, options));
  return json === true ? [JSON.stringify(pricesSchema.parse(result), null, 1)] : priceTables(result, width);
}
