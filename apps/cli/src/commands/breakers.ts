/** `underwatt breakers`: how near each breaker is to tripping, and what follows once it has. */
import { breakers as breakersOf, breakersSchema, type RunOptions } from "@underwatt/deal";
import { exitCodes, Stop } from "../exit.ts";
import { open, prepareOrStop } from "../open.ts";
import { breakersTables } from "../terminal/breakers-tables.ts";

/** @throws Stop with the deal's mistakes, or when it has no breakers */
export function breakers(
  path: string,
  { options, json }: { readonly options: RunOptions; readonly json?: boolean | undefined },
  width: number,
): string[] {
  const opened = open(path);
  if (Object.keys(opened.deal.document.breakers ?? {}).length === 0)
    throw new Stop("the deal has no breakers: write what would break its theses under `breakers:`", exitCodes.mistakes);
  const result = breakersOf(prepareOrStop(opened, options));
  return json === true ? [JSON.stringify(breakersSchema.parse(result), null, 1)] : breakersTables(result, width);
}
