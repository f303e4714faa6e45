/** Options and failures of the command that `cli.test.ts` does not go through. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { resultSchema } from "@underwatt/deal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const binary = fileURLToPath(new URL("../bin/underwatt.cjs", import.meta.url));
const colossus = fileURLToPath(new URL("../../../deals/colossus-1", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command; `closeEarly` closes its output after the first piece. */
async function underwatt(
  args: readonly string[],
  { env = {}, closeEarly = false }: { env?: Record<string, string>; closeEarly?: boolean } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [binary, ...args], {
    cwd: folder,
    env: { ...process.env, FORCE_COLOR: undefined, ...env },
  });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    if (closeEarly) child.stdout.destroy();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out, err };
}

let folder: string;
let small: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "underwatt-cli-"));
  small = join(folder, "first");
  const made = await underwatt(["new", "first"]);
  if (made.code !== 0) throw new Error(`new failed: ${made.err}`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function broken(name: string, text: string): string {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "deal.yaml"), text);
  return join(folder, name);
}

describe("new", () => {
  it("makes a deal that checks and runs as it is", async () => {
    expect(await underwatt(["check", "first"])).toMatchObject({ code: 0, err: "" });
    const run = await underwatt(["run", "first", "--samples", "500", "--note", "first/note.html"]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toContain("Key figures");
    expect(readFileSync(join(small, "note.html"), "utf8")).toMatch(/^<!doctype html>/i);
  });

  it("names the deal after its folder, whatever that is called", async () => {
    expect(await underwatt(["new", "Ein Büro (2)"])).toMatchObject({ code: 0 });
    expect(await underwatt(["check", "Ein Büro (2)"])).toMatchObject({ code: 0 });
  });
});

describe("run", () => {
  it("writes the result, and nothing else, to standard output with --json -", async () => {
    const { code, out, err } = await underwatt(["run", colossus, "--samples", "64", "--json", "-"]);
    expect([code, err]).toEqual([0, ""]);
    expect(resultSchema.parse(JSON.parse(out)).deal).toBe("colossus-1");
  });

  it("still writes the note when the result goes to standard output", async () => {
    const { code, out } = await underwatt(["run", small, "--samples", "64", "--json", "-", "--note", "beside.md"]);
    expect(code).toBe(0);
    expect(() => JSON.parse(out)).not.toThrow();
    expect(existsSync(join(folder, "beside.md"))).toBe(true);
  });

  it("writes files into folders it makes", async () => {
    const { code, out } = await underwatt([
      "run",
      small,
      "--samples",
      "64",
      "--json",
      "a/b/result.json",
      "--note",
      "a/c/note.md",
    ]);
    expect(code).toBe(0);
    expect(out).toContain("result written to a/b/result.json");
    expect(JSON.parse(readFileSync(join(folder, "a/b/result.json"), "utf8"))).toMatchObject({ deal: "first" });
    expect(existsSync(join(folder, "a/c/note.md"))).toBe(true);
  });

  it.each(["1_000"])("takes %s samples", async (samples) => {
    const { code, out } = await underwatt(["run", small, "--samples", samples, "--json", "-"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ run: { samples: Number(samples.replace("_", "")) } });
  });

  it("takes settings of a name, of a path, with spaces and equals signs, and the last of two", async () => {
    const set = [
      "--set",
      "price=1 USD/GPU/h",
      "--set",
      " claims.power = 7 MW ",
      "--set",
      "occupancy=50 %",
      "--set",
      "assumptions.occupancy=60 %",
    ];
    const { out } = await underwatt(["run", small, "--samples", "16", ...set, "--json", "-"]);
    const { figures } = resultSchema.parse(JSON.parse(out));
    const shown = ["claims.price", "claims.power", "assumptions.occupancy"].map(
      (path) => `${String(figures[path]?.value)} ${figures[path]?.unit}`,
    );
    expect(shown).toEqual(["1 USD/GPU/h", "7 MW", "60 %"]);
    const test = await underwatt([
      "run",
      small,
      "--samples",
      "16",
      "--set",
      "model.return=if(1 == 1, 5 %, 6 %)",
      "--json",
      "-",
    ]);
    expect(resultSchema.parse(JSON.parse(test.out)).figures["model.return"]?.value).toBe(5);
  });

  it("says what was supposed", async () => {
    const { out } = await underwatt([
      "run",
      small,
      "--samples",
      "64",
      "--scenario",
      "soft-market",
      "--set",
      "occupancy=50 %",
    ]);
    expect(out).toContain("scenario soft-market; occupancy = 50 %");
  });
});

describe("output", () => {
  it("has no escape codes in a pipe, with NO_COLOR, and on mistakes", async () => {
    const bad = broken("bad-colour", "deal: x\n");
    const runs = [
      ["run", small, "--samples", "64"],
      ["explain", small, "cash", "--samples", "64"],
      ["check", bad],
      ["audit", colossus],
    ];
    const ended = await Promise.all([
      ...runs.map((args) => underwatt(args)),
      underwatt(["audit", colossus], { env: { NO_COLOR: "1" } }),
    ]);
    for (const { out, err } of ended) expect(out + err).not.toContain("\u001b");
  });
});

describe("explain", () => {
  it("suggests a figure for one that is not there", async () => {
    const { code, out, err } = await underwatt(["explain", colossus, "gros-rent", "--samples", "16"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("did you mean gross-rent?");
    expect(await underwatt(["explain", colossus, "constructor", "--samples", "16"])).toMatchObject({ code: 2 });
  });
});

describe("check", () => {
  it("finds mistakes in scenarios and sums, which a run does not look at", async () => {
    const deal = broken(
      "hidden",
      `deal: x\nas_of: 2026-05-09\ncalendar: { start: 2026-05, months: 1 }\ncurrency: USD\nmodel: { a: 1 USD, b: a + 2 USD }\nscenarios: { s: { set: { model.a: 1 GPU } } }\nderivations:\n  d: { asks: Q, formula: 1, printed: 1 GPU + 1 USD }\n`,
    );
    expect((await underwatt(["run", deal, "--samples", "16"])).code).toBe(0);
    const { code, err } = await underwatt(["check", deal]);
    expect(code).toBe(2);
    expect(err).toContain("deal.yaml:5:23 error: cannot add USD to GPU");
    expect(err).toContain("deal.yaml:8:38 error: cannot add USD to GPU");
    expect(err).toMatch(/2 mistakes\n$/);
  });

  it("shows what may be a mistake at its place, once, and is content", async () => {
    const deal = broken(
      "mixed",
      `deal: x\nas_of: 2026-05-09\ncalendar: { start: 2026-05, months: 1 }\ncurrency: USD\nmodel:\n  a: { is: 40 %, means: job-mfu }\n  b: { is: 90 %, means: occupancy }\n  c: 2 * (a / b)\nscenarios: { s: { set: { model.a: 30 % } } }\n`,
    );
    const { code, out, err } = await underwatt(["check", deal]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("no mistakes in x");
    expect(out).toContain("deal.yaml:8:10 warning: model.c: model.a is the model FLOPs utilisation of a job");
    expect(out.match(/warning/g)).toHaveLength(1);
    const run = await underwatt(["run", deal, "--samples", "16"]);
    expect(run.out).toContain("warning: model.c: model.a is the model FLOPs utilisation of a job");
  });
});

describe.concurrent("a command that cannot be done", () => {
  const stack = /\n\s+at |fault of ours|node:internal/;
  it.each<[string, () => readonly string[], number, RegExp]>([
    [
      "a deal with mistakes",
      () => ["run", broken("bad", "deal: x\nmodel: { a: 1 + }\n")],
      2,
      /deal\.yaml:1:1 error: the key "as_of" is missing[^]*mistakes\n$/,
    ],
    ["too many arguments", () => ["check", small, "more"], 2, /too many arguments/],
    ["no deal at all", () => ["run"], 2, /missing required argument 'deal'/],
    ["no command", () => [], 2, /Usage: underwatt/],
    ["no samples", () => ["run", small, "--samples", "0"], 2, /expected a whole number from 1/],
    ["a negative seed", () => ["run", small, "--seed", "-1"], 2, /expected a whole number from 0/],
    ["an empty seed", () => ["run", small, "--seed", ""], 2, /expected a whole number from 0/],
    ["a day the calendar lacks", () => ["audit", small, "--as-of", "2026-02-30"], 2, /2026-02-30 is not a date/],
    ["a setting of nothing", () => ["run", small, "--set", "=5"], 2, /expected path=value/],
    [
      "a setting of an unknown path",
      () => ["run", small, "--set", "prise=5"],
      2,
      /there is no figure "prise" to set[^]*did you mean price\?/,
    ],
    ["a setting that is empty", () => ["run", small, "--set", "price="], 2, /the formula is empty/],
    ["a setting in a wrong unit", () => ["run", small, "--set", "price=5 GPU"], 2, /GPU is not USD\/GPU\/h/],
    [
      "a note that cannot be written",
      () => ["run", small, "--samples", "16", "--note", join(small, "deal.yaml", "note.md")],
      1,
      /cannot write .*note\.md/,
    ],
    ["a result that cannot be written", () => ["run", small, "--samples", "16", "--json", folder], 1, /cannot write/],
    ["a folder that cannot be made", () => ["new", join(small, "deal.yaml", "x")], 1, /cannot write into/],
  ])("says so on standard error: %s", async (_, args, code, message) => {
    const ended = await underwatt(args());
    expect(ended.err).toMatch(message);
    expect(ended.err).not.toMatch(stack);
    expect([ended.code, ended.out]).toEqual([code, ""]);
  });
});
