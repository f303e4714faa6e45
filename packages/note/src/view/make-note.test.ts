import { resultSchema } from "@underwatt/deal";
import { describe, expect, it } from "vitest";
import { audit, changes, result, template } from "../fixture.ts";
import { tables } from "./tables/index.ts";
import { makeNote } from "./make-note.ts";
import type { Note } from "./note.ts";

function textOf(note: Note): string {
  return note.blocks
    .flatMap((block) => (block.kind === "text" ? block.pieces : []))
    .map((piece) => (typeof piece === "string" ? piece : piece.text))
    .join("");
}

function problems(text: string): string[] {
  return makeNote({ result, template: text }).problems.map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  );
}

describe("makeNote", () => {
  it("stands on a fixture that a run could have made", () => {
    expect(resultSchema.parse(result)).toEqual(result);
  });

  it("fills the whole fixture without a problem", () => {
    const { note, problems: found } = makeNote({ result, template, audit, changes });
    expect(found).toEqual([]);
    expect(note.title).toBe("The lease, rebuilt");
    expect(textOf(note)).toContain("The price of 2.31 USD/GPU/h is filed");
    expect(textOf(note)).not.toContain("broker's model");
    expect(textOf(note)).toContain("**64.2 [54.3 to 69.8] %** of it");
  });

  it("takes the title of the deal when the note has none", () => {
    expect(makeNote({ result, template: "## Part" }).note.title).toBe(result.title);
  });

  it("converts units and shows statistics", () => {
    expect(
      textOf(makeNote({ result, template: "{{claims.power in GW}}, {{ model.annual-rent in USD/month | p10 }}" }).note),
    ).toBe("0.3 GW, 271.7 million USD/month");
  });

  it("reads theses and breakers as tests", () => {
    const text = "{{ thesis.on-time }}{{#if thesis.on-time}} yes{{/if}}{{#if not breakers.power}} clear{{/if}}";
    expect(textOf(makeNote({ result, template: text }).note)).toBe("81 % ± 1 yes clear");
  });

  it("explains what it shows, what that rests on, and nothing else", () => {
    const { note } = makeNote({
      result: { ...result, figures: { ...result.figures } },
      template: "{{#if not model.filed}}{{model.cash}}{{/if}}{{model.payback}}",
    });
    const shown = note.derivations.filter((derivation) => derivation.shown).map(({ path }) => path);
    expect(shown).toEqual(["model.annual-rent", "model.net-rent", "model.offset", "model.payback"]);
    expect(note.derivations.map(({ path }) => path)).toContain("claims.filed-rate");
    expect(note.derivations.map(({ path }) => path)).not.toContain("model.on-time");
    expect(note.derivations.find(({ path }) => path === "claims.lease-rate")).toMatchObject({
      supersededBy: "filed-rate",
      inputs: [{ path: "claims.filed-rate", value: "2.31 USD/GPU/h" }],
      claims: [{ id: "filed-rate", grade: "disclosed", sources: [{ publisher: "SpaceX" }] }],
    });
  });

  it("reports every name it does not know, with its place", () => {
    const text = [
      "{{ model.anual-rent }} {{ claims.power in USD }}",
      "{{ claims.power in parsec }}",
      "{{table thesys}}",
      "{{#if claims.power}}x{{/if}}",
      "{{chart model.cash claims.loss}}",
      "{{chart model.annual-rent claims.power}}",
      "{{table claims lease-economic}}",
      "{{table figures model.nothing-like-it}}",
      "{{#if model.filed}}{{else}}{{ claims.not-yet-published }}{{ model.ofset }}{{/if}}",
      "{{ constructor }}",
    ].join("\n");
    expect(problems(text)).toEqual([
      '1:1 unknown figure "model.anual-rent": did you mean model.annual-rent?',
      "1:24 claims.power: MW does not convert to USD",
      '2:1 claims.power: unknown unit "parsec": declare counted things under `units:`',
      '3:1 unknown table "thesys": did you mean thesis?',
      "4:1 `{{#if}}` takes a test, and claims.power is in MW",
      "5:1 one chart draws monthly figures or single ones, not both",
      "6:1 claims.power: MW does not convert to USD/yr",
      '7:1 no claim is about "lease-economic": did you mean lease-economics?',
      '8:1 unknown figure "model.nothing-like-it"',
      '9:58 unknown figure "model.ofset": did you mean model.offset?',
      '10:1 unknown figure "constructor"',
    ]);
  });

  it("makes every table, also of an empty deal, and says so", () => {
    const empty = {
      ...result,
      figures: {},
      thesis: {},
      breakers: {},
      watch: {},
      conflicts: {},
      supersessions: [],
      claims: {},
      readings: {},
    };
    for (const name of tables.keys()) {
      const { note, problems: found } = makeNote({ result: empty, template: `{{table ${name}}}` });
      if (name === "figures") expect(found).toHaveLength(1);
      else expect(note.blocks).toMatchObject([{ kind: "table" }]);
      for (const block of note.blocks) {
        if (block.kind === "table" && block.rows.length === 0) expect(block.empty).toMatch(/\.$/);
      }
    }
  });

  it("gives every row a cell for each column", () => {
    const { note } = makeNote({ result, template, audit, changes });
    const found = note.blocks.flatMap((block) =>
      block.kind === "table" ? [block] : block.kind === "chart" ? [block.table] : [],
    );
    expect(found.length).toBeGreaterThan(15);
    for (const { caption, columns, rows } of found) {
      expect(caption).not.toBe("");
      for (const row of rows) expect(row, caption).toHaveLength(columns.length);
    }
  });

  it("counts the evidence", () => {
    const [table] = makeNote({ result, template: "{{table evidence}}" }).note.blocks;
    const rows = table?.kind === "table" ? table.rows.map((row) => row.map(({ text }) => text)) : [];
    expect(rows.map((row) => [row[0], ...row.slice(2)])).toEqual([
      ["disclosed (D)", "3", "0", "2"],
      ["reported (R)", "1", "0", "1"],
      ["estimate (E)", "1", "1", "0"],
      ["forecast (F)", "1", "0", "0"],
      ["opinion (O)", "1", "0", "0"],
      ["assumption (A)", "2", "", "2"],
    ]);
  });

  it("lists the assumptions, and of other uncertain inputs those that move an answer", () => {
    const readings = {
      ...result.readings,
      "claims.loss": "moves an answer",
      "claims.power": "moves none",
      "claims.gone": "is no figure",
    };
    const [table] = makeNote({ result: { ...result, readings }, template: "{{table assumptions}}" }).note.blocks;
    const inputs = table?.kind === "table" ? table.rows.map(([input]) => input?.text) : [];
    expect(inputs).toEqual([
      "Net loss of the lessor, a year",
      "Running cost as a share of rent",
      "Share of hours that are paid",
    ]);
  });

  it("chooses the chart by what it draws", () => {
    const shape = (text: string): string[] =>
      makeNote({ result, template: text }).note.blocks.map((block) =>
        block.kind === "chart" ? block.chart.shape : block.kind,
      );
    expect(shape("{{chart model.cash}}")).toEqual(["fan"]);
    expect(shape("{{chart model.annual-rent claims.loss}}")).toEqual(["intervals"]);
    expect(shape("{{chart claims.loss in USD/month}}")).toEqual(["bars"]);
  });
});
