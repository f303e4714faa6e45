import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { namesIn } from "../graph/references.ts";
import { buildGraph } from "../graph/graph.ts";
import { calendar, day, parsed, units } from "../graph/graph.fixture.ts";
import { parseFormula } from "./parse.ts";
import { printFormula } from "./print.ts";
import type { Expression, FormulaProblem } from "./syntax.ts";

/** The tree in prefix form, brackets everywhere: an independent look at its shape. */
function shape(expression: Expression): string {
  switch (expression.kind) {
    case "number":
      return expression.unit === undefined ? String(expression.value) : `${expression.value}[${expression.unit}]`;
    case "date":
      return `day${expression.days}`;
    case "boolean":
      return String(expression.value);
    case "name":
      return expression.path;
    case "call":
      return `${expression.name}(${expression.arguments.map(shape).join(" ")})`;
    case "weighted":
      return `(@ ${shape(expression.value)} ${shape(expression.weight)})`;
    case "unary":
      return `(${expression.operator} ${shape(expression.operand)})`;
    case "binary":
      return `(${expression.operator} ${shape(expression.left)} ${shape(expression.right)})`;
    case "interval":
      return `(to ${shape(expression.low)} ${shape(expression.high)})`;
    case "convert":
      return `(in ${shape(expression.value)} ${expression.unit})`;
  }
}

function problem(text: string): FormulaProblem {
  const result = parseFormula(text, units);
  if ("expression" in result) throw new Error(`${text} is a formula: ${shape(result.expression)}`);
  return result.problem;
}

describe("constructs", () => {
  test.each([
    ["5", "5"],
    [".5", "0.5"],
    ["1_000_000", "1000000"],
    ["2.5e3 USD", "2500[USD]"],
    ["220000 GPU", "220000[GPU]"],
    ["11 %", "11[%]"],
    ["11%", "11[%]"],
    ["8 %/yr", "8[%/yr]"],
    ["2.60 USD/GPU/h", "2.6[USD/GPU/h]"],
    ["5 W/m^2", "5[W/m^2]"],
    ["5 m^-2", "5[m^-2]"],
    ["5 MW*h", "5[MW*h]"],
    ["2EB", "2[EB]"],
    ["1.25 billion USD/month", "1250000000[USD/month]"],
    ["5 thousand", "5000"],
    ["2026-06-06", `day${day("2026-06-06")}`],
    ["2026-06", `day${day("2026-06-01")}`],
    ["true", "true"],
    ["not false", "(not false)"],
    ["fleets.colossus-1.power", "fleets.colossus-1.power"],
    ["claims.550k.low", "claims.550k.low"],
    ["_x.y_z", "_x.y_z"],
    ["max(a, b, 3 USD)", "max(a b 3[USD])"],
    ["f()", "f()"],
    ["metalog-above(0, 1 @ 10 %, 5 @ 50 %)", "metalog-above(0 (@ 1 10[%]) (@ 5 50[%]))"],
    ["mixture(5 to 6 @ 40 %, x @ 1 - p)", "mixture((@ (to 5 6) 40[%]) (@ x (- 1 p)))"],
    ["power / gpus in kW/GPU", "(in (/ power gpus) kW/GPU)"],
    ["x in 1/month", "(in x 1/month)"],
    ["x in %", "(in x %)"],
    ["x in GW in kW", "(in (in x GW) kW)"],
    ["(a)", "a"],
    [" \t\n a\u00A0+ b ", "(+ a b)"],
  ])("%s", (text, expected) => {
    expect(shape(parsed(text))).toBe(expected);
  });

  test.each([
    ["2.47 billion", 2_470_000_000],
    ["1.1 trillion", 1_100_000_000_000],
    ["0.29 million", 290_000],
    ["4.35 thousand", 4350],
    ["1.005 billion", 1_005_000_000],
    ["5e-3 million", 5000],
  ])("%s is exact", (text, value) => {
    expect(parsed(text)).toMatchObject({ kind: "number", value });
  });
});

describe("where a unit ends", () => {
  test.each([
    ["8760 h*rate", "(* 8760[h] rate)"],
    ["5 USD/GPU/rate", "(/ 5[USD/GPU] rate)"],
    ["5 USD / GPU", "(/ 5[USD] GPU)"],
    ["5 USD /GPU", "(/ 5[USD] GPU)"],
    ["5 USD/ GPU", "(/ 5[USD] GPU)"],
    ["12 * month", "(* 12 month)"],
    ["x / GPU", "(/ x GPU)"],
    ["5 m ^ 2", "(^ 5[m] 2)"],
    ["5 m^2", "5[m^2]"],
    ["5 m^n", "(^ 5[m] n)"],
    ["5 % * x", "(* 5[%] x)"],
    ["-5 %", "(- 5[%])"],
  ])("%s", (text, expected) => {
    expect(shape(parsed(text))).toBe(expected);
  });
});

