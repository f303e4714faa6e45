import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { diffSchema, replaySchema, watchSchema, type Diff } from "@underwatt/deal";
import { afterAll, describe, expect, it } from "vitest";
import { exitCodes, Stop } from "../exit.ts";
import { diff, type DiffFlags } from "./diff.ts";
import { replay } from "./replay.ts";
import { watch } from "./watch.ts";

const folder = mkdtempSync(join(tmpdir(), "underwatt-changes-"));
afterAll(() => rmSync(folder, { recursive: true }));
const colossus = resolve(fileURLToPath(new URL("../../../../deals/colossus-1", import.meta.url)));
const options = { samples: 64, seed: 1 };

const small = `deal: small
title: Small lease
as_of: 2026-05-09
calendar: { start: 2026-06, months: 3 }
currency: USD
sources:
  a: { publisher: A, date: 2026-05-01, role: press }
  b: { publisher: B, date: 2026-06-01, role: party }
claims:
  rate: { is: 2 to 3 USD/GPU/h, grade: estimate, from: a, says: A broker's rate }
  filed-rate: { is: 5 USD/GPU/h, grade: disclosed, from: b, says: The filed rate, supersedes: [rate] }
model:
  fee: { is: claims.rate * (100 GPU), key: yes, says: The fee }
thesis: { dear: { says: It is dear., holds_if: "fee > 400 USD/h" } }
watch:
  rate: { asks: What is the rate?, due: 2026-05-20, accepts: A filing, settles: fee, answered_by: filed-rate }
`;
const deal = dealOf("small", small);

function dealOf(name: string, text: string): string {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, text);
  return path;
}

async function diffed(older: string, newer: string | undefined, flags: Partial<DiffFlags>): Promise<Diff> {
  const lines = await diff(older, newer, { options, json: true, ...flags }, 100);
  return diffSchema.parse(JSON.parse(lines.join("\n")));
}

