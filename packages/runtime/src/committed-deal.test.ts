import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCommittedDeal } from "./committed-deal.ts";
import { findDeal, Unusable } from "./deal-folder.ts";

const head =
  "deal: d\nas_of: 2026-05-09\ncalendar: { start: 2026-05, months: 1 }\ncurrency: USD\ninclude: [more.yaml]\n";
const outer = mkdtempSync(join(tmpdir(), "underwatt-git-"));
const folder = join(outer, "deals/small");
afterAll(() => rmSync(outer, { recursive: true }));

function git(...args: readonly string[]): void {
  const who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...who, ...args], { cwd: outer, stdio: "ignore" });
}

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  git("init");
  writeFileSync(join(outer, "README"), "Deals\n");
  git("add", ".");
  git("commit", "-m", "Begin");
  git("tag", "empty");
  writeFileSync(join(folder, "deal.yaml"), head);
  for (const value of ["1 USD", "2 USD"]) {
    writeFileSync(join(folder, "more.yaml"), `model: { a: ${value} }\n`);
    git("add", ".");
    git("commit", "-m", value);
  }
  writeFileSync(join(folder, "more.yaml"), "model: { a: 3 USD }\n");
});

describe("a deal at a commit", () => {
  it("is as it stood then, with the files it includes", () => {
    const model = (revision: string): unknown => openCommittedDeal(findDeal(folder), revision).deal?.document.model;
    expect([model("HEAD~1"), model("HEAD")]).toEqual([{ a: "1 USD" }, { a: "2 USD" }]);
  });

  it.each([
    ["a commit that is none", "nowhere", /knows no commit "nowhere"/],
    ["an option in its place", "--all", /knows no commit "--all"/],
    ["a commit before the deal", "empty", /there is no deals\/small\/deal\.yaml at empty/],
  ])("is refused in a sentence for %s", (_, revision, sentence) => {
    expect(() => openCommittedDeal(findDeal(folder), revision)).toThrow(Unusable);
    expect(() => openCommittedDeal(findDeal(folder), revision)).toThrow(sentence);
  });

  it("is refused outside a repository, and without git", () => {
    const alone = mkdtempSync(join(tmpdir(), "underwatt-none-"));
    writeFileSync(join(alone, "deal.yaml"), head);
    const path = process.env["PATH"];
    try {
      expect(() => openCommittedDeal(findDeal(alone), "HEAD")).toThrow(/in no git repository/);
      process.env["PATH"] = alone;
      expect(() => openCommittedDeal(findDeal(folder), "HEAD")).toThrow(/there is no git here/);
    } finally {
      process.env["PATH"] = path;
      rmSync(alone, { recursive: true });
    }
  });
});
