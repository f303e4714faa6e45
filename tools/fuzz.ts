/**
 * Feeds mutated deals to the whole chain: read, prepare, audit, a run of 16 samples, the result's schema, messages. Whatever
 * a file holds, the answer is a result or messages with a place; an exception is a fault of ours.
 *
 *     npm run fuzz -- [count] [seed]
 *
 * Case n of a seed is always the same text. What fails is made smaller and saved to out/fuzz.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  audit,
  explain,
  formatDiagnostic,
  prepare,
  readDeal,
  resultSchema,
  runDeal,
  type Catalog,
  type Diagnostic,
} from "@underwatt/deal";
import { openCatalog } from "@underwatt/runtime";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

type Files = Readonly<Record<string, string>>;

/** A deal to mutate: `deal.yaml` and what it includes. */
interface Seed {
  readonly name: string;
  readonly files: Files;
}

export interface Case {
  readonly seed: string;
  readonly files: Files;
  /** The file that was mutated. */
  readonly file: string;
  readonly asOf?: string;
  readonly set?: ReadonlyMap<string, string>;
}

export interface Finding {
  readonly index: number;
  readonly fault: string;
  readonly found: Case;
}

export interface Outcome {
  readonly cases: number;
  readonly ran: number;
  readonly refused: number;
  readonly findings: readonly Finding[];
  readonly slow: readonly { index: number; seconds: number; found: Case }[];
}

/** A case that takes longer than this is reported. */
const slowSeconds = 2;

