/** Units as people write them, in the deal language's spelling. */
import { isHyphen, phraseAt, type Token } from "./tokens.ts";

export interface UnitMatch {
  /** Spelling in the deal language; empty for a plain number. */
  readonly unit: string;
  /** What one of the printed unit is in it: a decade is 10 `yr`. */
  readonly scale: number;
  /** Index of the token after it. */
  readonly next: number;
}

/** Symbols, whose case counts. */
const symbols: Readonly<Record<string, string>> = {
  W: "W",
  kW: "kW",
  KW: "kW",
  MW: "MW",
  GW: "GW",
  TW: "TW",
  Wh: "Wh",
  kWh: "kWh",
  KWh: "kWh",
  MWh: "MWh",
  GWh: "GWh",
  TWh: "TWh",
  V: "V",
  kV: "kV",
  kg: "kg",
  km: "km",
  GB: "GB",
  TB: "TB",
  PB: "PB",
  EB: "EB",
  Gbps: "Gbit/s",
  Tbps: "Tbit/s",
  Mbps: "Mbit/s",
  MMBtu: "MMBtu",
  Btu: "Btu",
  Hz: "Hz",
  GHz: "GHz",
  MHz: "MHz",
  h: "h",
  hr: "h",
  hrs: "h",
  ms: "ms",
  mo: "month",
  yr: "yr",
  yrs: "yr",
  bp: "bp",
  bps: "bp",
  H100e: "H100e",
  TFLOPS: "TFLOP/s",
  PFLOPS: "PFLOP/s",
  EFLOPS: "EFLOP/s",
};

const prefixes = { kilo: "k", mega: "M", giga: "G", tera: "T", peta: "P", exa: "E" } as const;
const prefixed = /^(kilo|mega|giga|tera|peta|exa)(watt|watthour|byte|bit|flop)s?$/;
const baseOf: Readonly<Record<string, string>> = { watt: "W", watthour: "Wh", byte: "B", bit: "bit", flop: "FLOP" };

/** Words and phrases in the singular, longest first where one begins another. */
const words: readonly (readonly [phrase: string, unit: string, scale?: number])[] = [
  ["percentage point", "%"],
  ["percent", "%"],
  ["per cent", "%"],
  ["pct", "%"],
  ["basis point", "bp"],
  ["watt hour", "Wh"],
  ["watt", "W"],
  ["volt", "V"],
  ["kilogram", "kg"],
  ["kilo", "kg"],
  ["metric ton", "t"],
  ["tonne", "t"],
  ["kilometre", "km"],
  ["kilometer", "km"],
  ["metre", "m"],
  ["meter", "m"],
  ["millisecond", "ms"],
  ["second", "s"],
  ["minute", "min"],
  ["hour", "h"],
  ["day", "day"],
  ["week", "week"],
  ["fortnight", "week", 2],
  ["month", "month"],
  ["quarter", "quarter"],
  ["year", "yr"],
  ["decade", "yr", 10],
  ["gpu", "GPU"],
  ["accelerator", "GPU"],
  ["tpu", "chip"],
  ["chip", "chip"],
  ["token", "token"],
  ["request", "request"],
  ["seat", "seat"],
  ["dollar", "USD"],
  ["buck", "USD"],
  ["cent", "USD", 0.01],
  ["euro", "EUR"],
  ["pound", "GBP"],
  ["yen", "JPY"],
  ["won", "KRW"],
  ["rupee", "INR"],
  ["times", ""],
  ["x", ""],
  ["fold", ""],
];
const byFirst = new Map<string, (readonly [readonly string[], string, number])[]>();
for (const [phrase, unit, scale = 1] of words) {
  const parts = phrase.split(" ");
  const first = parts[0] ?? "";
  const entries = byFirst.get(first) ?? [];
  entries.push([parts, unit, scale]);
  byFirst.set(first, entries);
}

const codes = /^(?:USD|EUR|GBP|JPY|CNY|KRW|INR|CAD|AUD|CHF|SGD|AED|SAR)$/;
/** GPUs are named by their generation: `150k H100s`. */
const accelerator = /^(?:[HBALV]\d{2,3}|GB\d{3}|MI\d{3}X?|GH200)s?$/;
const equivalent = /^equivalents?$/;

/** The unit that begins at a token, a hyphen before it passed over (`300-megawatt`). */
export function unitAt(tokens: readonly Token[], index: number): UnitMatch | undefined {
  const at = isHyphen(tokens[index]) && tokens[index]?.spaced === false ? index + 1 : index;
  return plainUnitAt(tokens, at) ?? countedAt(tokens, at);
}