describe("a hyphen", () => {
  test.each([
    ["a-b", "a-b"],
    ["a - b", "(- a b)"],
    ["a -b", "(- a b)"],
    ["a- b", "(- a b)"],
    ["a-5", "a-5"],
    ["5-3", "(- 5 3)"],
    ["5-a", "(- 5 a)"],
    ["a.b-c.d-e", "a.b-c.d-e"],
    ["2026-06-06 - 2026-05-09", `(- day${day("2026-06-06")} day${day("2026-05-09")})`],
  ])("%s", (text, expected) => {
    expect(shape(parsed(text))).toBe(expected);
  });
});

describe("intervals", () => {
  test.each([
    ["5 to 6 billion USD", "(to 5000000000[USD] 6000000000[USD])"],
    ["5 million to 1.5 billion USD", "(to 5000000[USD] 1500000000[USD])"],
    ["0.1 to 0.7 million", "(to 100000 700000)"],
    ["1e21 to 2 billion USD", "(to 1e+30[USD] 2000000000[USD])"],
    ["1e-7 to 1 million", "(to 0.1 1000000)"],
    ["70 to 97 %", "(to 70[%] 97[%])"],
    ["2.59 to 3.11 USD/GPU/h", "(to 2.59[USD/GPU/h] 3.11[USD/GPU/h])"],
    ["-5 to 6 USD", "(to (- 5[USD]) 6[USD])"],
    ["-6 to -5 USD", "(to (- 6[USD]) (- 5[USD]))"],
    ["5 kUSD to 6 USD", "(to 5[kUSD] 6[USD])"],
    ["5 USD to 6", "(to 5[USD] 6)"],
    ["(5) to 6 billion USD", "(to 5 6000000000[USD])"],
    ["(-5) to 6 USD", "(to (- 5) 6[USD])"],
    ["-(5) to 6 USD", "(to (- 5) 6[USD])"],
    ["--5 to 6 USD", "(to (- (- 5)) 6[USD])"],
    ["5 to (6 billion USD)", "(to 5 6000000000[USD])"],
    ["-5 to -1 million USD", "(to (- 5000000[USD]) (- 1000000[USD]))"],
    ["a to 6 USD", "(to a 6[USD])"],
    ["5 to 6 USD in kUSD", "(in (to 5[USD] 6[USD]) kUSD)"],
    ["1 + 2 to 3 USD", "(to (+ 1 2) 3[USD])"],
    ["0.8 to 1.2 * x", "(to 0.8 (* 1.2 x))"],
  ])("%s", (text, expected) => {
    expect(shape(parsed(text))).toBe(expected);
  });
});

describe("precedence", () => {
  /** Loosest first, as in docs/deal-language.md. */
  const levels = [["or"], ["and"], ["<", "<=", ">", ">=", "==", "!="], ["+", "-"], ["*", "/"], ["^"]];
  const pairs = levels.flatMap((ops, level) =>
    levels
      .slice(level + 1)
      .flatMap((tighter) => ops.flatMap((loose) => tighter.map((tight) => [loose, tight] as const))),
  );

  test.each(pairs)("%s is looser than %s, on either side", (loose, tight) => {
    expect(shape(parsed(`a ${loose} b ${tight} c`))).toBe(`(${loose} a (${tight} b c))`);
    expect(shape(parsed(`a ${tight} b ${loose} c`))).toBe(`(${loose} (${tight} a b) c)`);
    expect(shape(parsed(`(a ${loose} b) ${tight} c`))).toBe(`(${tight} (${loose} a b) c)`);
  });

  test.each(["or", "and", "+", "-", "*", "/"])("%s groups to the left", (operator) => {
    expect(shape(parsed(`a ${operator} b ${operator} c`))).toBe(`(${operator} (${operator} a b) c)`);
  });

  test.each([
    ["a ^ b ^ c", "(^ a (^ b c))"],
    ["-a ^ 2", "(- (^ a 2))"],
    ["a ^ -b", "(^ a (- b))"],
    ["-a * b", "(* (- a) b)"],
    ["a * -b + c", "(+ (* a (- b)) c)"],
    ["--a", "(- (- a))"],
    ["a - -b", "(- a (- b))"],
    ["not a and b", "(and (not a) b)"],
    ["not a < b", "(not (< a b))"],
    ["not not a", "(not (not a))"],
    ["a or b to c", "(to (or a b) c)"],
    ["a to b in USD", "(in (to a b) USD)"],
    ["a < b and c < d", "(and (< a b) (< c d))"],
  ])("%s", (text, expected) => {
    expect(shape(parsed(text))).toBe(expected);
  });
});

