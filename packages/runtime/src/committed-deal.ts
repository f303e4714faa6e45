/** Deals as they stood at a commit, read with git; the files on disk are not touched. */
import { execFileSync } from "node:child_process";
import { sep } from "node:path";
import { readDeal, type ReadDeal } from "@underwatt/deal";
import { Unusable, type DealFolder } from "./deal-folder.ts";

/** Larger than any file of a deal. */
const mostBytes = 2 ** 26;

/**
 * Reads a deal from a commit, by the place that it has on disk now.
 * @param revision whatever git takes for one: a hash, a tag, `HEAD~3`
 * @throws Unusable without git, outside a repository, or where the commit or the deal in it does not exist
 */
export function openCommittedDeal({ folder, entry }: DealFolder, revision: string): ReadDeal {
  const inFolder = (...args: readonly string[]): string => git(folder, args);
  const top = firstLine(attempt(() => inFolder("rev-parse", "--show-toplevel"), `${folder} is in no git repository`));
  // An option in the place of a revision would be taken for one.
  const commit = attempt(
    () => inFolder("rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`),
    `git knows no commit "${revision}" in ${top}: expected a hash, a tag or a branch`,
  );
  const prefix = firstLine(inFolder("rev-parse", "--show-prefix")).split(sep).join("/");
  const read = (name: string): string | undefined => {
    try {
      return inFolder("show", `${firstLine(commit)}:${prefix}${name}`);
    } catch (error) {
      if (error instanceof Unusable) throw error;
      return undefined;
    }
  };
  if (read(entry) === undefined) {
    throw new Unusable(`there is no ${prefix}${entry} at ${revision}: the deal was not there yet, or stood elsewhere`);
  }
  return readDeal(entry, read);
}

/** @throws Unusable without git; the error of the command where it fails */
function git(folder: string, args: readonly string[]): string {
  try {
    return execFileSync("git", args, {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: mostBytes,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new Unusable("commits are read with git, and there is no git here; compare two folders instead");
    }
    throw error;
  }
}

function attempt(run: () => string, otherwise: string): string {
  try {
    return run();
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw new Unusable(otherwise);
  }
}

function firstLine(text: string): string {
  return text.split(/\r?\n/)[0] ?? "";
}