function plainUnitAt(tokens: readonly Token[], index: number): UnitMatch | undefined {
  const token = tokens[index];
  if (token === undefined) return undefined;
  if (token.text === "%") return { unit: "%", scale: 1, next: index + 1 };
  if (token.text === "×" && !token.spaced) return { unit: "", scale: 1, next: index + 1 };
  if (token.kind !== "word") return undefined;
  const symbol = Object.hasOwn(symbols, token.text) ? symbols[token.text] : undefined;
  if (symbol !== undefined) return { unit: symbol, scale: 1, next: index + 1 };
  if (codes.test(token.text)) return { unit: token.text, scale: 1, next: index + 1 };
  const hours = hoursOf(tokens, index + 1);
  const [, prefix, base] = prefixed.exec(token.lower) ?? [];
  if (prefix !== undefined && base !== undefined) {
    const letter = Object.entries(prefixes).find(([name]) => name === prefix)?.[1] ?? "";
    const isHours = base === "watt" && hours !== undefined;
    const second = base === "flop" ? "/s" : "";
    return {
      unit: `${letter}${isHours ? "Wh" : (baseOf[base] ?? "")}${second}`,
      scale: 1,
      next: isHours ? hours : index + 1,
    };
  }
  for (const [parts, unit, scale] of byFirst.get(singular(token.lower)) ?? byFirst.get(token.lower) ?? []) {
    if (unit === "" && parts[0] === "x" && token.spaced) continue;
    const [, ...rest] = parts;
    let next: number | undefined = index + 1;
    if (rest.length > 0) next = phraseAt(tokens, index + 1, rest) ?? phraseAt(tokens, index + 1, rest.map(plural));
    if (next === undefined) continue;
    // `GPU-hours`, `H100-equivalent GPUs`
    return unit === "GPU" ? gpuAt(tokens, next) : { unit, scale, next };
  }
  return undefined;
}

function hoursOf(tokens: readonly Token[], index: number): number | undefined {
  return (
    phraseAt(tokens, index, ["-", "hours"]) ??
    phraseAt(tokens, index, ["-", "hour"]) ??
    phraseAt(tokens, index, ["hours"])
  );
}

/** After the word GPU: hours of them, or the basis on which they are counted. */
function gpuAt(tokens: readonly Token[], next: number): UnitMatch {
  const hours = hoursOf(tokens, next);
  if (hours !== undefined) return { unit: "GPU*h", scale: 1, next: hours };
  for (let at = next; at < Math.min(next + 7, tokens.length); at++) {
    if (tokens[at]?.lower === "h100" && isHyphen(tokens[at + 1]) && equivalent.test(tokens[at + 2]?.lower ?? ""))
      return { unit: "H100e", scale: 1, next: at + 3 };
    if (tokens[at]?.kind === "number" || tokens[at]?.text === ",") break;
  }
  return { unit: "GPU", scale: 1, next };
}

const furthest = 9;

/** Accelerators behind names: `NVIDIA GB200 and GB300 GPUs`, `H100-equivalents`, `(H100, H200, GB200)`. */
function countedAt(tokens: readonly Token[], index: number): UnitMatch | undefined {
  let isEquivalent = false;
  let named: number | undefined;
  for (let at = index; at < Math.min(index + furthest, tokens.length); at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (equivalent.test(token.lower) && isHyphen(tokens[at - 1])) {
      isEquivalent = true;
      named = at + 1;
    } else if (singular(token.lower) === "gpu") {
      if (isEquivalent) return { unit: "H100e", scale: 1, next: at + 1 };
      return gpuAt(tokens, at + 1);
    } else if (singular(token.lower) === "tpu" || singular(token.lower) === "accelerator") {
      return { unit: singular(token.lower) === "tpu" ? "chip" : "GPU", scale: 1, next: at + 1 };
    } else if (accelerator.test(token.text)) named = at + 1;
    else if (!mayPrecede(token)) break;
  }
  return named === undefined ? undefined : { unit: isEquivalent ? "H100e" : "GPU", scale: 1, next: named };
}

/** What may stand between a count and the accelerators that it counts. */
function mayPrecede(token: Token): boolean {
  if (token.kind === "number") return false;
  if (token.kind === "word")
    return (
      /^\p{Lu}/u.test(token.text) ||
      ["and", "of", "mixed", "generation", "new", "newer", "older", "more"].includes(token.lower)
    );
  return /^[-\u2010\u2011(/]$/.test(token.text);
}

export function singular(word: string): string {
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

function plural(word: string): string {
  return `${word}s`;
}

/** Units of money, which a rate word nearby (`annual`) turns into money per time. */
export function isMoney(unit: string): boolean {
  return codes.test(unit);
}

/** Units of lengths of time. */
export function isTime(unit: string): boolean {
  return /^(?:s|ms|min|h|day|week|month|quarter|yr)$/.test(unit);
}
