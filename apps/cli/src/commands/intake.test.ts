import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { intakeSchema } from "@underwatt/deal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitCodes, Stop } from "../exit.ts";
import { shownWidth } from "../terminal/table.ts";
import { check } from "./check.ts";
import { intake } from "./intake.ts";

const deal = `deal: small
as_of: 2026-05-09
calendar: { start: 2026-06, months: 12 }
currency: USD
sources:
  s: { publisher: P, date: 2026-05-01, role: press }
claims:
  power: { is: 300 MW, grade: reported, from: s, about: north-site, quantity: power, says: North Site draws 300 MW. }
`;
let folder = "";
let memo = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "underwatt-intake-"));
  memo = join(folder, "memo.md");
  writeFileSync(join(folder, "deal.yaml"), deal);
  writeFileSync(
    memo,
    "# A memo\n\nAcme said North Site draws about 300 MW.\nThe power of North Site will be 500 MW.\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

async function stopped(files: readonly string[], flags: Parameters<typeof intake>[1]): Promise<Stop> {
  const error: unknown = await intake(files, flags, 120).catch((thrown: unknown) => thrown);
  if (error instanceof Stop) return error;
  throw new Error("it did not stop");
}

describe("underwatt intake", () => {
  it("shows each draft with its place, its value and what the deal has", async () => {
    const lines = (await intake([memo], { deal: folder }, 120)).map((line) => stripVTControlCharacters(line));
    const text = lines.join("\n");
    expect(text).toMatch(/memo-1 +line 3 +about 300 MW +300 MW +disclosed += power/);
    expect(text).toMatch(/memo-2 +line 4 +500 MW +500 MW +forecast +≠ power/);
    expect(text).toContain("2 draft claims, unreviewed; 1 in small already, 1 against it");
    expect(Math.max(...lines.map(shownWidth))).toBeLessThanOrEqual(120);
  });

  it("gives JSON of the documented form", async () => {
    const [text = ""] = await intake([memo], { deal: folder, json: true }, 120);
    const { drafts } = intakeSchema.parse(JSON.parse(text));
    expect(drafts["memo-1"]).toMatchObject({ status: "unreviewed", duplicates: ["power"] });
    expect(drafts["memo-2"]).toMatchObject({ contradicts: ["power"], claim: { about: "north-site" } });
  });

  it("writes a file that the deal may include, and that is not written over", async () => {
    const out = join(folder, "drafts.yaml");
    await intake([memo], { deal: folder, out }, 120);
    writeFileSync(join(folder, "with.yaml"), `${deal}include: [drafts.yaml]\n`);
    expect(stripVTControlCharacters(check(join(folder, "with.yaml"), {}).join("\n"))).toContain("no mistakes");
    const before = readFileSync(out, "utf8");
    const stop = await stopped([memo], { out });
    expect([stop.code, stop.message]).toEqual([exitCodes.failed, expect.stringContaining("is there already")]);
    expect(readFileSync(out, "utf8")).toBe(before);
  });

  it("refuses a figure that rests on a draft", async () => {
    const out = join(folder, "more.yaml");
    await intake([memo], { out }, 120);
    writeFileSync(join(folder, "resting.yaml"), `${deal}include: [more.yaml]\nmodel: { x: 2 * claims.memo-2 }\n`);
    expect(() => check(join(folder, "resting.yaml"), {})).toThrow(
      /"claims\.memo-2" is a draft that nobody has accepted/,
    );
  });

  it("says in a sentence what it cannot read", async () => {
    const stop = await stopped([memo, join(folder, "none.pdf")], {});
    expect([stop.code, stop.message]).toEqual([exitCodes.mistakes, expect.stringContaining("there is no file")]);
    expect((await stopped([memo], { deal: join(folder, "nowhere") })).message).toContain("nowhere");
  });

  it("says when there is nothing", async () => {
    const empty = join(folder, "empty.txt");
    writeFileSync(empty, "Nothing is measured here.\n");
    expect((await intake([empty], {}, 120)).join("\n")).toContain("no quantities or dates found");
  });
});