/** Deals that touch every section, small enough to run thousands of times. */
const smallSeeds: readonly Seed[] = [
  {
    name: "lease",
    files: {
      "deal.yaml": `deal: lease
title: A lease
as_of: 2026-05-09
calendar: { start: 2026-05, months: 24 }
currency: USD
units: [satellite]
sources:
  note: { publisher: A broker, title: Note, date: 2026-05-08, role: analyst, root: note }
  s1: { publisher: The owner, date: 2026-05-20, role: filing }
claims:
  rate: { is: 2.60 USD/GPU/h, grade: estimate, from: note, about: lease, quantity: rate, scope: site, says: The rate. }
  filed: { is: 1.25 billion USD/month / 325000 GPU in USD/GPU/h, grade: disclosed, from: s1, about: lease, quantity: rate, scope: site }
  gpus: { at_least: 220000 GPU, grade: disclosed, from: [note, s1] }
  share: { is: 5 to 12 %, grade: reported, from: note }
  term: { unknown: yes, unit: month, grade: opinion, from: note }
  word: { states: either side, grade: disclosed, from: s1, supersedes: [term], scope_change: Both. }
conflicts:
  rates: { about: rate, between: [rate, filed], disagree: Two rates., reading: The filed one., open: yes }
assumptions:
  months: { is: "pert(12 month, 36 month, 60 month)", because: Nobody says. }
  hazard: 1 to 8 %/month
  used: discrete(50 % @ 40 %, 90 % @ 60 %)
fleets:
  hall:
    owner: The owner
    power: 300 MW
    usable_from: 2026-06-06
    pools:
      a: { accelerator: nvidia-h100-sxm, count: claims.gpus }
      b: { accelerator: nvidia-h200-sxm, count: 50000 GPU }
contracts:
  lease:
    kind: lease
    lessor: The owner
    lessee: A lab
    fleet: hall
    price: claims.rate
    billing: { take_or_pay: 80 %, used: used }
    term: { from: fleets.hall.usable_from, months: months, ramp: 1 month, ramp_fee: 50 % }
    exit: { notice: 90 day, not_before: 2026-09-01, hazard: hazard }
model:
  rent: { is: contracts.lease.annual-rent, says: Rent, key: yes }
  cash: contracts.lease.lessor-cash - 2 billion USD * during(2026-05-01, 2026-06-01)
  back: payback(cash) in yr
  known: not claims.term.unknown
thesis:
  pays: { says: It pays., holds_if: sum(cash) >= 0 USD, breakers: [slips] }
breakers:
  slips: { says: It slips., trips_if: fleets.hall.usable_from > 2026-06-30, by: 2026-12-31, then: Less. }
watch:
  online: { asks: Is it on?, due: 2026-06-06, settles: model.rent, breaker: slips, answered_by: [filed] }
correlations:
  - { between: [assumptions.months, assumptions.used], spearman: 0.5 }
drivers:
  demand: { moves: { assumptions.hazard: -0.6 }, says: Demand. }
scenarios:
  cheap: { says: Cheap., set: { claims.rate: 1.60 USD/GPU/h, used: 40 % } }
derivations:
  gross:
    asks: Gross rent of a year
    formula: claims.rate * claims.gpus * 8760 h/yr in USD/yr
    printed: 5010720000 USD/yr
    of: [rate, gpus]
    within: 2 %
    also: [{ formula: 2 * claims.gpus, printed: 440000 GPU }]
    fails_if: [{ if: result < 1 USD/yr, because: Little. }]
    undetermined: [{ conflict: rates, because: Two rates. }]
    caveats: [{ if: claims.gpus.floor, because: A floor. }]
  range:
    asks: Which rate?
    formula: [claims.share.low * 2, claims.share.high * 2]
    printed: 10 to 24 %
`,
    },
  },
  {
    name: "formulas",
    files: {
      "deal.yaml": `deal: formulas
as_of: 2026-05-09
calendar: { start: 2024-02, months: 14 }
currency: EUR
assumptions:
  a: 1 to 10 GPU
  b: normal(3, 1) * lognormal(2 USD, 0.5)
  c: mixture(uniform(0 %, 50 %) @ 40 %, 70 to 90 % @ 60 %)
  d: metalog(10 @ 10 %, 20 @ 50 %, 40 @ 90 %)
  e: beta(2, 3, 1 MW, 5 MW)
  f: metalog-between(0 %, 100 %, 20 % @ 10 %, 40 % @ 50 %, 80 % @ 90 %)
  g: triangular(-1 day, 0 day, 30 day)
model:
  s: ramp(2024-03-01 + g, 3 month) * during(2024-02-29, 2024-12-31)
  t: cumulative(s) - lag(s, 2) + escalate(3 %/yr) * step(2024-06)
  u: npv(8 %/yr, t * (1 EUR) - 5 EUR)
  v: irr(t * (1 EUR) - 9 EUR * during(2024-02-01, 2024-03-01))
  w: max(0 GPU, min(a, 5 GPU)) ^ 2 in GPU^2
  x: if(d > 15, at(s, 2024-05-01), mean(s))
  y: months-between(2024-02-29, 2024-12-31 + 3 month) / elapsed(2024-05-01)
  z: yearly(1 EUR, 2 EUR) + sum(s) * (3 EUR)
  h: "e / a in kW/GPU"
  i: (2026-01-31 + 1 month - 2026-01-31) / (1 day) >= 28 and not false
`,
    },
  },
  {
    name: "included",
    files: {
      "deal.yaml": `deal: included
as_of: 2026-05-09
calendar: { start: 2026-05, months: 3 }
currency: USD
include: [more.yaml]
model: { a: claims.c * 2, b: assumptions.x }
`,
      "more.yaml": `sources: { s: { publisher: P, date: 2026-05-01, role: press } }
claims: { c: { is: 5 GPU, grade: reported, from: s }, d: { is: 6 GPU, grade: disclosed, from: s, supersedes: [assumptions.x, c] } }
assumptions: { x: 4 to 5 GPU }
`,
    },
  },
];

/** Every n-th case mutates the shipped deals, which take a hundred times as long. */
const shippedEvery = 250;

/** Deals of the repository that have a folder each. */
function shippedSeeds(): Seed[] {
  const folder = join(root, "deals");
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const files = readdirSync(join(folder, name), { recursive: true, encoding: "utf8" }).filter((file) =>
        file.endsWith(".yaml"),
      );
      return {
        name,
        files: Object.fromEntries(
          files.map((file) => [file.replaceAll("\\", "/"), readFileSync(join(folder, name, file), "utf8")]),
        ),
      };
    });
}