describe("places", () => {
  test("are those of the text", () => {
    const text = "power / (gpus + 12 GPU) in kW/GPU";
    const tree = parsed(text);
    const cut = ({ at }: { at: { start: number; end: number } }): string => text.slice(at.start, at.end);
    expect(cut(tree)).toBe(text);
    if (tree.kind !== "convert" || tree.value.kind !== "binary") throw new Error("the shape is known");
    expect(text.slice(tree.unitAt.start, tree.unitAt.end)).toBe("kW/GPU");
    expect(cut(tree.value)).toBe("power / (gpus + 12 GPU)");
    expect(cut(tree.value.right)).toBe("(gpus + 12 GPU)");
    expect(namesIn(tree).map((name) => [name.path, cut(name)])).toEqual([
      ["power", "power"],
      ["gpus", "gpus"],
    ]);
  });
});

describe("mistakes", () => {
  test.each([
    ["", "", "the formula is empty", undefined],
    ["   ", "   ", "the formula is empty", undefined],
    ["(a + b", "(", "this bracket is not closed", undefined],
    ["max(a, b", "(", "this bracket is not closed", undefined],
    ["max(", "(", "this bracket is not closed", undefined],
    ["a + b)", ")", 'unexpected ")"', undefined],
    ["(a b)", "b", 'unexpected "b"', undefined],
    ["a = b", "=", 'unexpected "="; equality is written ==', undefined],
    ["a < b < c", "<", "comparisons do not chain", undefined],
    ["a == b != c", "!=", "comparisons do not chain", undefined],
    ["5 GPUz", "GPUz", 'unknown unit "GPUz"', "did you mean GPU?"],
    ["5 zebra", "zebra", 'unknown unit "zebra"', "declare counted things under `units:`"],
    ["5 constructor", "constructor", 'unknown unit "constructor"', "declare counted things under `units:`"],
    ["x in GWs", "GWs", 'unknown unit "GWs"', "did you mean GW?"],
    ["x in", "", "`in` needs a unit", undefined],
    ["x in 5", "5", "`in` needs a unit", undefined],
    [
      "x in USD / yr",
      "/",
      'unexpected "/" after the unit',
      "a unit has no spaces (USD/GPU/h); to go on calculating: (x in GW) + y",
    ],
    ["1e400", "1e400", "1e400 is too large a number", undefined],
    ["1e300 trillion USD", "1e300 trillion USD", "this number is too large", undefined],
    ["1e300 to 2 billion", "1e300", "this number is too large", undefined],
    ["220,000 GPU", ",", 'unexpected ","', "thousands have no comma: 220_000 or 220000"],
    ["(1,234,567.5 USD)", ",", 'unexpected ","', "thousands have no comma: 1_234_567.5 or 1234567.5"],
    ["max(220,000 GPU, x)", "000", "a comma separates arguments", "thousands have no comma: 220_000 or 220000"],
    ["5, 6", ",", 'unexpected ","', undefined],
    [
      "2026-02-30",
      "2026-02-30",
      "2026-02-30 is not a day of the calendar",
      "a subtraction has spaces around the minus",
    ],
    ["2026-13", "2026-13", "2026-13 is not a day of the calendar", "a subtraction has spaces around the minus"],
    ["2026-6-6", "2026-6-6", "2026-6-6 is not a day of the calendar", "a subtraction has spaces around the minus"],
    [
      "2026-06-06T10",
      "2026-06-06T10",
      "2026-06-06T10 is not a day of the calendar",
      "a subtraction has spaces around the minus",
    ],
    ["2000-24", "2000-24", "2000-24 is not a day of the calendar", "a subtraction has spaces around the minus"],
    ["a b", "b", 'unexpected "b"', undefined],
    ["a adn b", "adn", 'unexpected "adn" (did you mean "and"?)', undefined],
    ["a +", "", "the formula ends too early", undefined],
    ["5 to", "", "the formula ends too early", undefined],
    ["a to b to c", "to", "an interval has two ends", undefined],
    ["* 5", "*", 'unexpected "*"', undefined],
    ["a ** 2", "*", 'unexpected "*"', "a power is written ^"],
    ["max (a, b)", "(", 'unexpected "("', "a function has no space before its bracket"],
    ["max(a,)", ")", 'unexpected ")"', undefined],
    ["max(, a)", ",", 'unexpected ","', undefined],
    ["max(a b)", "b", 'unexpected "b"', undefined],
    ["5 max(a)", "max", "an operator is missing before the function", undefined],
    ["5 claims.price", "claims.price", "an operator is missing before the name", undefined],
    ["million USD", "million", 'unexpected "million"', undefined],
    ["5–6 %", "–", 'unexpected character "–"', "an interval is `low to high`, a subtraction `a - b`"],
    ["$5", "$", 'unexpected character "$"', "money is written 5 USD"],
    ["!a", "!", 'unexpected character "!"', "negation is `not`"],
    ["5. USD", ".", 'unexpected character "."', undefined],
    ["a 😀", "😀", 'unexpected character "😀"', undefined],
    ["5 @ 40 %", "@", 'unexpected "@"', undefined],
  ])("%j", (text, place, message, hint) => {
    const found = problem(text);
    expect(found.message).toBe(message);
    expect(text.slice(found.at.start, found.at.end)).toBe(place);
    expect(found.hint).toBe(hint);
    expect(found.expected).not.toBe("");
  });

  test("the comma of a chained comparison is the second sign", () => {
    expect(problem("a < b < c").at).toEqual({ start: 6, end: 7 });
  });
});

