/** Rows of JSON lines in Mooncake's form: one object a line. */
import { unknownForm } from "./header.ts";
import { tokenFault, type Row, type RowReader } from "./row.ts";
import { TraceClock } from "./trace-clock.ts";

const keys = ["timestamp", "input_length", "output_length"] as const;

/**
 * Reads `timestamp` (milliseconds), `input_length`, `output_length` (tokens) and, where it stands, `hash_ids` (names of the
 * prompt's blocks of 512 tokens). Source of the form: R. Qin et al., Mooncake, FAST 2025, and its published traces.
 */
export class JsonRows implements RowReader {
  readonly format = "json-lines";
  readonly columns = { time: keys[0], input: keys[1], output: keys[2] };
  readonly tiers: readonly string[] = [];
  readonly blockTokens = 512;
  private readonly clock = new TraceClock("milliseconds");
  private isKnown = false;

  get times(): string {
    return this.clock.meaning;
  }

  get isOfDay(): boolean {
    return this.clock.isOfDay;
  }

  read(text: string, from: number, to: number, row: Row): string | undefined {
    const line = text.slice(from, to);
    const fields = parseObject(line);
    if (fields === undefined) return "row: not a JSON object";
    if (!this.isKnown) this.recognise(fields, line);
    for (const key of keys) if (!fields.has(key)) return `row: no ${key}`;
    const time = this.clock.readNumber(numberIn(fields, keys[0]));
    if (typeof time === "string") return time;
    row.time = time;
    row.input = numberIn(fields, keys[1]);
    row.output = numberIn(fields, keys[2]);
    row.tier = 0;
    const blocks = blockNames(fields.get("hash_ids"));
    if (blocks === undefined) return "hash_ids: not a list of whole numbers from 0 to 2147483647";
    row.blocks = blocks;
    return tokenFault("prompt tokens", row.input) ?? tokenFault("answer tokens", row.output);
  }

  /** Refuses another form at its first object, before its times are taken for milliseconds. */
  private recognise(fields: ReadonlyMap<string, unknown>, line: string): void {
    const missing = keys.filter((key) => !fields.has(key));
    if (missing.length > 0) throw unknownForm(line, `JSON without ${missing.join(", ")}`);
    if (fields.has("chat_id"))
      throw unknownForm(line, "JSON with chat_id, as in Bailian's traces, whose times and blocks are others");
    this.isKnown = true;
  }
}

function parseObject(line: string): ReadonlyMap<string, unknown> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return new Map<string, unknown>(Object.entries(value));
}

function numberIn(fields: ReadonlyMap<string, unknown>, key: string): number {
  const value = fields.get(key);
  return typeof value === "number" ? value : NaN;
}

function blockNames(value: unknown): readonly number[] | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return undefined;
  const names: readonly unknown[] = value;
  return names.every(isName) ? names : undefined;
}

function isName(name: unknown): name is number {
  return typeof name === "number" && Number.isInteger(name) && name >= 0 && name <= 0x7fffffff;
}
