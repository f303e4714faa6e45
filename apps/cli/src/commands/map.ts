/** `underwatt map`: who pays whom, how concentrated it is, and who is who on the day. */
import { map as mapOf, mapSchema, QuestionError, type RunOptions } from "@underwatt/deal";
import { exitCodes, Stop } from "../exit.ts";
import { open, prepareOrStop } from "../open.ts";
import { mapTables } from "../terminal/map-tables.ts";

export interface MapFlags {
  readonly options: RunOptions;
  /** A contract or link to leave out in a second reckoning. */
  readonly without?: string | undefined;
  readonly json?: boolean | undefined;
}

/** @throws Stop with the deal's mistakes, or when there is nothing to draw */
export async function map(path: string, { options, without, json }: MapFlags, width: number): Promise<string[]> {
  const opened = open(path);
  const { contracts = {}, links = {}, entities = {} } = opened.deal.document;
  if ([contracts, links, entities].every((section) => Object.keys(section).length === 0))
    throw new Stop("the deal has no parties: write `contracts:`, `links:` or `entities:`", exitCodes.mistakes);
  try {
    const result = await mapOf(prepareOrStop(opened, options), without);
    return json === true ? [JSON.stringify(mapSchema.parse(result), null, 1)] : mapTables(result, width);
  } catch (error) {
    if (error instanceof QuestionError) throw new Stop(error.message, exitCodes.mistakes);
    throw error;
  }
}
