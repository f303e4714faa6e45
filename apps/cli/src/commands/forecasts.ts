/** `underwatt forecasts`: dated statements held against what came, and what that says of the rule table. */
import { forecasts as forecastsOf, forecastsSchema } from "@underwatt/deal";
import { exitCodes, Stop } from "../exit.ts";
import { mistakes, open } from "../open.ts";
import { forecastTables } from "../terminal/forecast-tables.ts";

/** @throws Stop with the deal's mistakes, or when it has no forecasts */
export function forecasts(
  path: string,
  { asOf, json }: { readonly asOf?: string | undefined; readonly json?: boolean | undefined },
  width: number,
): string[] {
  const { deal, catalog } = open(path);
  if (Object.keys(deal.document.forecasts ?? {}).length === 0)
    throw new Stop("the deal has no forecasts: write what somebody expects under `forecasts:`", exitCodes.mistakes);
  const result = forecastsOf(deal, catalog, asOf);
  if ("diagnostics" in result) throw mistakes(result.diagnostics);
  return json === true ? [JSON.stringify(forecastsSchema.parse(result), null, 1)] : forecastTables(result, width);
}
