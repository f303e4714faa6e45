/** Writes a case to out/fuzz, as a deal that can be run by hand. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Case } from "./case.ts";

const out = fileURLToPath(new URL("../../out/fuzz", import.meta.url));

/**
 * Saves the files of a case, and beside them `fault.txt` with its options and its fault.
 * @returns the folder
 */
export function save(name: string, { files, file, asOf, set }: Case, fault: string): string {
  const folder = join(out, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const options = [
    ...(asOf === undefined ? [] : [`--as-of ${asOf}`]),
    ...[...(set ?? [])].map(([path, value]) => `--set ${path}=${value}`),
  ];
  writeFileSync(join(folder, "fault.txt"), `mutated: ${file}\noptions: ${options.join(" ")}\n\n${fault}\n`);
  return folder;
}
