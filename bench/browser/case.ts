/** What the check and its page say to each other. */
import type { NamedText, RunOptions, ServingFiles } from "@underwatt/deal";
import type { ChangeTimes } from "./page/changes.ts";

/** What the server asks for. */
export interface Case {
  readonly entry: string;
  readonly files: readonly NamedText[];
  readonly catalog: readonly NamedText[];
  /** Of the serving model, which answers in the page as it does in Node. */
  readonly serving: ServingFiles;
  /** Constants of the training model. */
  readonly training: NamedText;
  readonly options: RunOptions;
  readonly workers: readonly number[];
}

/** What the page tells about one run. */
export interface Report {
  readonly workers: number;
  readonly sharesMemory: boolean;
  readonly milliseconds: number;
  /** How fast changed assumptions were answered on the page's own thread. */
  readonly changes?: ChangeTimes;
  /** The result as JSON, or what went wrong. */
  readonly result?: string;
  readonly failure?: string;
}
