import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { defaultOptions, forecastsSchema, mapSchema } from "@underwatt/deal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitCodes, Stop } from "../exit.ts";
import { shownWidth } from "../terminal/table.ts";
import { forecastTables } from "../terminal/forecast-tables.ts";
import { mapTables } from "../terminal/map-tables.ts";
import { forecasts } from "./forecasts.ts";
import { map } from "./map.ts";

const colossus = fileURLToPath(new URL("../../../../deals/colossus-1", import.meta.url));
const bare = "deal: small\nas_of: 2026-05-09\ncalendar: { start: 2026-06, months: 12 }\ncurrency: USD\n";
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "underwatt-forecasts-"));
  writeFileSync(join(folder, "deal.yaml"), bare);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("underwatt forecasts", () => {
  it("of Colossus 1: the broker's rate is of another thing, the offering came as said; the tables fit", () => {
    const json = forecasts(colossus, { asOf: "2026-11-28", json: true }, 80).join("");
    const result = forecastsSchema.parse(JSON.parse(json));
    const { forecasts: rows, calibration } = result;
    expect(rows["broker-rate"]).toMatchObject({ state: "resolved", said: 2.6, came: { claim: "filed-rate" } });
    expect(rows["broker-rate"]?.scores?.factor).toBeCloseTo(1.25e9 / 730 / 325_000 / 2.6, 9);
    expect(rows["ipo-value-broker"]?.scores?.factor).toBeCloseTo(1.77 / 1.75, 12);
    expect(rows["ipo-in-june"]?.scores?.days).toBe(-3);
    expect(rows["x-roi-deadline"]).toMatchObject({ state: "open", due: "2027-09-20" });
    expect(rows["recursive-improvement"]).toMatchObject({ probability: 0.6, due: "2028-12-31" });
    // Three answers, each of another thing than what was said: (10 × 20 % + 3) / 13.
    expect(calibration.estimate).toMatchObject({ answers: 3, alike: 0, wrong: 3, enough: false });
    expect(calibration.estimate?.proposed.wrong).toBeCloseTo(5 / 13, 12);
    expect(calibration.estimate?.proposed.stretch).toBe(1.6);
    expect(calibration.reported?.proposed.stretch).toBeLessThan(1.3);
    const lines = forecastTables(result, 100);
    for (const line of lines) expect(shownWidth(line)).toBeLessThanOrEqual(100);
    const text = stripVTControlCharacters(lines.join("\n"));
    expect(text).toContain("2026-06-06 overdue");
    expect(text).toMatch(/2027-09-20 +x-roi-deadline/);
    expect(text.replaceAll(/\s+/g, " ")).toContain("too few to say");
  });

  it("of a deal without any says what to write", () => {
    expect(() => forecasts(folder, {}, 80)).toThrow(
      new Stop("the deal has no forecasts: write what somebody expects under `forecasts:`", exitCodes.mistakes),
    );
  });
});

describe("underwatt map", () => {
  it("of Colossus 1 puts SpaceXAI under SpaceX, and shows what the second tenant changed", async () => {
    const options = { ...defaultOptions, samples: 256, asOf: "2026-06-06" };
    const text = (await map(colossus, { options, without: "second-tenant", json: true }, 80)).join("");
    const found = mapSchema.parse(JSON.parse(text));
    expect(found.edges.find(({ path }) => path === "contracts.lease")).toMatchObject({
      payer: "anthropic",
      payee: "spacex",
      payee_name: "SpaceXAI",
    });
    expect(found.without?.groups["spacex"]?.received.hhi).toBe(1);
    const { hhi, by } = found.groups["spacex"]?.received ?? {};
    const shares = Object.values(by ?? {}).map(({ share }) => share);
    expect(hhi).toBeCloseTo(
      shares.reduce((sum, share) => sum + share * share, 0),
      12,
    );
    expect(hhi).toBeLessThan(0.6);
    expect(found.entities["xai"]?.settles.map(({ conflict }) => conflict)).toEqual(["xai-fate"]);
    expect(found.entities["spacex"]?.timeline).toMatchObject([{ is: "listed", holds: false }]);
    expect(found.unknown).toEqual([]);
    for (const line of mapTables(found, 100)) expect(shownWidth(line)).toBeLessThanOrEqual(100);
  });

  it("says what it does not have", async () => {
    await expect(map(folder, { options: defaultOptions }, 80)).rejects.toThrow("the deal has no parties");
  });
});
