/** One request of a trace as it was read, and what can be wrong with its tokens. */
import { mostTokens } from "../generate/lengths.ts";

/** A request as read; the same object serves for all, since there are millions. */
export interface Row {
  /** Seconds, from an origin of the trace. */
  time: number;
  input: number;
  /** Tokens of the answer; 0 where the request failed. */
  output: number;
  tier: number;
  /** Names of the blocks of the prompt; empty where the trace has none. */
  blocks: readonly number[];
}

/** Reads rows of one form. */
export interface RowReader {
  readonly format: "csv" | "json-lines";
  /** What each column or key is taken for. */
  readonly columns: { readonly time: string; readonly input: string; readonly output: string; readonly tier?: string };
  /** How times are read, in words. */
  readonly times: string;
  /** Whether times are of a clock on the wall. */
  readonly isOfDay: boolean;
  /** Names of the tiers, by their index. */
  readonly tiers: readonly string[];
  /** Tokens of a block of the prefix, where there are prefixes. */
  readonly blockTokens: number | undefined;
  /** Reads the line that `text` holds from `from` until before `to` into `row`; returns what is wrong with it, if anything. */
  read(text: string, from: number, to: number, row: Row): string | undefined;
}

/** What is wrong with a number of tokens, if anything. Zero may be right for an answer, never for a prompt. */
export function tokenFault(what: "prompt tokens" | "answer tokens", tokens: number): string | undefined {
  if (Number.isNaN(tokens)) return `${what}: not a number`;
  if (tokens < 0) return `${what}: negative`;
  if (tokens > mostTokens) return `${what}: more than ${mostTokens}`;
  if (!Number.isInteger(tokens)) return `${what}: not whole`;
  if (tokens === 0 && what === "prompt tokens") return `${what}: zero`;
  return undefined;
}
