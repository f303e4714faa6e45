import { resultSchema } from "@underwatt/deal";
import { describe, expect, it } from "vitest";
import { audit, certain, changes, result, template } from "../fixture.ts";
import { listOf } from "./labels.ts";
import { tables } from "./tables/index.ts";
import { attributedIn } from "../template/index.ts";
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

function of<Value>(record: Readonly<Record<string, Value>>, key: string): Value {
  const value = record[key];
  if (value === undefined) throw new Error(`the fixture has no ${key}`);
  return value;
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
    ).toBe("0.3 GW, 272 million USD/month");
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

  describe("with evidence that is not known yet", () => {
    const waiting = {
      ...result,
      left_out: { "model.step": ["price", "valuation"], "thesis.priced": ["price"] },
    };
    const made = (text: string): { text: string; problems: string[] } => {
      const { note, problems: found } = makeNote({ result: waiting, template: text });
      return { text: textOf(note), problems: found.map(({ message }) => message) };
    };

    it("forgives it in a passage that is dropped, blocks and all", () => {
      const block = "{{chart model.step claims.loss}}\n{{table figures model.step}}\n{{ claims.price in USD }}\n";
      expect(made(`{{#if not model.filed}}\n{{ model.step }}\n${block}{{/if}}\nend`)).toEqual({
        text: "end",
        problems: [],
      });
    });

    it("names what a passage that is kept waits for", () => {
      expect(made("{{#if model.filed}}{{ model.step }} {{ claims.price }}{{/if}}").problems).toEqual([
        "model.step waits for claims.price and claims.valuation, not known on 2026-05-09",
        "claims.price is not known on 2026-05-09",
      ]);
    });

    it("counts a test that waits for it as false", () => {
      const text = "{{#if thesis.priced}}{{ model.step }}{{else}}no{{/if}} {{#if not model.step}}not{{/if}}";
      expect(made(text)).toEqual({ text: "no not", problems: [] });
      expect(made("{{#if model.stepp}}{{/if}}").problems).toEqual(['unknown figure "model.stepp"']);
    });

    it("still finds what is merely misspelt in a passage that is dropped", () => {
      expect(made("{{#if not model.filed}}{{ model.setp }}{{/if}}").problems).toEqual(['unknown figure "model.setp"']);
    });
  });

  it("takes captions and labels, and tells repeated labels apart by path", () => {
    const figures = { ...result.figures, "model.twin": { ...certain(1, "GPU"), says: "Leased accelerators" } };
    const text =
      '{{chart claims.gpus model.twin as "Mine" "Both"}}\n{{chart claims.gpus model.twin}}\n{{table figures claims.gpus model.twin claims.loss as "Loss" "Three"}}';
    const [first, second, third] = makeNote({ result: { ...result, figures }, template: text }).note.blocks;
    expect(first).toMatchObject({
      caption: "Both",
      chart: { rows: [{ label: "Leased accelerators" }, { label: "Mine" }] },
      table: { caption: "Both" },
    });
    expect(second).toMatchObject({
      caption: "Leased accelerators (claims.gpus); Leased accelerators (model.twin)",
    });
    expect(third?.kind === "table" && [third.caption, ...third.rows.map(([cell]) => cell)]).toEqual([
      "Three",
      { text: "Leased accelerators", path: "claims.gpus" },
      { text: "Leased accelerators", path: "model.twin" },
      { text: "Loss" },
    ]);
    expect(problems('{{table thesis a as "b"}}')).toEqual([
      "1:1 `as` names a figure, in `{{chart}}` and `{{table figures}}`",
    ]);
  });

  it("gives a long list of labels its first ones and a count", () => {
    expect(listOf(["a, b", "c"])).toBe("a, b; c");
    expect(listOf(Array.from({ length: 8 }, (_, index) => `A label of some length ${index}`))).toBe(
      "A label of some length 0; A label of some length 1; A label of some length 2; A label of some length 3; and 4 more",
    );
  });

  it("says of changes what an answer rests on, and counts the rest", () => {
    const known = { ...of(result.claims, "loss"), published: "2026-05-09" };
    const now = {
      ...result,
      claims: {
        ...result.claims,
        bearing: { ...known, says: "It bears on a key figure.", printed: "3" },
        aside: { ...known, says: "It bears on nothing.", printed: "4" },
      },
      figures: {
        ...result.figures,
        "model.offset": { ...of(result.figures, "model.offset"), claims: ["bearing", "filed-rate"] },
      },
    };
    const moved = (path: string, before: number, after: number, key: boolean) => ({
      path,
      unit: "USD/yr",
      before,
      after,
      key,
    });
    const made = {
      ...changes,
      figures: [
        moved("model.annual-rent", 4.33e9, 3.85e9, true),
        moved("model.net-rent", 3.54e9 + 1, 3.54e9, true),
        moved("model.cash", 1, 2, false),
      ],
      newClaims: ["filed-rate", "bearing", "aside"],
      thesis: [
        {
          id: "same",
          before: { ...of(result.thesis, "on-time"), probability: 0.8101 },
          after: of(result.thesis, "on-time"),
        },
        { id: "new", before: undefined, after: of(result.thesis, "durable") },
      ],
    };
    const { note } = makeNote({ result: now, template: "{{table changes}}", changes: made });
    const shown = note.blocks.map((block) =>
      block.kind === "table" ? { rows: block.rows.map((row) => row.map(({ text }) => text)), rest: block.rest } : block,
    );
    expect(shown).toEqual([
      { rows: [["The rent lasts the whole term.", "not there", "open, 47 % ± 1"]], rest: undefined },
      {
        rows: [["Rent a year", "4.33 billion USD/yr", "3.85 [3.26 to 4.19] billion USD/yr"]],
        rest: "2 other figures changed, 1 other figure is new.",
      },
      {
        rows: [
          [
            "The model price is about 2.60 dollars per GPU-hour.",
            "The monthly fee over the filed GPUs. (2.31 USD/GPU/h; disclosed)",
            "2026-05-09",
            "harder: disclosed over estimate",
          ],
        ],
        rest: undefined,
      },
      {
        rows: [["It bears on a key figure.", "3", "reported", "2026-05-09"]],
        rest: "1 other claim became known that none of these rests on.",
      },
    ]);
  });

  it("shows what a computed claim comes to beside its formula", () => {
    const claim = { ...of(result.claims, "loss"), printed: "4 * 1.5 billion USD/yr" };
    const computed = { ...result, claims: { ...result.claims, loss: claim } };
    const printed = (of: typeof result): (string | undefined)[] => {
      const [block] = makeNote({ result: of, template: "{{table claims xai}}" }).note.blocks;
      return block?.kind === "table" ? block.rows.map((row) => row[1]?.text) : [];
    };
    expect(printed(computed)).toContain("6 billion USD/yr = 4 * 1.5 billion USD/yr");
    expect(printed(result)).toContain("6 billion USD/yr");
    const superseded = { ...of(computed.figures, "claims.loss"), superseded_by: "filed-rate" };
    expect(printed({ ...computed, figures: { ...computed.figures, "claims.loss": superseded } })).toContain(
      "4 * 1.5 billion USD/yr",
    );
  });

  it("draws one band among many lines, and ends the table of months where nothing is left", () => {
    const series = result.months.map((_, index) => (index < 9 ? 1e6 : 0));
    const line = { ...certain(0, "USD/month"), series };
    const figures = {
      certain: line,
      first: { ...line, uncertain: true, p10: series, p90: series },
      second: { ...line, uncertain: true, p10: series, p90: series },
    };
    const block = (text: string): Note["blocks"][number] | undefined =>
      makeNote({ result: { ...result, figures }, template: text }).note.blocks[0];
    const three = block("{{chart certain first second}}");
    expect(three).toMatchObject({
      description: "Medians by month, 2026-05 to 2029-04, with the band that holds the central 80 % of first.",
      chart: { series: [{ band: false }, { band: true }, { band: false }] },
    });
    expect(block("{{chart first second}}")).toMatchObject({ chart: { series: [{ band: true }, { band: true }] } });
    const months = three?.kind === "chart" ? three.table.rows.map(([month]) => month?.text) : [];
    expect([months.length, months[0], months.at(-1)]).toEqual([9, "2026-05", "2027-01"]);
    expect(three?.kind === "chart" ? three.table.caption : "every").not.toContain("every");
  });

  it("says when the table of a long series leaves months out", () => {
    const template = "{{chart flat}}";
    const figures = { flat: { ...certain(0, "USD/month"), series: result.months.map(() => 1e6) } };
    const [chart] = makeNote({ result: { ...result, figures }, template }).note.blocks;
    const table = chart?.kind === "chart" ? chart.table : undefined;
    expect(table?.caption).toContain("every 3rd month and the last");
    const shown = result.months.filter((_, index) => index % 3 === 0 || index === result.months.length - 1);
    expect(table?.rows.map(([month]) => month?.text)).toEqual(shown);
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
      if (name === "figures" || name === "attribution") expect(found).toHaveLength(1);
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
    expect(shape("{{chart waterfall model.annual-rent claims.loss}}")).toEqual(["waterfall"]);
    expect(problems("{{chart waterfall model.cash}}")).toEqual([
      "1:1 a waterfall draws single figures, not monthly ones",
    ]);
  });
});

