/**
 * Writes the reference pages and JSON Schemas that derive from code: deal file, result, components, functions, units, and the
 * page of the catalogue, which derives from its files.
 * With --check it writes nothing and fails when a page is out of date, so that none can drift.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  attributionSchema,
  breakersSchema,
  checksSchema,
  channel,
  contracts,
  dealSchema,
  dealUnits,
  diffSchema,
  evidenceSchema,
  fleet,
  fleetOutputs,
  forecastsSchema,
  games,
  intakeSchema,
  keepOrLease,
  party,
  partyOutputs,
  lossCauses,
  mapSchema,
  pool,
  poolOutputs,
  readingsSchema,
  price,
  priceFigures,
  pricesSchema,
  project,
  replaySchema,
  resultSchema,
  responses,
  sensitivitySchema,
  serving,
  servingAnswerSchema,
  servingOutputs,
  servingPoolOutputs,
  sharedError,
  sharedTrainingResponses,
  simulationAnswerSchema,
  stressSchema,
  training,
  trainingAnswerSchema,
  trainingOutputs,
  trainingPoolOutputs,
  trainingResponses,
  trainingValidationSchema,
  validationSchema,
  watchSchema,
  worthSchema,
  type Parameter,
} from "@underwatt/deal";
import { functions } from "@underwatt/engine";
import { openCatalog } from "@underwatt/runtime";
import { z } from "zod";
import { catalogPage } from "./pages/catalog-page.ts";
import { componentSection, everyOutput } from "./pages/component-section.ts";
import { keyPage } from "./pages/key-page.ts";
import { generated, markdownTable } from "./pages/markdown.ts";
import { meaningsSection } from "./pages/meanings-section.ts";

const folder = resolve(dirname(fileURLToPath(import.meta.url)), "../docs/reference");

/** A workload with everything given, on a fleet of two pools and sold through two channels. */
function servingSections(): string[] {
  const facts = {
    given: new Map(serving.parameters.map((parameter) => [parameter.name, parameter.name])),
    base: "WORKLOAD",
    fleet: "FLEET",
    pools: new Map(["a", "b"].map((name) => [name, { hasBoardPower: true }])),
    channels: ["x", "y"],
    hasPower: true,
    counted: "GPU",
  };
  const answered = [...responses, sharedError].map(({ name, unit, meaning }) => [`\`${name}\``, unit, meaning]);
  return [
    componentSection(serving, servingOutputs(facts)),
    "Each pool of its fleet has figures of its own under `pools.NAME`:",
    markdownTable(
      ["figure", "formula", "meaning"],
      servingPoolOutputs("a", facts).map(({ name, formula, meaning }) => [`\`${name}\``, `\`${formula}\``, meaning]),
    ),
    "The serving model answers, for each pool (the last for all of them):",
    markdownTable(["figure", "unit", "meaning"], answered),
    componentSection(channel, []),
  ];
}

/** The same of training, with failures that stop a whole job. */
function trainingSections(): string[] {
  const facts = {
    given: new Map(training.parameters.map((parameter) => [parameter.name, parameter.name])),
    base: "WORKLOAD",
    fleet: "FLEET",
    pools: new Map(["a", "b"].map((name) => [name, { accelerator: name.toUpperCase() }])),
    mix: "gated",
    recovery: "job",
    hasPower: true,
    counted: "GPU",
  } as const;
  const answered = [
    ...trainingResponses,
    ...lossCauses.map(([cause, meaning]) => ({ name: `loss.${cause}`, unit: "%", meaning })),
    sharedError,
    ...sharedTrainingResponses,
  ].map(({ name, unit, meaning }) => [`\`${name}\``, unit, meaning]);
  return [
    componentSection(training, trainingOutputs(facts)),
    "Each pool of its fleet has figures of its own under `pools.NAME`:",
    markdownTable(
      ["figure", "formula", "meaning"],
      trainingPoolOutputs("a", facts).map(({ name, formula, meaning }) => [`\`${name}\``, `\`${formula}\``, meaning]),
    ),
    "The training model answers, for each pool (the last three for all of them):",
    markdownTable(["figure", "unit", "meaning"], answered),
    componentSection(
      keepOrLease,
      keepOrLease.expand(
        new Map(keepOrLease.parameters.map(({ name }) => [name, name === "fleet" ? "FLEET" : name])),
        [],
      ),
    ),
  ];
}

/** A party to two contracts, one that it is paid under and one that it pays under. */
function partySection(): string {
  const given = new Map(party.parameters.map(({ name }) => [name, name]));
  const sides = new Map([
    ["X", [{ cash: "contracts.A.seller-cash", isFinancing: false }]],
    ["Y", [{ cash: "contracts.B.buyer-cash", firm: "contracts.B.firm-cash", isFinancing: false }]],
  ]);
  return componentSection(party, partyOutputs(given, { sides }));
}

/** The formulas of a price, from each of the terms in which most are printed. */
function priceSection(): string {
  const facts = {
    given: new Map([["occupancy", "occupancy"]]),
    counted: "GPU",
    fleet: { path: "FLEET", hasPower: true },
  };
  const outputs = (["fee", "power", "h100e"] as const).flatMap((of) =>
    priceFigures({ ...facts, form: { of, periodic: of !== "h100e" } }).outputs.map((output) => ({
      ...output,
      name: `${output.name}, of ${{ fee: "a monthly fee", power: "a price of power", h100e: "a price of equivalents" }[of]}`,
    })),
  );
  const written: Parameter = {
    name: "is",
    unit: "$/GPU/h, $/kW/month, $/H100e/h or $/month, over any power or time",
    required: true,
    meaning: "The price as printed; its unit says what it is of",
  };
  return componentSection({ ...price, parameters: [written, ...price.parameters] }, outputs);
}