/** What every stage must survive. */
function survives(text: string): void {
  const result = parseFormula(text, units);
  if ("problem" in result) {
    const { at } = result.problem;
    expect(0 <= at.start && at.start <= at.end && at.end <= text.length, text).toBe(true);
    return;
  }
  const printed = printFormula(result.expression);
  expect(parsed(printed)).toBeDefined();
  expect(namesIn(result.expression)).toBeDefined();
  expect(buildGraph([{ path: "m.x", expression: result.expression }], units, calendar)).toBeDefined();
}

describe("text from anywhere", () => {
  const words = [
    ..."()+-*/^<>,@%=.",
    " ",
    "to",
    "in",
    "and",
    "not",
    "if(",
    "max(",
    "billion",
    "5",
    "0.3",
    "1e9",
    "2026-06",
    "GPU",
    "USD/h",
    "a-b",
    "x",
  ];

  test("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), survives), { numRuns: 1000 });
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((parts) => parts.join(" ")),
        survives,
      ),
      {
        numRuns: 2000,
      },
    );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((parts) => parts.join("")),
        survives,
      ),
      {
        numRuns: 2000,
      },
    );
  });

  test.each([
    ["open brackets", "(".repeat(4000)],
    ["closed brackets", `${"(".repeat(2000)}1${")".repeat(2000)}`],
    ["minuses", "-".repeat(4000)],
    ["minuses before a number", `${"- ".repeat(150)}1`],
    ["nots", `${"not ".repeat(900)}true`],
    ["a sum", `1${" + 1".repeat(990)}`],
    ["a long sum", `a${"+a".repeat(2000)}`],
    ["a difference with brackets", `${"(1 - ".repeat(190)}1${")".repeat(190)}`],
    ["powers", `2${"^2".repeat(2000)}`],
    ["a product of units", `1${" * GPU / USD * W * month / token".repeat(190)}`],
    ["one unit", `5 m${"*m".repeat(900)}`],
    ["one unit of many", `5 USD${"/GPU*h/W*token".repeat(200)}`],
    ["calls", "max(".repeat(1000)],
    ["calls closed", `${"abs(".repeat(190)}1${")".repeat(190)}`],
    ["conversions", `1 GW${" in kW".repeat(900)}`],
    ["arguments", `max(${"1, ".repeat(990)}1)`],
    ["one name", "a-".repeat(4900)],
    ["one longer name", "a".repeat(1_000_000)],
    ["digits", "9".repeat(9000)],
    ["underscores", `1${"_".repeat(9000)}`],
    ["spaces", " ".repeat(100_000)],
    ["dashes", "2026-06".repeat(1000)],
  ])("%s end in a value or a message", (_, text) => {
    survives(text);
  });

  test("says that a formula is too long", () => {
    expect(problem(`1${" + 1".repeat(5000)}`)).toMatchObject({
      message: "the formula is too long",
      hint: "give its parts names of their own",
    });
    expect(problem(`1${"+1".repeat(1500)}`).message).toBe("the formula is too long");
    expect(problem("(".repeat(300)).message).toBe("the formula is nested too deeply");
  });
});
