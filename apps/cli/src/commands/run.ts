/** `underwatt run`: the whole chain, from the deal file to the summary, the JSON and the note. */
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import {
  attribution,
  audit,
  compare,
  inAuthorsOrder,
  numbersToRun,
  onThisThread,
  prepare,
  QuestionError,
  resultSchema,
  runDeal,
  runToPrecision,
  spreadsheetOf,
  type Attribution,
  type Prepared,
  type Result,
  type RunOptions,
  type RunPorts,
} from "@underwatt/deal";
import { attributedIn, makeNote, renderHtml, renderMarkdown, renderXlsx } from "@underwatt/note";
import { openPool, readTemplate } from "@underwatt/runtime";
import { exitCodes, Stop } from "../exit.ts";
import { open, prepareOrStop, type OpenDeal } from "../open.ts";
import { startProgress } from "../terminal/progress.ts";
import { summary } from "../terminal/summary.ts";
import { writeOrStop } from "../write-file.ts";
import { focusFiles, writeFocusFiles } from "./focus-files.ts";

export interface RunCommand {
  readonly options: RunOptions;
  /** Chosen by the work to be done unless given. */
  readonly workers?: number | undefined;
  /** Draw until intervals are this narrow, as a share of a figure's standard deviation. */
  readonly precision?: number | undefined;
  readonly json?: string | undefined;
  readonly note?: string | undefined;
  readonly xlsx?: string | undefined;
  readonly focus?: string | undefined;
}

/** Numbers to simulate below which starting threads costs more than it saves: some 0.7 s of work for one thread. */
const worthThreads = 25_000_000;
const mostThreads = 8;

export async function run(path: string, command: RunCommand, width: number): Promise<string[]> {
  const { note, xlsx, focus } = command;
  if (note !== undefined) expectExtension("--note", note, [".md", ".html"]);
  if (xlsx !== undefined) expectExtension("--xlsx", xlsx, [".xlsx"]);
  if (focus !== undefined) expectExtension("--focus", focus, [".csv"]);
  const opened = open(path);
  const prepared = prepareOrStop(opened, command.options);
  // Before the run, so that what cannot be written is said at once.
  const bills = focus === undefined ? [] : focusFiles(prepared, focus);
  const lines: string[] = [];
  const result = await runWithProgress(prepared, command, lines);
  if (note !== undefined) {
    writeOrStop(note, await noteText(opened, prepared, result, extname(note)));
    lines.push(`note written to ${note}`);
  }
  if (xlsx !== undefined) {
    writeOrStop(xlsx, await workbook(prepared, result));
    lines.push(`workbook written to ${xlsx}`);
  }
  if (bills.length > 0) lines.push(writeFocusFiles(bills));
  if (command.json !== undefined) {
    const text = JSON.stringify(resultSchema.parse(result), null, 1);
    if (command.json === "-") return [text];
    writeOrStop(command.json, `${text}\n`);
    lines.push(`result written to ${command.json}`);
  }
  return [...summary(inAuthorsOrder(result, prepared), width), ...(lines.length === 0 ? [] : ["", ...lines])];
}

/** @param lines what the user is told besides */
async function runWithProgress(prepared: Prepared, command: RunCommand, lines: string[]): Promise<Result> {
  const { precision } = command;
  const progress = startProgress("simulating");
  const threads = threadsFor(prepared, command);
  const pool = threads === 0 ? undefined : openPool(prepared, threads);
  const ports: RunPorts = {
    compute: pool ?? onThisThread(turn),
    progress: (done, total) => progress.report(done, total),
  };
  try {
    if (precision === undefined) return await runDeal(prepared, ports);
    const target = { shareOfSd: precision, points: precision * widestDeviation };
    const { result, samples, isReached, worst } = await runToPrecision(prepared, target, ports);
    const count = samples.toLocaleString("en");
    lines.push(
      isReached
        ? `${count} samples make every key figure and test as precise as asked`
        : `${count} samples, the most that are tried, leave an interval ${worst.toFixed(1)} times as wide as asked`,
    );
    return result;
  } finally {
    progress.finish();
    await pool?.close();
  }
}

/** Standard deviation of the most uncertain test, so that a share means the same for tests and figures. */
const widestDeviation = 0.5;

/** Threads worth starting; 0 is to do without. A long run has one at least, to be interrupted at any time. */
function threadsFor(prepared: Prepared, { workers, precision }: RunCommand): number {
  if (workers !== undefined && workers > 1) return workers;
  if (precision === undefined && numbersToRun(prepared) < worthThreads) return 0;
  return workers ?? Math.min(availableParallelism(), mostThreads);
}

/** A turn of the loop lets an interrupt through. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function expectExtension(option: string, file: string, extensions: readonly string[]): void {
  if (extensions.includes(extname(file))) return;
  throw new Stop(`${option} ${file}: expected a file that ends in ${extensions.join(" or ")}`, exitCodes.mistakes);
}

/** The day in the file is the deal's, so that equal runs give equal files. */
async function workbook(prepared: Prepared, result: Result): Promise<Uint8Array> {
  const day = new Date(`${result.as_of}T00:00:00Z`);
  return await renderXlsx(spreadsheetOf(prepared), inAuthorsOrder(result, prepared), day);
}

async function noteText(opened: OpenDeal, prepared: Prepared, result: Result, extension: string): Promise<string> {
  const template = readTemplate(opened.place) ?? defaultTemplate;
  const audited = audit(opened.deal, opened.catalog, result.as_of);
  const before = await resultAtBase(opened, prepared);
  const grounds = await groundsOf(template, prepared);
  const { note, problems } = makeNote({
    result: inAuthorsOrder(result, prepared),
    template,
    ...("rows" in audited ? { audit: audited.rows } : {}),
    ...(before === undefined ? {} : { changes: compare(before, result) }),
    ...(grounds === undefined ? {} : { attribution: grounds }),
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

/** On which sources the figures rest that the note wants to know it of; those that do not vary rest on none. */
async function groundsOf(template: string, prepared: Prepared): Promise<Attribution | undefined> {
  const { quantities } = prepared.graph;
  const figures = attributedIn(template).filter((path) => {
    const quantity = quantities.get(path);
    return quantity !== undefined && !quantity.series;
  });
  if (figures.length === 0) return undefined;
  const progress = startProgress("sharing the spread out");
  try {
    return await attribution(prepared, { figures, by: "source", claims: 0, pause: turn }, (share) =>
      progress.report(share, 1),
    );
  } catch (error) {
    // A figure that nothing moves rests on nothing: its table says so.
    if (error instanceof QuestionError) return undefined;
    throw error;
  } finally {
    progress.finish();
  }
}

const defaultTemplate = `{{table thesis}}

{{table breakers}}

{{table evidence}}

{{table conflicts}}

{{table watch}}

{{table changes}}
`;
