/** `underwatt evidence`: how each claim of a deal is read, and by which rules. */
import { evidence as evidenceOf, evidenceSchema, type RunOptions } from "@underwatt/deal";
import { exitCodes, Stop } from "../exit.ts";
import { open, prepareOrStop } from "../open.ts";
import { evidenceTables } from "../terminal/evidence-tables.ts";

/** @throws Stop with the deal's mistakes, or when it has no claims */
export function evidence(
  path: string,
  {
    options,
    all,
    json,
  }: { readonly options: RunOptions; readonly all?: boolean | undefined; readonly json?: boolean | undefined },
  width: number,
): string[] {
  const opened = open(path);
  if (Object.keys(opened.deal.document.claims ?? {}).length === 0)
    throw new Stop("the deal has no claims: write what somebody said under `claims:`", exitCodes.mistakes);
  const result = evidenceOf(prepareOrStop(opened, options));
  return json === true
    ? [JSON.stringify(evidenceSchema.parse(result), null, 1)]
    : evidenceTables(result, all === true, width);
}
