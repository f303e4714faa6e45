/** A small deal for tests, the shipped catalogue, and what a test asks of them. */
import { readdirSync, readFileSync } from "node:fs";
import type { Catalog } from "./catalog.ts";
import { defaultOptions, prepare, type Prepared, type RunOptions } from "./prepare.ts";
import type { Diagnostic } from "./read/diagnostic.ts";
import type { NamedText } from "./read/named-text.ts";
import { catalogFolders, readCatalog } from "./read/read-catalog.ts";
import { readDeal } from "./read/read-deal.ts";
import type { Figure, Result } from "./result.ts";
import { runDeal } from "./run.ts";
import { readServingBook } from "./serving/index.ts";
import { readTrainingModel, trainingBook } from "./training/index.ts";

const root = new URL("../../../", import.meta.url);

/** The catalogue that comes with the program. */
export const shippedCatalog: Catalog = openShippedCatalog();

function openShippedCatalog(): Catalog {
  const entries = catalogFolders.flatMap((folder) =>
    readdirSync(new URL(`catalog/${folder}/`, root)).map((name) => `${folder}/${name}`),
  );
  const files = ["sources.yaml", ...entries.sort()];
  const { catalog, diagnostics } = readCatalog(
    files.map((name) => ({ name, text: readFileSync(new URL(`catalog/${name}`, root), "utf8") })),
  );
  if (diagnostics.length > 0)
    throw new Error(`the catalogue has mistakes: ${diagnostics.map((found) => found.message).join("; ")}`);
  return catalog;
}

/** The same with the performance models, for deals that have workloads. */
export function servedCatalog(): Catalog {
  const read = (name: string): NamedText => ({ name, text: readFileSync(new URL(`catalog/${name}`, root), "utf8") });
  const kernels = readdirSync(new URL("catalog/kernels/", root)).filter((name) => name.endsWith(".json"));
  const serving = readServingBook({
    calibration: read("serving/calibration.json"),
    kernels: kernels.map((name) => read(`kernels/${name}`)),
  });
  const training = trainingBook(readTrainingModel(read("training/calibration.json")));
  return { ...shippedCatalog, serving, training };
}

/** Four lines that every deal begins with. */
export const head = `deal: small
as_of: 2026-05-09
calendar: { start: 2026-06, months: 12 }
currency: USD
`;

export type Files = Readonly<Record<string, string>>;

function filesOf(given: string | Files): Files {
  return typeof given === "string" ? { "deal.yaml": given } : given;
}

/** Every mistake of a deal: those of reading it, or else those of preparing it. */
export function mistakesIn(given: string | Files, options: Partial<RunOptions> = {}): readonly Diagnostic[] {
  const files = filesOf(given);
  const { deal, diagnostics } = readDeal("deal.yaml", (name) => (Object.hasOwn(files, name) ? files[name] : undefined));
  if (deal === undefined) return diagnostics;
  const preparation = prepare(deal, shippedCatalog, { ...defaultOptions, samples: 16, ...options });
  return "prepared" in preparation ? diagnostics : [...diagnostics, ...preparation.diagnostics];
}

/** @throws Error when the deal has mistakes: the test's deal is wrong then */
export function prepared(
  given: string | Files,
  options: Partial<RunOptions> = {},
  catalog: Catalog = shippedCatalog,
): Prepared {
  const files = filesOf(given);
  const { deal, diagnostics } = readDeal("deal.yaml", (name) => files[name]);
  const preparation =
    deal === undefined ? { diagnostics } : prepare(deal, catalog, { ...defaultOptions, samples: 256, ...options });
  if ("prepared" in preparation) return preparation.prepared;
  throw new Error(
    preparation.diagnostics.map(({ message, line, excerpt }) => `${line}: ${message} | ${excerpt}`).join("\n"),
  );
}

export async function result(
  given: string | Files,
  options: Partial<RunOptions> = {},
  catalog: Catalog = shippedCatalog,
): Promise<Result> {
  return await runDeal(prepared(given, options, catalog));
}

export function figureOf(of: Result, path: string): Figure {
  const figure = of.figures[path];
  if (figure === undefined) throw new Error(`there is no figure ${path}`);
  return figure;
}

/** A figure that must be one number. */
export function numberOf(of: Result, path: string, statistic: "value" | "mean" = "value"): number {
  const value = figureOf(of, path)[statistic];
  if (typeof value !== "number") throw new Error(`${path} is ${JSON.stringify(value)}, not a number`);
  return value;
}

/** A figure that must be one number a month. */
export function seriesOf(of: Result, path: string, statistic: "series" | "mean" = "series"): number[] {
  const values = figureOf(of, path)[statistic];
  if (!Array.isArray(values)) throw new Error(`${path} is no series`);
  return values.map((value) => {
    if (typeof value !== "number") throw new Error(`${path} has a month of ${JSON.stringify(value)}`);
    return value;
  });
}
