import { describe, expect, it } from "vitest";
import { offencesOf } from "./boundaries.ts";

describe("the check of the rooms", () => {
  it("lets a package import what stands below it", () => {
    expect(offencesOf("packages/deal/src/a.ts", 'import { x } from "@underwatt/engine";\n')).toEqual([]);
  });

  it.each([
    ["packages/engine/src/a.ts", 'import { x } from "@underwatt/deal";', "may not import"],
    ["packages/engine/src/a.ts", 'import { x } from "lodash";', "no dependencies"],
    ["packages/evidence/src/a.ts", 'export { x } from "@underwatt/deal";', "may not import"],
    ["packages/note/src/a.ts", 'import { readFileSync } from "node:fs";', "may not know Node"],
    ["packages/note/src/a.ts", 'import { x } from "../../deal/src/run.ts";', "out of its package"],
    ["packages/note/src/a.ts", 'import { x } from "@underwatt/deal/src/run.ts";', "by its name alone"],
    ["packages/engine/src/a.ts", "const x = Math.random();", "may not use Math.random"],
    ["packages/deal/src/a.ts", "const now = new Date();", "may not use new Date"],
    ["packages/deal/src/a.ts", 'const m = await import("@underwatt/note");', "may not import"],
    ["packages/runtime/src/a.ts", 'import { x } from "@underwatt/deal/contracts/worker-port";', "by its name alone"],
    ["apps/web/src/a.ts", 'import { Worker } from "node:worker_threads";', "may not know Node"],
    ["apps/web/src/a.ts", 'import { openDeal } from "@underwatt/runtime";', "may not import"],
  ])("refuses in %s: %s", (file, text, message) => {
    expect(offencesOf(file, `${text}\n`).join()).toContain(message);
  });

  it("lets the test of an adapter import the contract of its port", () => {
    const text = 'import { x } from "@underwatt/deal/contracts/worker-port";\n';
    expect(offencesOf("packages/runtime/src/a.test.ts", text)).toEqual([]);
  });

  it("does not mind what comments say", () => {
    expect(offencesOf("packages/engine/src/a.ts", "// unlike Math.random, this repeats\n")).toEqual([]);
  });
});