describe("underwatt diff", () => {
  it("says what changed between two days, and what changed it", async () => {
    const text = (await diff(deal, undefined, { options, to: "2026-06-02" }, 100)).join("\n");
    for (const part of ["fails → holds, 0 % → 100 %", "100 %  claims.filed-rate", "in the place of claims.rate"]) {
      expect(text).toContain(part);
    }
  });

  it("says that nothing changed where nothing did", async () => {
    const text = (await diff(deal, deal, { options }, 100)).join("\n");
    expect(text).toContain("no key figure and no thesis changed");
    expect(text).not.toContain("All that changed");
  });

  it("compares two deals, and a deal with itself at a commit", async () => {
    const dearer = dealOf("dearer", small.replace("100 GPU", "300 GPU"));
    expect((await diffed(deal, dearer, {})).figures["model.fee"]?.parts).toMatchObject([{ by: "model.fee", share: 1 }]);
    const git = (...args: readonly string[]): void => {
      const who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
      execFileSync("git", [...who, ...args], { cwd: folder, stdio: "ignore" });
    };
    git("init");
    git("add", "small.yaml");
    git("commit", "-m", "Begin");
    expect((await diffed(deal, undefined, { fromCommit: "HEAD" })).figures).toEqual({});
    writeFileSync(deal, small.replace("100 GPU", "200 GPU"));
    const found = await diffed(deal, undefined, { fromCommit: "HEAD" });
    writeFileSync(deal, small);
    expect(found.from.name).toBe(`${deal} at HEAD`);
    expect(found.edited).toMatchObject([{ path: "model.fee", what: "changed", after: "claims.rate * (200 GPU)" }]);
  });

  it.each<[string, string | undefined, Partial<DiffFlags>, RegExp]>([
    ["one deal alone", undefined, {}, /nothing to compare with/],
    ["two deals and a commit", deal, { fromCommit: "HEAD" }, /not both at once/],
    ["a second commit alone", undefined, { toCommit: "HEAD" }, /--to-commit needs --from-commit/],
    ["a day that is none", undefined, { from: "May" }, /May is not a date/],
    ["a deal that is none", join(folder, "none"), {}, /there is no file or folder/],
    ["a commit that is none", undefined, { fromCommit: "nowhere" }, /no commit "nowhere"|in no git repository/],
  ])("refuses %s in a sentence", async (_, newer, flags, sentence) => {
    const refused = diff(deal, newer, { options, ...flags }, 100);
    await expect(refused).rejects.toThrow(Stop);
    await expect(refused).rejects.toThrow(sentence);
    await expect(refused).rejects.toMatchObject({ code: exitCodes.mistakes });
  });

  it("explains Colossus 1 from 9 May to 2 June: filings replaced the broker, and a gap between firm and headline appeared", async () => {
    const found = await diffed(colossus, undefined, { from: "2026-05-09", to: "2026-06-02" });
    const parts = (path: string): string[] => found.figures[path]?.parts.map(({ by }) => by) ?? [];
    expect(found.figures["model.lease-rate"]).toMatchObject({ before: 2.6, after: expect.closeTo(5.2687, 4) });
    expect(parts("model.lease-rate")).toEqual(["claims.filed-fee", "claims.filed-gpus"]);
    expect(found.claims.superseded).toContainEqual(
      expect.objectContaining({ path: "claims.lease-rate", by: "filed-rate" }),
    );
    expect(found.figures["model.firm-share"]).toMatchObject({ after: expect.closeTo(11.111, 3), method: "by-day" });
    expect(parts("model.firm-share")).toEqual(
      expect.arrayContaining(["claims.filed-exit-from", "claims.filed-notice"]),
    );
    expect(parts("model.firm-share")).not.toContain("claims.filed-fee");
    // The filed fee over each count of GPUs, less the broker's rate and what its replacement needs: both filings.
    const [fee, gpus] = found.figures["model.lease-rate"]?.parts.map(({ amount }) => amount) ?? [];
    const [alone, both] = [1.25e9 / 220_000 / 730, 1.25e9 / 325_000 / 730];
    expect(fee).toBeCloseTo((alone - 2.6 + both - 2.6) / 2, 6);
    expect(gpus).toBeCloseTo((both - alone) / 2, 6);
    for (const { change, parts: shares, rest = 0 } of [
      ...Object.values(found.figures),
      ...Object.values(found.thesis),
    ]) {
      const sum = shares.reduce((total, { amount }) => total + amount, rest);
      expect(Math.abs(sum - (change ?? NaN))).toBeLessThanOrEqual(1e-8 * Math.abs(change ?? NaN));
      // What is left to the rest is less than what draws of another correlation move.
      expect(Math.abs(rest)).toBeLessThan(0.02 * Math.abs(change ?? NaN));
    }
  }, 180_000);
});

describe("underwatt replay", () => {
  it("tells each day's evidence and what it moved", async () => {
    const text = (await replay(deal, { options }, 100)).join("\n");
    for (const part of ["2026-05-01", "claims.filed-rate (disclosed): 5 USD/GPU/h", "dear 0 % → 100 %", "▁█"]) {
      expect(text).toContain(part);
    }
    const json = await replay(deal, { options, json: true }, 100);
    expect(replaySchema.parse(JSON.parse(json.join("\n"))).days).toHaveLength(2);
  });
});

describe("underwatt watch", () => {
  it("tells what is due and what was answered", async () => {
    const due = (await watch(deal, { options }, 100)).join("\n");
    expect(due).toContain("2026-05-20, in 11 days");
    expect(due).toContain("accepted: A filing");
    const answered = (await watch(deal, { options: { ...options, asOf: "2026-06-02" } }, 100)).join("\n");
    expect(answered).toContain("answered by claims.filed-rate (disclosed, 2026-06-01)");
    expect(answered).toContain("moved thesis.dear: 0 % without, 100 % with");
    const json = await watch(deal, { options, json: true }, 100);
    expect(watchSchema.parse(JSON.parse(json.join("\n"))).items).toHaveProperty("rate");
  });

  it("refuses a deal that watches for nothing, and worth without a choice", async () => {
    const idle = dealOf("idle", small.replace(/watch:[^]*/, ""));
    await expect(watch(idle, { options }, 100)).rejects.toThrow(/has no watch list/);
    await expect(watch(deal, { options, worth: true }, 100)).rejects.toThrow(/--worth needs `decisions:`/);
  });
});
