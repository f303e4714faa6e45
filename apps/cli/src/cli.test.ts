import { spawn, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { resultSchema } from "@underwatt/deal";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exitCodes } from "./exit.ts";

const root = resolve(fileURLToPath(new URL("../../..", import.meta.url)));
const command = join(root, "apps/cli/bin/underwatt.cjs");
const colossus = join(root, "deals/colossus-1");
const escapeCode = String.fromCodePoint(27);
let folder = "";
let own = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "underwatt-"));
  own = join(folder, "my-lease");
  expect(underwatt("new", own).status).toBe(exitCodes.done);
});
afterAll(() => rmSync(folder, { recursive: true }));

function underwatt(...args: string[]): SpawnSyncReturns<string> {
  const env = { ...process.env, NO_COLOR: "1" };
  // A result of the whole Colossus deal is larger than the megabyte after which Node stops a child by default.
  return spawnSync(process.execPath, [command, ...args], { encoding: "utf8", env, cwd: folder, maxBuffer: 2 ** 26 });
}

describe("underwatt new and run", () => {
  test("make a deal that checks and runs, with a note of both kinds", () => {
    expect(underwatt("check", own).stdout).toContain("no mistakes in my-lease");
    const ran = underwatt("run", own, "--samples", "500", "--note", "out/note.html");
    expect(ran.status).toBe(exitCodes.done);
    expect(ran.stdout).toContain("Lease income repays the hardware within the term.");
    expect(readFileSync(join(folder, "out/note.html"), "utf8")).toMatch(/^<!doctype html>/);
    expect(underwatt("run", own, "--samples", "500", "--note", "out/note.md").status).toBe(exitCodes.done);
    expect(readFileSync(join(folder, "out/note.md"), "utf8")).toContain("| Statement |");
  });

  test("never overwrite a deal", () => {
    const before = readFileSync(join(own, "deal.yaml"), "utf8");
    const again = underwatt("new", own);
    expect(again.status).toBe(exitCodes.failed);
    expect(again.stderr).toContain("exists already");
    expect(readFileSync(join(own, "deal.yaml"), "utf8")).toBe(before);
  });

  test("take a file instead of a folder, and JSON instead of YAML", () => {
    const json = join(folder, "small.json");
    const deal = { deal: "small", as_of: "2026-05-09", calendar: { start: "2026-05", months: 2 }, currency: "USD" };
    writeFileSync(json, JSON.stringify({ ...deal, model: { a: "2 GPU * 3" } }));
    const ran = underwatt("run", json, "--json", "-");
    expect(JSON.parse(ran.stdout).figures["model.a"].value).toBe(6);
  });
});

describe("underwatt run", () => {
  test("gives on standard output the result alone, in its documented form", () => {
    const ran = underwatt("run", colossus, "--as-of", "2026-06-02", "--samples", "200", "--json", "-");
    expect(ran).toMatchObject({ status: exitCodes.done, signal: null });
    const result = resultSchema.parse(JSON.parse(ran.stdout));
    expect(result.figures["model.firm-share"]?.value).toBeCloseTo(11.111, 3);
    expect(result.figures["model.gross-rent"]).toMatchObject({ unit: "USD/yr", value: 15e9, uncertain: false });
  });

  test("writes the same bytes for one worker and for three", () => {
    for (const workers of ["1", "3"]) {
      expect(underwatt("run", own, "--workers", workers, "--json", `w${workers}.json`).status).toBe(exitCodes.done);
    }
    expect(readFileSync(join(folder, "w3.json"))).toEqual(readFileSync(join(folder, "w1.json")));
  });

  test("replaces figures, and says so", () => {
    const ran = underwatt("run", own, "--set", "claims.price=1 USD/GPU/h", "--set", "occupancy=90 %", "--json", "-");
    const result = resultSchema.parse(JSON.parse(ran.stdout));
    expect(result.figures["contracts.lease.rate"]?.value).toBe(1);
    expect(result.run.set).toEqual({ "claims.price": "1 USD/GPU/h", occupancy: "90 %" });
    expect(underwatt("run", own, "--scenario", "soft-market").stdout).toContain("scenario soft-market");
  });

  test.each(["1", "2", "17"])("runs with %s samples", (samples) => {
    expect(underwatt("run", own, "--samples", samples).status).toBe(exitCodes.done);
  });

  test("writes no escape codes into a pipe", () => {
    const plain = spawnSync(process.execPath, [command, "run", own, "--samples", "50"], { encoding: "utf8" });
    expect(plain.stdout).not.toContain(escapeCode);
    expect(underwatt("run", own, "--samples", "50").stdout).not.toContain(escapeCode);
  });

  test("does not mind a reader that stops reading", async () => {
    const child = spawn(process.execPath, [command, "audit", colossus], { stdio: ["ignore", "pipe", "pipe"] });
    let complaint = "";
    child.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await new Promise((resolved) => child.on("close", resolved));
    expect({ code, complaint }).toEqual({ code: exitCodes.done, complaint: "" });
  });
});

