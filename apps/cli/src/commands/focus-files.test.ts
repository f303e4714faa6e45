import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultOptions } from "@underwatt/deal";
import { readCsvTable } from "@underwatt/runtime";
import { afterAll, describe, expect, it } from "vitest";
import { exitCodes, Stop } from "../exit.ts";
import { run } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "underwatt-focus-"));
afterAll(() => rmSync(folder, { recursive: true }));
const head = "deal: small\nas_of: 2026-05-09\ncalendar: { start: 2026-06, months: 3 }\ncurrency: USD\n";
const dealOf = (name: string, more: string): string => {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, head + more);
  return path;
};
const lease = `contracts:
  block:
    kind: lease
    lessor: "=1+1"
    lessee: 'Smith, "Sons" & Co'
    gpus: 100 GPU
    price: 2 USD/GPU/h
    billing: { used: 50 % }
    term: { from: 2026-06-01, months: 2 month }
`;
const options = { ...defaultOptions, samples: 16 };
const written = async (deal: string, focus: string): Promise<string> =>
  (await run(deal, { options, focus }, 100)).join("\n");

describe("run --focus", () => {
  it("writes charges, and commitments beside them, that are read back as they are", async () => {
    const path = join(folder, "bills", "small.csv");
    expect(await written(dealOf("lease", lease), path)).toContain(
      `6 FOCUS charges written to ${path}, 1 contract commitment beside them`,
    );
    const { columns, rows } = readCsvTable(path, ["BilledCost", "EffectiveCost"]);
    expect(rows.map(({ cells }) => [cells["BilledCost"], cells["EffectiveCost"]])).toEqual([
      ["146000", "0"],
      ["0", "73000"],
      ["0", "73000"],
      ["146000", "0"],
      ["0", "73000"],
      ["0", "73000"],
    ]);
    // The specification keeps names as they are: a file of bills is read by programs.
    expect(rows[0]?.cells).toMatchObject({ ProviderName: "=1+1", BillingAccountName: 'Smith, "Sons" & Co' });
    expect(rows.every(({ wrongCount }) => wrongCount === undefined)).toBe(true);
    expect(columns).toHaveLength(46);
    const beside = readCsvTable(join(folder, "bills", "small.commitments.csv"), ["ContractCommitmentQuantity"]);
    expect(beside.rows.map(({ cells }) => cells["ContractCommitmentQuantity"])).toEqual(["146000"]);
  });

  it("writes the same bytes again, whatever the samples", async () => {
    const deal = dealOf("again", lease);
    const [one, other] = [join(folder, "one.csv"), join(folder, "other.csv")];
    await written(deal, one);
    await run(deal, { options: { ...options, samples: 64, seed: 7 }, focus: other }, 100);
    expect(readFileSync(one, "utf8")).toBe(readFileSync(other, "utf8"));
  });

  it.each([
    ["a deal without a contract", "none", "", "x.csv", "no lease and no capacity commitment", exitCodes.failed],
    ["another kind of file", "kind", lease, "x.parquet", "expected a file that ends in .csv", exitCodes.mistakes],
    ["a path that cannot be written", "path", lease, join("path.yaml", "x.csv"), "cannot write", exitCodes.failed],
  ])("says what is wrong with %s", async (_, name, more, file, message, code) => {
    const stopped: unknown = await written(dealOf(name, more), join(folder, file)).catch((error: unknown) => error);
    expect(stopped).toBeInstanceOf(Stop);
    expect(stopped).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
