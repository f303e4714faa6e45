/** `underwatt new`: a small deal that runs at once, to be changed into the reader's own. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { exitCodes, Stop } from "../exit.ts";
import { starterDeal, starterNote } from "./starter.ts";

/** @param folder is made; nothing that exists is overwritten */
export function newDeal(folder: string): string[] {
  const name =
    basename(resolve(folder))
      .replaceAll(/[^A-Za-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "") || "my-deal";
  if (existsSync(join(folder, "deal.yaml")))
    throw new Stop(`${join(folder, "deal.yaml")} exists already`, exitCodes.failed);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "deal.yaml"), starterDeal(name), { flag: "wx" });
    if (!existsSync(join(folder, "note.md"))) writeFileSync(join(folder, "note.md"), starterNote);
  } catch (error) {
    throw new Stop(`cannot write into ${folder}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return [`made ${join(folder, "deal.yaml")} and note.md`, "", `next: underwatt run ${folder}`];
}
