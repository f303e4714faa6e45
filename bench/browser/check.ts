/**
 * Runs a deal in Chromium, with memory that its workers share and without, and checks that every result has the bytes that
 * Node gives. `npm run browser-check`.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { text } from "node:stream/consumers";
import {
  prepare,
  readCatalog,
  readDeal,
  readServingBook,
  readTrainingModel,
  runDeal,
  type NamedText,
  trainingBook,
} from "@underwatt/deal";
import type { Case, Report } from "./case.ts";
import { timeChanges, type ChangeTimes } from "./page/changes.ts";
import { findChromium, openPage } from "./chromium.ts";
import { moduleServer, repository, type Reply } from "./module-server.ts";

const mostMilliseconds = 120_000;

const asked: Case = {
  entry: "deal.yaml",
  files: textsIn(join(repository, "deals/colossus-1"), ".yaml"),
  catalog: textsIn(join(repository, "catalog"), ".yaml"),
  serving: {
    calibration: textIn(join(repository, "catalog/serving"), "calibration.json"),
    kernels: textsIn(join(repository, "catalog/kernels"), ".json"),
  },
  training: textIn(join(repository, "catalog/training"), "calibration.json"),
  options: { samples: 10_000, seed: 1 },
  workers: [1, 2, 3],
};

function textsIn(folder: string, ending: string): NamedText[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => textIn(folder, name));
}

function textIn(folder: string, name: string): NamedText {
  return { name: name.replaceAll(sep, "/"), text: readFileSync(join(folder, name), "utf8") };
}

async function nodesResult(): Promise<{ result: string; changes: ChangeTimes }> {
  const { deal } = readDeal(asked.entry, (name) => asked.files.find((file) => file.name === name)?.text);
  const catalog = {
    ...readCatalog(asked.catalog).catalog,
    serving: readServingBook(asked.serving),
    training: trainingBook(readTrainingModel(asked.training)),
  };
  const preparation = deal === undefined ? undefined : prepare(deal, catalog, asked.options);
  if (preparation === undefined || !("prepared" in preparation)) throw new Error("the deal has mistakes");
  const { prepared } = preparation;
  return { result: JSON.stringify(await runDeal(prepared)), changes: timeChanges(prepared) };
}

function sayChanges(where: string, times: ChangeTimes): void {
  const { figures, firstMilliseconds, medianMilliseconds, slowestMilliseconds } = times;
  console.log(
    `${where}: a changed assumption gives new distributions of ${figures} figures in ${medianMilliseconds.toFixed(1)} ms ` +
      `(median; slowest ${slowestMilliseconds.toFixed(1)} ms; the very first, which compiles and draws, ${firstMilliseconds.toFixed(0)} ms)`,
  );
}

/** The page's reports, one for each number of workers. */
async function browserResults(chromium: string, isIsolated: boolean): Promise<Report[]> {
  const profile = mkdtempSync(join(tmpdir(), "underwatt-chromium-"));
  const found: Report[] = [];
  const { promise: finished, resolve: finish, reject: fail } = Promise.withResolvers<void>();
  const answer = async (request: IncomingMessage, path: string): Promise<Reply | undefined> => {
    if (path === "/") return page(isIsolated);
    if (path === "/case") return { type: "application/json", body: JSON.stringify(asked) };
    if (path !== "/report") return undefined;
    const report: Report = JSON.parse(await text(request));
    if (report.failure !== undefined) fail(new Error(`the page failed: ${report.failure}`));
    found.push(report);
    if (found.length === asked.workers.length) finish();
    return { type: "text/plain", body: "" };
  };
  const server = moduleServer(repository, answer);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const place = server.address();
  const port = typeof place === "object" && place !== null ? place.port : 0;
  const browser = openPage(chromium, profile, `http://127.0.0.1:${port}/`);
  const ended = new Promise<void>((resolve) => browser.once("exit", () => resolve()));
  browser.once("error", fail);
  void ended.then(() => fail(new Error(`${chromium} ended before the page had reported`)));
  const timer = setTimeout(() => fail(new Error("the page did not report in time")), mostMilliseconds);
  try {
    await finished;
  } finally {
    clearTimeout(timer);
    browser.kill();
    await ended;
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  return found;
}

function page(isIsolated: boolean): Reply {
  const script = relative(repository, new URL("./page/page.ts", import.meta.url).pathname).replaceAll(sep, "/");
  return {
    type: "text/html",
    body: `<!doctype html><meta charset="utf-8"><title>check</title><script type="module" src="/${script}"></script>`,
    headers: isIsolated
      ? { "cross-origin-opener-policy": "same-origin" }
      : { "cross-origin-embedder-policy": "unsafe-none" },
  };
}

const chromium = findChromium();
if (chromium === undefined) {
  console.log("skipped: no Chromium on this machine (CHROME_PATH may name one)");
} else {
  const { result: expected, changes: nodesChanges } = await nodesResult();
  sayChanges("Node", nodesChanges);
  for (const isIsolated of [true, false]) {
    for (const { workers, sharesMemory, milliseconds, result, changes } of await browserResults(chromium, isIsolated)) {
      const isEqual = result === expected && sharesMemory === isIsolated;
      const memory = sharesMemory ? "shared memory" : "transferred stretches";
      const verdict = isEqual ? "the bytes of Node" : "NOT the bytes of Node";
      console.log(`Chromium, ${workers} workers, ${memory}: ${verdict}, ${milliseconds.toFixed(0)} ms`);
      if (!isEqual) process.exitCode = 1;
      if (changes !== undefined && workers === 1) sayChanges("Chromium", changes);
    }
  }
}