/** Uniform draws from a seed and a case number (Steele, Lea and Flood, SplitMix, 2014, 32-bit form). */
class Chance {
  private state: number;
  constructor(seed: number, index: number) {
    this.state = (Math.imul(seed, 0x9e3779b9) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  }
  next(): number {
    this.state = (this.state + 0x9e3779b9) >>> 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  }
  below(count: number): number {
    return Math.floor(this.next() * count);
  }
  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error("nothing to pick from");
    return value;
  }
}

const units = [
  "GPU",
  "H100e",
  "USD",
  "USD/GPU/h",
  "USD/yr",
  "MW",
  "%",
  "%/yr",
  "month",
  "day",
  "yr",
  "kW/GPU",
  "GPU^2",
  "m^0.5",
  "1/month",
  "satellite",
];
const calls = [
  "sum",
  "min",
  "max",
  "mean",
  "first",
  "last",
  "at",
  "cumulative",
  "lag",
  "during",
  "step",
  "ramp",
  "months-between",
  "elapsed",
  "escalate",
  "yearly",
  "npv",
  "irr",
  "payback",
  "if",
  "abs",
  "sqrt",
  "exp",
  "ln",
  "clamp",
  "defined",
  "round",
  "normal",
  "lognormal",
  "logitnormal",
  "uniform",
  "triangular",
  "pert",
  "beta",
  "discrete",
  "mixture",
  "metalog",
  "metalog-above",
  "metalog-between",
  "constructor",
  "toString",
];
const names = [
  "claims.rate",
  "claims.gpus.floor",
  "claims.share.low",
  "claims.filed.published",
  "assumptions.months",
  "used",
  "model.cash",
  "contracts.lease.fees",
  "contracts.lease.firm",
  "fleets.hall.gpus",
  "result",
  "a",
  "s",
  "t",
  "__proto__",
  "constructor",
  "model.__proto__",
  "claims.rate.printed",
  "derivations.gross.formula",
];
const numbers = [
  "0",
  "1",
  "2",
  "3.5",
  "10",
  "-1",
  "0.5",
  "1e308",
  "1e-320",
  "9007199254740993",
  "1e400",
  ".5",
  "1_000",
  "0x10",
  "1.7976931348623157e308",
  "600",
  "601",
  "-1e9",
  "12",
  "00",
  "99999999999999999999",
];
const dates = ["2026-02-29", "2024-02-29", "0000-01-01", "9999-12-31", "2026-13", "2026-05", "1970-01-01", "2026-6-6"];
const oddities = [
  "\t",
  "\u0000",
  "\ufeff",
  "\ud800",
  "\u2028",
  "🧮",
  "é",
  "→",
  "\r\n",
  "\n",
  " ",
  "''",
  '""',
  "'",
  '"',
  "#",
  "&x ",
  "*x",
  "!!set ",
  "!!binary ",
  "!!float ",
  "? ",
  "- ",
  "<<: ",
  "{",
  "}",
  "[",
  "]",
  "(",
  ")",
  ",",
  ": ",
  ":",
  "|",
  ">",
  "%",
  "@",
  "`",
  "---\n",
  "...\n",
  "~",
  "null",
  ".inf",
  ".nan",
  "yes",
  "true",
  "=",
  "in ",
  " to ",
  "..",
  "../",
  "$",
];
const keys = [
  "deal",
  "title",
  "as_of",
  "calendar",
  "start",
  "months",
  "currency",
  "units",
  "include",
  "sources",
  "claims",
  "assumptions",
  "conflicts",
  "derivations",
  "fleets",
  "contracts",
  "model",
  "correlations",
  "drivers",
  "thesis",
  "breakers",
  "watch",
  "scenarios",
  "is",
  "states",
  "at_least",
  "at_most",
  "unknown",
  "unit",
  "bound",
  "supersedes",
  "kind",
  "fee",
  "price",
  "exit",
  "notice",
  "hazard",
  "set",
  "moves",
  "between",
  "spearman",
  "__proto__",
  "toString",
  "hasOwnProperty",
];