/** Questions to a deal, and the form of their answers. */
const answers = [
  ["sensitivity", sensitivitySchema],
  ["stress", stressSchema],
  ["worth", worthSchema],
  ["evidence", evidenceSchema],
  ["attribute", attributionSchema],
  ["readings", readingsSchema],
  ["breakers", breakersSchema],
  ["checks", checksSchema],
  ["estimate serving", servingAnswerSchema],
  ["validate serving", validationSchema],
  ["estimate training", trainingAnswerSchema],
  ["validate training", trainingValidationSchema],
  ["simulate", simulationAnswerSchema],
  ["prices", pricesSchema],
  ["forecasts", forecastsSchema],
  ["map", mapSchema],
  ["diff", diffSchema],
  ["replay", replaySchema],
  ["watch", watchSchema],
  ["intake", intakeSchema],
] as const;

function pages(): Map<string, string> {
  const dealJson = z.toJSONSchema(dealSchema, { io: "input" });
  const resultJson = z.toJSONSchema(resultSchema);
  return new Map([
    ["deal.schema.json", `${JSON.stringify(dealJson, null, 1)}\n`],
    ["result.schema.json", `${JSON.stringify(resultJson, null, 1)}\n`],
    [
      "deal-file.md",
      keyPage(
        "The deal file, key by key",
        "Guide: [the deal language](../deal-language.md). `*` stands for a name of yours. Schema for editors: `deal.schema.json`.",
        dealJson,
        meaningsSection(),
      ),
    ],
    [
      "result.md",
      keyPage(
        "The result, key by key",
        "What `underwatt run --json` writes. `*` stands for a name. Schema: `result.schema.json`. Keys stand in alphabetical order, and equal runs give equal bytes.",
        resultJson,
      ),
    ],
    ...answers.flatMap(([name, schema]): [string, string][] => {
      const json = z.toJSONSchema(schema);
      const file = name.replace(" ", "-");
      const title = `The answer of \`${name}\`, key by key`;
      const intro = `What \`underwatt ${name} --json\` writes. \`*\` stands for a name. Schema: \`${file}.schema.json\`.`;
      return [
        [`${file}.schema.json`, `${JSON.stringify(json, null, 1)}\n`],
        [`${file}.md`, keyPage(title, intro, json)],
      ];
    }),
    [
      "components.md",
      [
        generated,
        "# Components",
        "Each adds its figures under its own path. In a formula of a component a bare name is its own parameter or figure; `$` is the deal's currency.",
        ...[...contracts.values(), project].flatMap((component) => [
          componentSection(component, everyOutput(component)),
          ...(component.parts === undefined ? [] : [componentSection(component.parts.component, [])]),
        ]),
        partySection(),
        ...[...games.values()].map((component) => componentSection(component, everyOutput(component))),
        componentSection(
          fleet,
          fleetOutputs(
            new Map([
              ["a", "A"],
              ["b", "B"],
            ]),
            { hasPower: true, hasBoardPower: true, counted: "GPU" },
          ),
        ),
        componentSection(pool, poolOutputs("ACCELERATOR")),
        priceSection(),
        ...servingSections(),
        ...trainingSections(),
        "",
      ].join("\n\n"),
    ],
    ["catalog.md", catalogPage(openCatalog().catalog)],
    [
      "functions.md",
      [
        generated,
        "# Functions of the formula language",
        ...(["plain", "distribution"] as const).map((kind) =>
          [
            kind === "plain" ? "## Values" : "## Distributions",
            markdownTable(
              ["function", "meaning"],
              [...functions.values()]
                .filter((entry) => entry.kind === kind)
                .map((entry) => [`\`${entry.signature}\``, entry.meaning]),
            ),
          ].join("\n\n"),
        ),
        "",
      ].join("\n\n"),
    ],
    [
      "units.md",
      [
        generated,
        "# Units",
        "A deal adds counted things of its own under `units:`.",
        markdownTable(
          ["unit", "also written", "is", "prefixes", "meaning"],
          dealUnits().definitions.map((unit) => [
            `\`${unit.symbol}\``,
            (unit.aliases ?? []).join(", "),
            unit.of === undefined ? "" : `${unit.size ?? 1} ${unit.of}`.trim(),
            (unit.prefixes ?? []).join(" "),
            unit.meaning,
          ]),
        ),
        "",
      ].join("\n\n"),
    ],
  ]);
}

const checking = process.argv.includes("--check");
mkdirSync(folder, { recursive: true });
const stale: string[] = [];
for (const [name, text] of pages()) {
  const file = join(folder, name);
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  stale.push(name);
  if (!checking) writeFileSync(file, text);
}
if (checking && stale.length > 0) console.error(`out of date: ${stale.join(", ")}; run npm run generate`);
else console.log(stale.length === 0 ? "the reference is up to date" : `wrote ${stale.join(", ")}`);
process.exitCode = checking && stale.length > 0 ? 1 : 0;
