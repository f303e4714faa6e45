/** Quantities without a number: `doubles`, `half of`, `a gigawatt`, `gigawatt-class`, `tens of gigawatts`, `single-digit`. */
import type { Bound } from "./hedges.ts";
import { hedgesAround } from "./hedges.ts";
import type { Quantity } from "./quantities.ts";
import { timeOfMoney, withDenominators } from "./rates.ts";
import { isHyphen, phraseAt, type Token } from "./tokens.ts";
import { isTime, unitAt, type UnitMatch } from "./units.ts";

const verbs: Readonly<Record<string, number>> = {
  double: 2,
  doubles: 2,
  doubled: 2,
  doubling: 2,
  triple: 3,
  triples: 3,
  tripled: 3,
  tripling: 3,
  quadruple: 4,
  quadruples: 4,
  quadrupled: 4,
  quadrupling: 4,
  halve: 0.5,
  halves: 0.5,
  halved: 0.5,
  halving: 0.5,
  twice: 2,
  thrice: 3,
  twofold: 2,
  threefold: 3,
  fourfold: 4,
  fivefold: 5,
  sixfold: 6,
  sevenfold: 7,
  eightfold: 8,
  ninefold: 9,
  tenfold: 10,
};
const shares: readonly (readonly [phrase: string, value: string])[] = [
  ["half", "50"],
  ["one third", "33.3333"],
  ["a third", "33.3333"],
  ["two thirds", "66.6667"],
  ["a quarter of", "25"],
  ["three quarters", "75"],
];
const sharePhrases = shares.map(([phrase, value]) => [phrase.split(" "), value] as const);
const crowds: Readonly<Record<string, string>> = { tens: "10", dozens: "12", hundreds: "100", thousands: "1 thousand" };
const large: Readonly<Record<string, string>> = {
  millions: "1 million",
  billions: "1 billion",
  trillions: "1 trillion",
};
const crowdValue: Readonly<Record<string, number>> = {
  "10": 10,
  "12": 12,
  "100": 100,
  "1 thousand": 1e3,
  "1 million": 1e6,
  "1 billion": 1e9,
  "1 trillion": 1e12,
};

interface Reading {
  readonly found: readonly Quantity[];
  readonly next: number;
}

/** The quantity that words without a number give, from a token on. */
export function multipleAt(text: string, tokens: readonly Token[], at: number): Reading | undefined {
  const token = tokens[at];
  if (token?.kind !== "word") return undefined;
  const make = (value: number, written: string, unit: UnitMatch, bound?: Bound): Reading => {
    const hedging = hedgesAround(text, tokens, at, unit.next, isTime(unit.unit));
    const start = tokens[hedging.from]?.start ?? 0;
    const end = tokens[unit.next - 1]?.end ?? start;
    const whole = unit.unit === "" ? written : `${written} ${unit.unit}`;
    const quantity: Quantity = {
      kind: "quantity",
      low: value,
      high: value,
      unit: unit.unit,
      written: [whole, whole],
      rounding: value * 0.05,
      bound: hedging.bound ?? bound,
      approximate: hedging.approximate,
      hedges: hedging.words,
      printed: text.slice(start, end),
      start,
      end,
      counts: undefined,
    };
    return { found: [quantity], next: unit.next };
  };
  const verb = Object.hasOwn(verbs, token.lower) ? verbs[token.lower] : undefined;
  if (verb !== undefined && !isHyphen(tokens[at + 1]) && !/^digits?$/.test(tokens[at + 1]?.lower ?? ""))
    return make(verb, String(verb), { unit: "", scale: 1, next: at + 1 });
  for (const [phrase, value] of sharePhrases) {
    const next = phraseAt(tokens, at, phrase);
    if (next === undefined || isHyphen(tokens[next]) || isHyphen(tokens[at - 1])) continue;
    return make(Number(value), value, { unit: "%", scale: 1, next });
  }
  return (
    classAt(tokens, at, make) ?? crowdAt(tokens, at, make) ?? digitsAt(tokens, at, make) ?? oneAt(tokens, at, make)
  );
}

type Make = (value: number, written: string, unit: UnitMatch, bound?: Bound) => Reading;

/** `gigawatt-class`, `gigawatt-scale`: one of it. */
function classAt(tokens: readonly Token[], at: number, make: Make): Reading | undefined {
  const unit = unitAt(tokens, at);
  if (unit === undefined || !isPower(unit.unit) || !isHyphen(tokens[unit.next])) return undefined;
  if (!/^(?:class|scale|sized?)$/.test(tokens[unit.next + 1]?.lower ?? "")) return undefined;
  return make(1, "1", { ...unit, next: unit.next + 2 });
}

/** `tens of gigawatts per year`: at least ten. */
function crowdAt(tokens: readonly Token[], at: number, make: Make): Reading | undefined {
  const word = tokens[at]?.lower ?? "";
  const written = Object.hasOwn(crowds, word) ? crowds[word] : Object.hasOwn(large, word) ? large[word] : undefined;
  if (written === undefined || tokens[at + 1]?.lower !== "of") return undefined;
  const unit = unitAt(tokens, at + 2);
  if (unit === undefined || unit.unit === "") return undefined;
  const full = withDenominators(tokens, unit);
  const spelled = { ...full, unit: timeOfMoney(tokens, at, full.next, full.unit) };
  return make(crowdValue[written] ?? NaN, written, spelled, "floor");
}

/** `single-digit utilisation`: below ten per cent. */
function digitsAt(tokens: readonly Token[], at: number, make: Make): Reading | undefined {
  const single = phraseAt(tokens, at, ["single", "digit"]);
  if (single !== undefined) return make(10, "10", { unit: "%", scale: 1, next: single }, "ceiling");
  const double = phraseAt(tokens, at, ["double", "digit"]);
  return double === undefined ? undefined : make(10, "10", { unit: "%", scale: 1, next: double }, "floor");
}

/** `a gigawatt`, `within the month`, `inside a month`: one of it. */
function oneAt(tokens: readonly Token[], at: number, make: Make): Reading | undefined {
  const word = tokens[at]?.lower;
  const unit = unitAt(tokens, at + 1);
  if (unit === undefined || isHyphen(tokens[at + 1])) return undefined;
  if (word === "a" && /^[MGT]W$/.test(unit.unit)) return make(1, "1", withDenominators(tokens, unit));
  if (!isTime(unit.unit)) return undefined;
  const previous = tokens[at - 1]?.lower ?? "";
  const isWindow = /^(?:within|inside)$/.test(previous) && /^(?:a|an|the|this|one)$/.test(word ?? "");
  // `over a decade`, `more than a year`, `about a month`; not `twice a year`
  const compared = previous === "than" && !/^(?:more|less|longer|fewer)$/.test(tokens[at - 2]?.lower ?? "");
  const isSpan =
    !compared && /^(?:than|over|about|around|roughly|nearly|almost)$/.test(previous) && /^(?:a|an)$/.test(word ?? "");
  if (!isWindow && !isSpan) return undefined;
  return make(unit.scale, String(unit.scale), unit, isWindow ? "ceiling" : undefined);
}

function isPower(unit: string): boolean {
  return /^[kMGT]W$/.test(unit);
}