/** A formula out of the grammar, right or wrong. */
function formula(chance: Chance, depth: number): string {
  const inner = (): string => formula(chance, depth - 1);
  if (depth <= 0 || chance.next() < 0.15) {
    const leaf = chance.below(6);
    if (leaf < 3) return `${chance.pick(numbers)} ${chance.pick(units)}`;
    if (leaf === 3) return chance.pick(numbers);
    return chance.pick(leaf === 4 ? names : dates);
  }
  switch (chance.below(9)) {
    case 0:
      return `(${inner()})`;
    case 1:
      return `${inner()} to ${inner()}`;
    case 2:
      return `${inner()} in ${chance.pick(units)}`;
    case 3:
      return `${chance.pick(["-", "not "])}${inner()}`;
    case 4:
    case 5: {
      const given = Array.from({ length: chance.below(4) }, () =>
        chance.next() < 0.2 ? `${inner()} @ ${inner()}` : inner(),
      );
      return `${chance.pick(calls)}(${given.join(", ")})`;
    }
    default:
      return `${inner()} ${chance.pick(["+", "-", "*", "/", "^", "<", ">=", "==", "and", "or"])} ${inner()}`;
  }
}

/** Another word of the same list in place of one: most such deals still run. */
function likeForLike(text: string, chance: Chance): string {
  const lists = [units, calls, names, dates, keys];
  const found = tokensOf(text).flatMap((token) => {
    const list = /^\d+(?:\.\d+)?$/.test(token.text) ? numbers : lists.find((words) => words.includes(token.text));
    return list === undefined ? [] : [{ ...token, list }];
  });
  if (found.length === 0) return text;
  const { at, text: token, list } = chance.pick(found);
  return spliced(text, at, token.length, chance.pick(list));
}

/** A plain number out of the grammar: units fit, values may be anything. */
function plainFormula(chance: Chance, depth: number): string {
  const inner = (): string => plainFormula(chance, depth - 1);
  const certain = (): string => chance.pick(numbers.filter((text) => Number.isFinite(Number(text))));
  if (depth <= 0) return `(${certain()})`;
  const date = (): string =>
    `(${chance.pick(["2024-02-29", "2024-05-01", "2026-05-09", "2030-12"])} + ${inner()} * (1 ${chance.pick(["day", "month", "yr"])}))`;
  const series = (): string => seriesFormula(chance, depth - 1, inner, date);
  switch (chance.below(12)) {
    case 0:
      return `(${certain()} to ${certain()})`;
    case 1:
      return `${chance.pick(["normal", "lognormal", "logitnormal", "uniform", "beta"])}(${certain()}, ${certain()})`;
    case 2:
      return `${chance.pick(["triangular", "pert"])}(${certain()}, ${certain()}, ${certain()})`;
    case 3:
      return `${chance.pick(["metalog", "discrete", "mixture"])}(${certain()} @ 10 %, ${certain()} @ 50 %, ${certain()} @ 40 %)`;
    case 4:
      return `${chance.pick(["abs", "sqrt", "exp", "ln", "clamp", "defined", "round", "floor", "ceil"])}(${inner()})`;
    case 5:
      return `${chance.pick(["min", "max"])}(${inner()}, ${inner()})`;
    case 6:
      return `if(${inner()} < ${inner()}, ${inner()}, ${inner()})`;
    case 7:
      return `${chance.pick(["sum", "mean", "min", "max", "first", "last"])}(${series()})`;
    case 8:
      return chance.pick([
        `npv(${inner()}, ${series()})`,
        `irr(${series()})`,
        `payback(${series()}) / (1 month)`,
        `at(${series()}, ${date()})`,
      ]);
    case 9:
      return `months-between(${date()}, ${date()}) / (1 month)`;
    default:
      return `(${inner()} ${chance.pick(["+", "-", "*", "/", "^"])} ${inner()})`;
  }
}

function seriesFormula(chance: Chance, depth: number, plain: () => string, date: () => string): string {
  const inner = (): string => seriesFormula(chance, depth - 1, plain, date);
  if (depth <= 0) return `step(${date()})`;
  switch (chance.below(7)) {
    case 0:
      return `during(${date()}, ${date()})`;
    case 1:
      return `ramp(${date()}, ${plain()} * (1 month))`;
    case 2:
      return `cumulative(${inner()})`;
    case 3:
      return `lag(${inner()}, ${plain()})`;
    case 4:
      return `escalate(${plain()})`;
    case 5:
      return `yearly(${plain()}, ${plain()}) * ${inner()}`;
    default:
      return `(${inner()} ${chance.pick(["+", "-", "*", "/", "^"])} ${plain()})`;
  }
}

