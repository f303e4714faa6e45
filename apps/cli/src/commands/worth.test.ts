import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { defaultOptions, worthSchema } from "@underwatt/deal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitCodes, Stop } from "../exit.ts";
import { shownWidth } from "../terminal/table.ts";
import { worth } from "./worth.ts";

const deal = (decisions: string): string => `deal: small
as_of: 2026-05-09
calendar: { start: 2026-06, months: 12 }
currency: USD
assumptions:
  saving: { is: "normal(1 million USD, 1 million USD)", says: What it saves, because: test }
  damage: { is: "normal(0 USD, 2 million USD)", says: What it breaks, because: test }
  idle: { is: "normal(0 USD, 1 USD)", says: Hardly anything, because: test }
${decisions}`;
const asked = `decisions:
  treat:
    says: Treat or wait.
    options: { treat: saving - damage + idle, wait: { is: 0 USD, says: Do nothing. } }
    costs: { damage: 50000 USD }
watch: { breakage: { asks: What does it break?, due: 2026-06-30, settles: assumptions.damage } }
`;
const options = { ...defaultOptions, samples: 4096 };
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "underwatt-worth-"));
  writeFileSync(join(folder, "deal.yaml"), deal(asked));
  writeFileSync(join(folder, "none.yaml"), deal(""));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("underwatt worth", () => {
  it("shows options, and facts by what they are worth, on lines that fit", async () => {
    const lines = (await worth(folder, [], { options }, 100)).map((line) => stripVTControlCharacters(line));
    const text = lines.join("\n");
    expect(text).toMatch(/treat +1 million USD .*preferred now/);
    // The closed forms are 0.4798, 0.3956 and 0.0833 million.
    expect(text).toMatch(/To know everything would be worth\s+4[78]\d,000\s+USD \[/);
    expect(text).toMatch(/assumptions\.damage +39\d,000 USD .* 50,000 USD/);
    expect(text).toMatch(/settled by breakage\s+\(2026-06-30\)/);
    expect(text).toMatch(/assumptions\.saving +8\d,\d00 USD/);
    expect(text).toMatch(/wait below 0 USD, treat\s+above/);
    expect(text).toMatch(/No value seen in, or less than above: assumptions\.idle/);
    expect(text.indexOf("assumptions.damage")).toBeLessThan(text.indexOf("assumptions.saving"));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("fits a narrow screen", async () => {
    for (const width of [60, 70, 80])
      for (const line of await worth(folder, [], { options }, width))
        expect(shownWidth(line), line).toBeLessThanOrEqual(width);
  });

  it("writes versioned JSON", async () => {
    const [text = ""] = await worth(folder, ["treat"], { options, json: true }, 100);
    const result = worthSchema.parse(JSON.parse(text));
    expect(result.schema).toBe("underwatt/worth@1");
    expect(result.decisions["treat"]?.facts.map(({ path }) => path)).toEqual([
      "assumptions.damage",
      "assumptions.saving",
      "assumptions.idle",
    ]);
  });

  it("stops with the code of mistakes where there is no such decision", async () => {
    const failed = async (path: string, decisions: string[]): Promise<Stop> => {
      const error: unknown = await worth(path, decisions, { options }, 100).catch((thrown: unknown) => thrown);
      if (error instanceof Stop) return error;
      throw new Error("it should have stopped");
    };
    const none = await failed(join(folder, "none.yaml"), []);
    expect(none.code).toBe(exitCodes.mistakes);
    expect(none.message).toMatch(/no decisions[^]*write one, for example/);
    expect((await failed(folder, ["nothing"])).message).toBe('there is no decision "nothing"; expected treat');
    expect(await failed(folder, ["trea"])).toMatchObject({
      code: 2,
      message: expect.stringContaining("did you mean treat?"),
    });
  });
});