it("says on which sources the spread of a figure rests, by their publishers", () => {
  const half = { value: 0.5, se: 0.01, low: 0.48, high: 0.52 };
  const [path = ""] = Object.entries(result.figures).flatMap(([name, { key }]) => (key === true ? [name] : []));
  const [id = ""] = Object.keys(result.sources);
  const spread = [
    { group: id, share: half, inputs: [] },
    { group: "unsupported", share: half, inputs: [] },
  ];
  const attribution = {
    schema: "underwatt/attribution@1",
    deal: "d",
    title: "t",
    as_of: "2026-05-09",
    run: { version: "0", seed: 1 },
    by: "source",
    figures: { [path]: { unit: "USD", spread, undefined: 0, reading: "" } },
    without: {},
    not_left_out: [],
    warnings: [],
  } as const;
  const text = `{{table attribution ${path}}}`;
  expect(attributedIn(`{{#if ${path}}}\n${text}\n{{/if}}`)).toEqual([path]);
  const { note, problems } = makeNote({
    result,
    template: text,
    attribution: { ...attribution, not_left_out: [], warnings: [] },
  });
  expect(problems).toEqual([]);
  const shown = JSON.stringify(note);
  expect(shown).toContain(result.sources[id]?.publisher);
  expect(shown).toContain("50 % [48 to 52]");
  expect(shown).toContain("Assumptions that nothing supports");
  expect(makeNote({ result, template: "{{table attribution}}" }).problems).toHaveLength(1);
});
