/** `underwatt intake`: what documents measure and date, as draft claims that nobody has looked over. */
import { existsSync } from "node:fs";
import { draftsFile, intake as intakeOf, intakeSchema } from "@underwatt/deal";
import type { ReadDocument } from "@underwatt/evidence";
import { readDocument, Unusable } from "@underwatt/runtime";
import { exitCodes, Stop } from "../exit.ts";
import { open } from "../open.ts";
import { intakeTables } from "../terminal/intake-tables.ts";
import { writeOrStop } from "../write-file.ts";

export interface IntakeFlags {
  /** Deal whose claims the drafts are held against. */
  readonly deal?: string | undefined;
  /** File that drafts are written to; it must not be there yet, since somebody may have worked on it. */
  readonly out?: string | undefined;
  readonly json?: boolean | undefined;
}

/** @throws Stop when a document cannot be read, with the deal's mistakes, or when the file is there already */
export async function intake(
  files: readonly string[],
  { deal, out, json }: IntakeFlags,
  width: number,
): Promise<string[]> {
  if (out !== undefined && existsSync(out))
    throw new Stop(`${out} is there already: name another file, or remove it once its drafts are dealt with`);
  const opened = deal === undefined ? undefined : open(deal);
  const documents: ReadDocument[] = [];
  for (const file of files) documents.push(await readOrStop(file));
  const result = intakeOf(documents, opened?.deal);
  if (out !== undefined) writeOrStop(out, draftsFile(result));
  if (json === true) return [JSON.stringify(intakeSchema.parse(result), null, 1)];
  return intakeTables(result, out, width);
}

async function readOrStop(file: string): Promise<ReadDocument> {
  try {
    return await readDocument(file);
  } catch (error) {
    if (error instanceof Unusable) throw new Stop(error.message, exitCodes.mistakes);
    throw error;
  }
}