type Mutation = (text: string, chance: Chance, seeds: readonly Seed[]) => string;

function spliced(text: string, at: number, removed: number, added: string): string {
  return text.slice(0, at) + added + text.slice(at + removed);
}

/** Pieces between spaces and punctuation, and the places where they begin. */
function tokensOf(text: string): { at: number; text: string }[] {
  return [...text.matchAll(/[\w.%/^-]+/g)].map((match) => ({ at: match.index, text: match[0] }));
}

/** The text after `key: ` of lines and flow maps. */
function valuesOf(text: string): { at: number; text: string }[] {
  return [...text.matchAll(/: ([^{[\n,}\]]+)/g)].map((match) => ({ at: match.index + 2, text: match[1] ?? "" }));
}

function onLines(change: (lines: string[], chance: Chance, seeds: readonly Seed[]) => void): Mutation {
  return (text, chance, seeds) => {
    const lines = text.split("\n");
    change(lines, chance, seeds);
    return lines.join("\n");
  };
}

const mutations: readonly Mutation[] = [
  (text, chance) => spliced(text, chance.below(text.length + 1), 1, String.fromCharCode(chance.below(128))),
  (text, chance) => spliced(text, chance.below(text.length + 1), 0, chance.pick(oddities)),
  (text, chance) => spliced(text, chance.below(text.length + 1), 1 + chance.below(chance.next() < 0.2 ? 200 : 8), ""),
  (text, chance) => {
    const at = chance.below(text.length + 1);
    return spliced(text, at, 0, text.slice(at, at + 1 + chance.below(80)));
  },
  (text, chance) => {
    const tokens = tokensOf(text);
    if (tokens.length < 2) return text;
    const [left, right] = [chance.pick(tokens), chance.pick(tokens)].sort((a, b) => a.at - b.at);
    if (left === undefined || right === undefined || left === right) return text;
    return spliced(spliced(text, right.at, right.text.length, left.text), left.at, left.text.length, right.text);
  },
  (text, chance) => {
    const tokens = tokensOf(text);
    if (tokens.length === 0) return text;
    const { at, text: token } = chance.pick(tokens);
    return spliced(text, at, token.length, chance.pick(chance.pick([units, calls, names, numbers, dates, keys])));
  },
  ...Array.from({ length: 5 }, (): Mutation => likeForLike),
  ...Array.from({ length: 4 }, (): Mutation => (text, chance) => {
    return text.replace(/\nmodel:(?: \{)?/, (start) => {
      const written = `extra-${chance.below(1000)}: "${plainFormula(chance, 1 + chance.below(4))}"`;
      return start.endsWith("{") ? `${start} ${written},` : `${start}\n  ${written}`;
    });
  }),
  (text, chance) => {
    const found = tokensOf(text).filter((token) => /^\d/.test(token.text));
    if (found.length === 0) return text;
    const { at, text: token } = chance.pick(found);
    return spliced(text, at, token.length, chance.pick(numbers));
  },
  ...Array.from({ length: 4 }, (): Mutation => (text, chance) => {
    const values = valuesOf(text);
    if (values.length === 0) return text;
    const { at, text: value } = chance.pick(values);
    const written = formula(chance, 1 + chance.below(5));
    return spliced(text, at, value.length, chance.next() < 0.3 ? JSON.stringify(written) : written);
  }),
  (text, chance) => {
    const opening = chance.pick([
      "(",
      "[",
      "{",
      "- ",
      "? ",
      "{a: ",
      "not ",
      "-",
      "max(",
      "a: ",
      "1 ^ ",
      "1 + ",
      "!!map ",
      "GPU/",
      "\n  a:",
    ]);
    const times = 2 ** (1 + chance.below(chance.next() < 0.1 ? 14 : 8));
    return spliced(text, chance.below(text.length + 1), 0, opening.repeat(times));
  },
  onLines((lines, chance) => lines.splice(chance.below(lines.length), 1 + chance.below(3))),
  onLines((lines, chance) => lines.splice(chance.below(lines.length), 0, lines[chance.below(lines.length)] ?? "")),
  onLines((lines, chance) => {
    const [left, right] = [chance.below(lines.length), chance.below(lines.length)];
    [lines[left], lines[right]] = [lines[right] ?? "", lines[left] ?? ""];
  }),
  onLines((lines, chance) => {
    const at = chance.below(lines.length);
    lines[at] = chance.next() < 0.5 ? ` ${lines[at]}` : (lines[at] ?? "").replace(/^ {1,2}/, "");
  }),
  onLines((lines, chance, seeds) => {
    const other = Object.values(chance.pick(seeds).files).join("\n").split("\n");
    const from = chance.below(other.length);
    lines.splice(chance.below(lines.length), 0, ...other.slice(from, from + 1 + chance.below(6)));
  }),
  onLines((lines, chance) =>
    lines.push(`${chance.pick(keys)}: ${chance.pick(["", "5", "[]", "{}", "{ a: 1 }", "[a, b]", formula(chance, 2)])}`),
  ),
];

/** The case of a number: always the same. */
export function caseAt(seed: number, index: number, shipped: readonly Seed[]): Case {
  const chance = new Chance(seed, index);
  const large = shipped.length > 0 && index % shippedEvery === shippedEvery - 1;
  const from = chance.pick(large ? shipped : smallSeeds);
  const file = chance.pick(Object.keys(from.files));
  let text = from.files[file] ?? "";
  for (let left = chance.next() < 0.6 ? 1 : 1 + chance.below(4); left > 0; left--)
    text = chance.pick(mutations)(text, chance, smallSeeds);
  const asOf = chance.next() < 0.3 ? { asOf: chance.pick([...dates, "2026-06-02"]) } : {};
  const set = chance.next() < 0.2 ? { set: new Map([[chance.pick(names), formula(chance, 3)]]) } : {};
  return { seed: from.name, files: { ...from.files, [file]: text }, file, ...asOf, ...set };
}

/**
 * Runs one case.
 * @returns whether the deal ran, or the fault that was found
 */
async function tryCase(
  { files, asOf, set }: Case,
  catalog: Catalog,
  scenario?: string,
): Promise<{ ran: boolean; fault?: string }> {
  try {
    const { deal, diagnostics } = readDeal("deal.yaml", (name) =>
      Object.hasOwn(files, name) ? files[name] : undefined,
    );
    if (deal === undefined) {
      return diagnostics.length === 0
        ? { ran: false, fault: "a deal that cannot be read, and no message" }
        : told(diagnostics);
    }
    const audited = audit(deal, catalog, asOf);
    if ("diagnostics" in audited) told(audited.diagnostics);
    const preparation = prepare(deal, catalog, {
      samples: 16,
      seed: 1,
      asOf,
      set: set ?? new Map<string, string>(),
      scenario,
    });
    if ("diagnostics" in preparation) return told(preparation.diagnostics);
    const result = await runDeal(preparation.prepared);
    const checked = resultSchema.safeParse(JSON.parse(JSON.stringify(result)));
    if (!checked.success)
      return { ran: true, fault: `the result does not fit its schema: ${checked.error.issues[0]?.message ?? ""}` };
    for (const path of Object.keys(result.figures).slice(0, 3)) explain(result, path);
    return { ran: true };
  } catch (error) {
    return { ran: false, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Messages must have a place and be printable. */
function told(diagnostics: readonly Diagnostic[]): { ran: false; fault?: string } {
  const bad = diagnostics.find(({ line, column, message }) => !(line >= 1) || !(column >= 1) || message.trim() === "");
  if (bad !== undefined) return { ran: false, fault: `a message without a place: ${JSON.stringify(bad)}` };
  for (const diagnostic of diagnostics) {
    const text = formatDiagnostic(diagnostic);
    if (
      /undefined|\[object|\bNaN\b|Invalid input/.test(text.replaceAll(diagnostic.excerpt, "")) &&
      !/undefined|NaN|nan/.test(diagnostic.message)
    ) {
      return {
        ran: false,
        fault: `a message that leaks: ${diagnostic.message}, expected ${diagnostic.expected ?? ""}`,
      };
    }
  }
  return { ran: false };
}

/** The first line of a fault and where it arose: what makes two of them one. */
function kindOf(fault: string): string {
  return fault
    .split("\n")
    .slice(0, 2)
    .map((line) => line.replaceAll(/\d+/g, "N"))
    .join(" ");
}

/** A shorter case with the same fault: lines out, then stretches of characters. */
async function smaller(found: Case, fault: string, catalog: Catalog): Promise<Case> {
  let best = found;
  let tries = 400;
  const failsToo = async (text: string): Promise<boolean> => {
    if (tries-- <= 0) return false;
    const candidate = { ...best, files: { ...best.files, [best.file]: text } };
    const outcome = await tryCase(candidate, catalog);
    if (outcome.fault === undefined || kindOf(outcome.fault) !== kindOf(fault)) return false;
    best = candidate;
    return true;
  };
  for (const separator of ["\n", " ", ""]) {
    let parts = (best.files[best.file] ?? "").split(separator);
    for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < parts.length;) {
        const without = [...parts.slice(0, at), ...parts.slice(at + size)];
        if (await failsToo(without.join(separator))) parts = without;
        else at += size;
      }
    }
  }
  return best;
}

/** Runs `count` cases of a seed. */
export async function fuzz(count: number, seed: number, report: (line: string) => void = () => {}): Promise<Outcome> {
  const { catalog: whole } = openCatalog();
  const wanted = new Set(["nvidia-h100-sxm", "nvidia-h200-sxm"]);
  const small: Catalog = { ...whole, accelerators: new Map([...whole.accelerators].filter(([id]) => wanted.has(id))) };
  const shipped = shippedSeeds();
  const kinds = new Set<string>();
  const findings: Finding[] = [];
  const slow: { index: number; seconds: number; found: Case }[] = [];
  let ran = 0;
  for (let index = 0; index < count; index++) {
    const tried = caseAt(seed, index, shipped);
    const catalog = shipped.some(({ name }) => name === tried.seed) ? whole : small;
    const started = performance.now();
    const { ran: done, fault } = await tryCase(
      tried,
      catalog,
      tried.seed === "lease" && index % 7 === 0 ? "cheap" : undefined,
    );
    const seconds = (performance.now() - started) / 1000;
    if (done) ran++;
    if (seconds > slowSeconds) {
      slow.push({ index, seconds, found: tried });
      report(`case ${index} (${tried.seed}) took ${seconds.toFixed(1)} s`);
    }
    if (fault !== undefined && !kinds.has(kindOf(fault))) {
      kinds.add(kindOf(fault));
      report(`case ${index} (${tried.seed}): ${fault}`);
      findings.push({ index, fault, found: await smaller(tried, fault, catalog) });
    }
    if ((index + 1) % 5000 === 0)
      report(`${index + 1} cases, ${ran} ran, ${findings.length} findings, ${slow.length} slow`);
  }
  return { cases: count, ran, refused: count - ran, findings, slow };
}

function save(name: string, { files, file, asOf, set }: Case, fault: string): string {
  const folder = join(root, "out", "fuzz", name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const options = [
    ...(asOf === undefined ? [] : [`--as-of ${asOf}`]),
    ...[...(set ?? [])].map(([path, value]) => `--set ${path}=${value}`),
  ];
  writeFileSync(join(folder, "fault.txt"), `mutated: ${file}\noptions: ${options.join(" ")}\n\n${fault}\n`);
  return folder;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [count = "10000", seed = "1"] = process.argv.slice(2);
  const started = performance.now();
  const outcome = await fuzz(Number(count), Number(seed), (line) => console.log(line));
  for (const { index, fault, found } of outcome.findings)
    console.log(`saved ${save(`${seed}-${index}`, found, fault)}`);
  for (const { index, seconds, found } of outcome.slow)
    console.log(`saved ${save(`slow-${seed}-${index}`, found, `${seconds} s`)}`);
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  const { cases, ran, refused, findings, slow } = outcome;
  console.log(
    `${cases} cases of seed ${seed} in ${minutes} min: ${ran} ran, ${refused} refused with messages, ${findings.length} findings, ${slow.length} slow`,
  );
  process.exitCode = findings.length + slow.length === 0 ? 0 : 1;
}
