/**
 * Draws the pictures of docs/serving.md and docs/training.md from the catalogue's models. By hand, after a new fit:
 *
 *   npm run pictures [-- --serving FILE.csv] [--training FILE.csv]
 *
 * With the table of measurements that a fit had (columns in its page), also what is predicted of runs left out, which takes two
 * minutes for serving and seconds for training; and it prints how many of them the intervals hold.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Unusable } from "@underwatt/runtime";
import { servingPictures } from "./serving/draw.ts";
import { trainingPictures } from "./training/draw.ts";

const folder = join(import.meta.dirname, "../../docs/pictures");
const usage = "usage: npm run pictures [-- --serving FILE.csv] [--training FILE.csv]";
try {
  const options = { serving: { type: "string" }, training: { type: "string" } } as const;
  const { serving, training } = parseArgs({ options }).values;
  for (const [name, text] of Object.entries({ ...servingPictures(serving), ...trainingPictures(training) })) {
    writeFileSync(join(folder, name), text);
    console.log(`docs/pictures/${name}: ${Math.round(text.length / 1024)} KiB`);
  }
} catch (error) {
  // Wrong options and files that cannot be read have codes; anything else is a fault of ours, with its trace.
  if (!(error instanceof Unusable) && !(error instanceof Error && "code" in error)) throw error;
  console.error(`${error.message}\n${usage}`);
  process.exitCode = 2;
}
