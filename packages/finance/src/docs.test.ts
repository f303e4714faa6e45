/** The example of docs/finance.md prints what the page says it does. */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("docs/finance.md: the example runs as it stands", () => {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const page = readFileSync(`${root}docs/finance.md`, "utf8");
  const [, example, printed] = /```js\n([\s\S]*?)```[\s\S]*?```text\n([\s\S]*?)```/.exec(page) ?? [];
  const run = spawnSync(process.execPath, ["--input-type=module", "--eval", example ?? ""], {
    cwd: root,
    encoding: "utf8",
  });
  expect(run.stderr).toBe("");
  expect(run.stdout).toBe(printed);
});
