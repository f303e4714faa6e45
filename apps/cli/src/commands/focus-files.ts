/** The two files of `run --focus`. */
import type { Prepared } from "@underwatt/deal";
import { FocusError, focusTables, type Table } from "@underwatt/note";
import { csvText } from "@underwatt/runtime";
import { exitCodes, Stop } from "../exit.ts";
import { writeOrStop } from "../write-file.ts";

export interface FocusFile {
  readonly path: string;
  readonly text: string;
  /** What it holds, for people. */
  readonly says: string;
}

/**
 * What is to be written at `path` and beside it.
 * @throws Stop when no rows can be made of the deal
 */
export function focusFiles(prepared: Prepared, path: string): FocusFile[] {
  const { costAndUsage, contractCommitments } = tablesOrStop(prepared, path);
  return [
    { path, text: textOf(costAndUsage), says: `${count(costAndUsage, "FOCUS charge")} written to ${path}` },
    {
      path: path.replace(/\.csv$/, ".commitments.csv"),
      text: textOf(contractCommitments),
      says: `${count(contractCommitments, "contract commitment")} beside them`,
    },
  ];
}

export function writeFocusFiles(files: readonly FocusFile[]): string {
  for (const { path, text } of files) writeOrStop(path, text);
  return files.map(({ says }) => says).join(", ");
}

function tablesOrStop(prepared: Prepared, path: string): ReturnType<typeof focusTables> {
  try {
    return focusTables(prepared);
  } catch (error) {
    if (error instanceof FocusError) throw new Stop(`--focus ${path}: ${error.message}`, exitCodes.failed);
    throw error;
  }
}

function textOf({ columns, rows }: Table): string {
  return csvText([columns, ...rows]);
}

function count({ rows }: Table, what: string): string {
  return `${rows.length.toLocaleString("en")} ${what}${rows.length === 1 ? "" : "s"}`;
}
