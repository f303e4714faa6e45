/** `underwatt run`: the whole chain, from the deal file to the summary, the JSON and the note. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, extname } from "node:path";
import {
  audit,
  compare,
  inAuthorsOrder,
  prepare,
  resultSchema,
  runBatch,
  runDeal,
  type Prepared,
  type Result,
  type RunOptions,
} from "@underwatt/deal";
import { makeNote, renderHtml, renderMarkdown } from "@underwatt/note";
import { bundledCatalog, openPool, readTemplate } from "@underwatt/runtime";
import { exitCodes, Stop } from "../exit.ts";
import { open, prepareOrStop, type OpenDeal } from "../open.ts";
import { startProgress } from "../terminal/progress.ts";
import { summary } from "../terminal/summary.ts";

export interface RunCommand {
  readonly options: RunOptions;
  readonly workers: number;
  readonly json?: string | undefined;
  readonly note?: string | undefined;
}

/** Below this many samples starting threads costs more than it saves. */
const worthThreads = 50_000;

export async function run(path: string, command: RunCommand, width: number): Promise<string[]> {
  const opened = open(path);
  const prepared = prepareOrStop(opened, command.options);
  const result = await runWithProgress(opened, prepared, command.workers);
  const lines: string[] = [];
  if (command.note !== undefined) {
    write(command.note, await noteText(opened, prepared, result, command.note));
    lines.push(`note written to ${command.note}`);
  }
  if (command.json !== undefined) {
    const text = JSON.stringify(resultSchema.parse(result), null, 1);
    if (command.json === "-") return [text];
    write(command.json, `${text}\n`);
    lines.push(`result written to ${command.json}`);
  }
  return [...summary(inAuthorsOrder(result, prepared), width), ...(lines.length === 0 ? [] : ["", ...lines])];
}

async function runWithProgress({ place }: OpenDeal, prepared: Prepared, workers: number): Promise<Result> {
  const progress = startProgress("simulating");
  const { samples } = prepared.plan;
  if (workers === 1) {
    const result = await runDeal(prepared, async (batch) => {
      // A turn of the loop between batches lets an interrupt through.
      await new Promise((resolve) => setImmediate(resolve));
      return runBatch(prepared, batch, (done) => {
        progress.report(batch * samples + done, prepared.batches.length * samples);
      });
    });
    progress.finish();
    return result;
  }
  const pool = openPool(place, bundledCatalog, prepared, workers, (done, total) => {
    progress.report(done, total);
  });
  try {
    return await runDeal(prepared, pool.simulate);
  } finally {
    progress.finish();
    await pool.close();
  }
}

/** Workers worth having for a number of samples. */
export function usefulWorkers(samples: number, cores: number): number {
  return samples < worthThreads ? 1 : Math.min(cores, 8);
}

async function noteText(opened: OpenDeal, prepared: Prepared, result: Result, file: string): Promise<string> {
  const extension = extname(file);
  if (extension !== ".md" && extension !== ".html") {
    throw new Stop(`--note ${file}: expected a file that ends in .md or .html`, exitCodes.mistakes);
  }
  const template = readTemplate(opened.place) ?? defaultTemplate;
  const audited = audit(opened.deal, opened.catalog, result.as_of);
  const before = await resultAtBase(opened, prepared);
  const { note, problems } = makeNote({
    result: inAuthorsOrder(result, prepared),
    template,
    ...("rows" in audited ? { audit: audited.rows } : {}),
    ...(before === undefined ? {} : { changes: compare(before, result) }),
    units: opened.deal.document.units ?? [],
  });
  if (problems.length > 0) {
    const lines = problems.map(({ line, column, message }) => `note.md:${line}:${column} error: ${message}`);
    throw new Stop(lines.join("\n"), exitCodes.mistakes);
  }
  return extension === ".md" ? renderMarkdown(note) : renderHtml(note);
}

/** The deal on its own as-of day, to say what changed since; undefined when this is that day. */
async function resultAtBase({ deal, catalog }: OpenDeal, prepared: Prepared): Promise<Result | undefined> {
  const { as_of } = deal.document;
  if (as_of === prepared.asOf) return undefined;
  const base = prepare(deal, catalog, { ...prepared.options, asOf: as_of });
  return "prepared" in base ? await runDeal(base.prepared) : undefined;
}

const defaultTemplate = `{{table thesis}}

{{table breakers}}

{{table evidence}}

{{table conflicts}}

{{table watch}}

{{table changes}}
`;

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new Stop(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
