/** The deals of the repository, to be mutated like the small ones. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Seed } from "./seeds.ts";

const folder = fileURLToPath(new URL("../../deals", import.meta.url));

/** Deals of the repository that have a folder each. */
export function shippedSeeds(): Seed[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const files = readdirSync(join(folder, name), { recursive: true, encoding: "utf8" }).filter((file) =>
        file.endsWith(".yaml"),
      );
      return {
        name,
        files: Object.fromEntries(
          files.map((file) => [file.replaceAll("\\", "/"), readFileSync(join(folder, name, file), "utf8")]),
        ),
      };
    });
}
