import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findDeal, openCatalog, openDeal, readTemplate, Unusable } from "./deal-folder.ts";

const deal = "deal: d\nas_of: 2026-05-09\ncalendar: { start: 2026-05, months: 1 }\ncurrency: USD\n";
let outer: string;
let folder: string;
beforeEach(() => {
  outer = mkdtempSync(join(tmpdir(), "underwatt-"));
  folder = join(outer, "deal");
  mkdirSync(join(folder, "evidence"), { recursive: true });
  writeFileSync(join(folder, "deal.yaml"), deal);
});
afterEach(() => rmSync(outer, { recursive: true, force: true }));

const messages = (): string[] => openDeal(findDeal(folder)).diagnostics.map(({ message }) => message);

describe("a deal on disk", () => {
  it("is a folder with deal.yaml, or a file", () => {
    expect(findDeal(folder)).toEqual({ folder, entry: "deal.yaml" });
    expect(findDeal(join(folder, "deal.yaml"))).toEqual({ folder, entry: "deal.yaml" });
  });

  it.each([
    ["nothing", "nowhere", /there is no file or folder/],
    ["a folder without a deal", "deal/evidence", /holds no deal: expected deal\.yaml/],
    ["something below a file", "deal/deal.yaml/x", /there is no file or folder/],
    ["a name that no disk holds", "x".repeat(5000), /there is no file or folder/],
  ])("is not %s", (_, path, message) => {
    expect(() => findDeal(join(outer, path))).toThrow(Unusable);
    expect(() => findDeal(join(outer, path))).toThrow(message);
  });

  it("reads the files it includes", () => {
    writeFileSync(join(folder, "evidence/more.yaml"), "model: { a: 1 }\n");
    writeFileSync(join(folder, "deal.yaml"), `${deal}include: [evidence/more.yaml]\n`);
    expect(openDeal(findDeal(folder)).deal?.document.model).toEqual({ a: 1 });
  });

  it("has a note, or none", () => {
    expect(readTemplate(findDeal(folder))).toBeUndefined();
    writeFileSync(join(folder, "note.md"), "# Note\n");
    expect(readTemplate(findDeal(folder))).toBe("# Note\n");
  });
});

describe("what lies outside the folder", () => {
  beforeEach(() => writeFileSync(join(outer, "secret.yaml"), "model: { a: 1 }\n"));

  it.each(["../secret.yaml", "evidence/../../secret.yaml", "/etc/hosts"])("is not read by name: %s", (name) => {
    writeFileSync(join(folder, "deal.yaml"), `${deal}include: ["${name}"]\n`);
    expect(messages()).toEqual([`cannot include "${name}"`]);
  });

  it.skipIf(process.platform === "win32")("is not read through a link", () => {
    symlinkSync(join(outer, "secret.yaml"), join(folder, "link.yaml"));
    symlinkSync(outer, join(folder, "up"));
    writeFileSync(join(folder, "deal.yaml"), `${deal}include: [link.yaml, up/secret.yaml]\n`);
    expect(messages()).toEqual(['there is no file "link.yaml"', 'there is no file "up/secret.yaml"']);
    symlinkSync(join(outer, "secret.yaml"), join(folder, "note.md"));
    expect(readTemplate(findDeal(folder))).toBeUndefined();
  });
});

describe("the catalogue", () => {
  it("that comes with the program has no mistakes", () => {
    const { catalog, diagnostics } = openCatalog();
    expect(diagnostics).toEqual([]);
    expect(catalog.accelerators.has("nvidia-h100-sxm")).toBe(true);
  });

  it("says what is wrong with one, by file", () => {
    mkdirSync(join(outer, "accelerators"));
    writeFileSync(join(outer, "sources.yaml"), "sources: { s: { publisher: P, date: 2026-05-01, role: pres } }\n");
    writeFileSync(join(outer, "accelerators/x.yaml"), "accelerator: x\nname: X\nunit: GPU\n");
    const found = openCatalog(outer).diagnostics.map(({ span, message }) => `${span.file} ${message}`);
    expect(found).toEqual([
      'sources.yaml "pres" does not fit "role"',
      `${join("accelerators", "x.yaml")} the key "figures" is missing`,
    ]);
  });
});