describe("underwatt explain and audit", () => {
  test("lead a figure back to claims and sources", () => {
    const explained = underwatt("explain", colossus, "firm-share", "--as-of", "2026-06-02", "--samples", "50").stdout;
    for (const part of [
      "model.firm-share = 11.1",
      "superseded by claims.filed-fee",
      "Registration statement",
      "disclosed",
    ]) {
      expect(explained).toContain(part);
    }
  });

  test("judge every sum", () => {
    const rows = JSON.parse(underwatt("audit", colossus, "--json").stdout);
    expect(rows).toHaveLength(56);
    expect(underwatt("audit", colossus).stdout).toMatch(/fails +14/);
  });
});

describe("mistakes", () => {
  test.each([
    ["an unknown command", ["rnu", "x"], "did you mean run", exitCodes.mistakes],
    ["an unknown option", ["run", "x", "--sample", "3"], "did you mean --samples", exitCodes.mistakes],
    ["no deal", ["run", "nowhere"], "there is no file or folder nowhere", exitCodes.mistakes],
    ["a folder without a deal", ["run", "."], "holds no deal", exitCodes.mistakes],
    ["samples that are no number", ["run", "my-lease", "--samples", "many"], "whole number", exitCodes.mistakes],
    [
      "a date that is none",
      ["run", "my-lease", "--as-of", "May"],
      "expected a date such as 2026-05-09",
      exitCodes.mistakes,
    ],
    ["--set without a value", ["run", "my-lease", "--set", "price"], "path=value", exitCodes.mistakes],
    [
      "--set of an unknown path",
      ["run", "my-lease", "--set", "claims.prise=2"],
      "did you mean claims.price?",
      exitCodes.mistakes,
    ],
    [
      "--set in a wrong unit",
      ["run", "my-lease", "--set", "claims.price=2 USD"],
      "USD is not USD/GPU/h",
      exitCodes.mistakes,
    ],
    ["an unknown scenario", ["run", "my-lease", "--scenario", "soft"], "soft-market", exitCodes.mistakes],
    ["a note of an unknown kind", ["run", "my-lease", "--note", "note.pdf"], ".md or .html", exitCodes.mistakes],
    [
      "an unwritable file",
      ["run", "my-lease", "--json", "my-lease/deal.yaml/x.json"],
      "cannot write",
      exitCodes.failed,
    ],
    ["an unknown figure", ["explain", "my-lease", "retrun"], "did you mean return?", exitCodes.mistakes],
  ])("%s: a sentence on standard error and its exit code", (_, args, sentence, code) => {
    const ended = underwatt(...args);
    expect(ended.stderr.toLowerCase()).toContain(sentence.toLowerCase());
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect(ended.status).toBe(code);
  });

  test("in a deal are all told, with their places", () => {
    const broken = join(folder, "broken.yaml");
    const text = readFileSync(join(own, "deal.yaml"), "utf8");
    writeFileSync(broken, text.replace("price: claims.price", "price: claims.prise").replace("is: 6 MW", "is: 6 GPU"));
    const checked = underwatt("check", broken);
    expect(checked.status).toBe(exitCodes.mistakes);
    expect(checked.stderr).toMatch(/broken\.yaml:\d+:\d+ error: unknown name "claims\.prise"/);
    expect(checked.stderr).toMatch(/broken\.yaml:\d+:\d+ error: GPU is not MW/);
    expect(checked.stdout).toBe("");
  });

  test("help and version are no mistakes", () => {
    expect(underwatt("--help").status).toBe(exitCodes.done);
    expect(underwatt("run", "--help").stdout).toContain("--as-of");
    expect(underwatt("--version").stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test("nothing is left behind by a run that failed", () => {
    expect(underwatt("run", "my-lease", "--set", "claims.prise=2", "--json", "never.json").status).toBe(
      exitCodes.mistakes,
    );
    expect(existsSync(join(folder, "never.json"))).toBe(false);
  });
});
