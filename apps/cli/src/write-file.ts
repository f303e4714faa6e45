/** Files that a command writes. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Stop } from "./exit.ts";

/**
 * Writes a file, and the folders that lead to it.
 * @throws Stop when it cannot be written
 */
export function writeOrStop(file: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  } catch (error) {
    throw new Stop(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
