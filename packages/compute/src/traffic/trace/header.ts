/** What the columns of a trace are, by the names that the field gives them. */
import { TrafficError } from "../traffic-error.ts";
import type { TimeUnit } from "./trace-clock.ts";

/** What a column is read as. */
export type Role = "time" | "input" | "output" | "tier";

/** A CSV's header, understood. */
export interface Header {
  readonly delimiter: "," | ";" | "\t";
  /** One role a column; undefined for columns that are not read. */
  readonly roles: readonly (Role | undefined)[];
  readonly names: { readonly time: string; readonly input: string; readonly output: string; readonly tier?: string };
  /** Unit of the times, where the name of the column says it. */
  readonly unit: TimeUnit | undefined;
}

const unitNames: ReadonlyMap<string, TimeUnit> = new Map<string, TimeUnit>([
  ...["s", "sec", "secs", "second", "seconds"].map((name) => [name, "seconds"] as const),
  ...["ms", "msec", "millis", "millisecond", "milliseconds"].map((name) => [name, "milliseconds"] as const),
  ...["us", "usec", "micros", "microsecond", "microseconds"].map((name) => [name, "microseconds"] as const),
  ...["ns", "nsec", "nanos", "nanosecond", "nanoseconds"].map((name) => [name, "nanoseconds"] as const),
]);

const roleNames: ReadonlyMap<string, Role> = new Map<string, Role>([
  ...words(["timestamp", "time", "arrival", "arrivaltime", "arrivaltimestamp", "arrivedat", "arrived"], "time"),
  ...words(["starttime", "starttimestamp", "requesttime", "requesttimestamp", "createdat", "datetime"], "time"),
  ...words(["t", "ts", "timestamputc", "timeutc"], "time"),
  ...words(["input", "prompt", "prefill", "isl", "inputlengthtokens"], "input"),
  ...words(counts(["input", "prompt", "context", "request", "prefill", "in"]), "input"),
  ...words(["output", "completion", "decode", "osl", "outputlengthtokens"], "output"),
  ...words(
    counts(["output", "completion", "generated", "generation", "response", "decode", "answer", "out"]),
    "output",
  ),
  ...words(["tier", "servicetier", "priority", "priorityclass", "class", "sloclass"], "tier"),
]);

function words(names: readonly string[], role: Role): (readonly [string, Role])[] {
  return names.map((name) => [name, role] as const);
}

function counts(stems: readonly string[]): string[] {
  return stems.flatMap((stem) => [
    ...["tokens", "token", "toks", "length", "len", "tokencount"].map((end) => stem + end),
    ...["num", "n"].map((begin) => `${begin}${stem}tokens`),
    `tokens${stem}`,
  ]);
}

/** Understands the first line of a CSV, or refuses it in words that say what is missing. */
export function readHeader(line: string): Header {
  const delimiters = [",", ";", "\t"] as const;
  const readings = delimiters.map((delimiter) => roleCells(line, delimiter));
  const whole = readings.find(({ missing }) => missing.length === 0);
  if (whole !== undefined) return whole.header;
  const nearest = readings.reduce((best, reading) => (reading.missing.length < best.missing.length ? reading : best));
  throw unknownForm(line, `a CSV without a column for ${nearest.missing.join(", ")}`);
}

function roleCells(line: string, delimiter: Header["delimiter"]): { header: Header; missing: string[] } {
  const cells = line.split(delimiter).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, "$1")
      .trim(),
  );
  while (cells.at(-1) === "") cells.pop();
  const names = new Map<Role, string>();
  let unit: TimeUnit | undefined;
  const roles = cells.map((cell) => {
    const found = roleOf(cell);
    if (found === undefined) return undefined;
    const other = names.get(found.role);
    if (other !== undefined)
      throw new TrafficError(
        `the columns "${other}" and "${cell}" of the trace both name ${inWords[found.role]}; rename or leave out one of them`,
      );
    names.set(found.role, cell);
    if (found.role === "time") unit = found.unit;
    return found.role;
  });
  const required = ["time", "input", "output"] as const;
  const missing = required.filter((role) => !names.has(role)).map((role) => inWords[role]);
  const [time = "", input = "", output = ""] = required.map((role) => names.get(role));
  const tier = names.get("tier");
  const columns = { time, input, output, ...(tier === undefined ? {} : { tier }) };
  return { header: { delimiter, roles, names: columns, unit }, missing };
}

function roleOf(cell: string): { role: Role; unit: TimeUnit | undefined } | undefined {
  const parts = cell
    .slice(0, 64)
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== "");
  const role = roleNames.get(parts.join(""));
  if (role !== undefined) return { role, unit: undefined };
  const unit = unitNames.get(parts.at(-1) ?? "");
  return unit !== undefined && roleNames.get(parts.slice(0, -1).join("")) === "time"
    ? { role: "time", unit }
    : undefined;
}

const inWords: Readonly<Record<Role, string>> = {
  time: "the time of arrival",
  input: "prompt tokens",
  output: "answer tokens",
  tier: "the tier",
};

/** The refusal of a trace in no form that is read. */
export function unknownForm(firstLine: string | undefined, found: string): TrafficError {
  const shown = firstLine !== undefined && firstLine.length > 100 ? `${firstLine.slice(0, 100)}...` : firstLine;
  const quoted = shown === undefined ? "" : `, "${shown.replaceAll(/[^\x20-\x7e\u00a0-\ud7ff]/g, "?")}",`;
  return new TrafficError(
    `the trace is in no form that is read: its first line${quoted} is ${found}. ` +
      "Read are: a CSV whose header names the time of arrival (timestamp, arrival_time, arrived_at, arrival_ms ...), prompt " +
      "tokens (input_tokens, prompt_tokens, ContextTokens, Request tokens ...) and answer tokens (output_tokens, " +
      "completion_tokens, GeneratedTokens, Response tokens ...), perhaps a tier; and JSON lines as of Mooncake with the keys " +
      "timestamp (milliseconds), input_length, output_length and perhaps hash_ids (blocks of 512 tokens)",
  );
}
