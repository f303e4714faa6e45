/** What a newcomer gets wrong, and what the program says to it. */
import { describe, expect, it } from "vitest";
import { formatDiagnostic, type Diagnostic } from "./read/diagnostic.ts";
import { head, mistakesIn, prepared, result, type Files } from "./small-deal.contract.ts";

const source = `sources:
  s: { publisher: P, date: 2026-05-01, role: press }
`;

function top(over: Readonly<Record<string, string>>): string {
  const keys = {
    deal: "small",
    as_of: "2026-05-09",
    calendar: "{ start: 2026-06, months: 12 }",
    currency: "USD",
    ...over,
  };
  return Object.entries(keys)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join("");
}

function lease(more: string): string {
  const lines = ["kind: lease", "lessor: A", "lessee: B", ...more.split("\n")];
  return `contracts:\n  l:\n${lines.map((line) => `    ${line}\n`).join("")}`;
}

const term = "term: { from: 2026-06-01, months: 3 month }";

/** Place, marked text and message of each mistake. */
function told(deal: string | Files): string[] {
  const files: Files = typeof deal === "string" ? { "deal.yaml": deal } : deal;
  return mistakesIn(files).map(({ span, line, column, message }) => {
    const marked = (files[span.file] ?? "").slice(span.start, span.end).split("\n")[0] ?? "";
    const file = span.file === "deal.yaml" ? "" : `${span.file} `;
    return `${file}${line}:${column} «${marked.slice(0, 40)}» ${message}`;
  });
}

function helpOf({ expected, hint }: Diagnostic): string {
  return [expected, hint].filter((part) => part !== undefined).join("; ");
}

const mistakes: readonly { what: string; deal: string; found: readonly string[]; helps: string }[] = [
  {
    what: "a misspelt section",
    deal: head + `modle: { a: 1 }\n`,
    found: ['5:1 «modle» unknown key "modle"'],
    helps: "one of deal, title, as_of, calendar, currency, include, units, sources, claims, assumption",
  },
  {
    what: "a misspelt key",
    deal: head + source + `claims:\n  c: { is: 1 GPU, grade: reported, from: s, sayz: Hello }\n`,
    found: ['8:45 «sayz» unknown key "sayz"'],
    helps: "one of is, states, at_least, at_most, unknown, unit, bound, grade, from, about, quantity, ",
  },
  {
    what: "a word for a number",
    deal: top({ calendar: "{ start: 2026-06, months: twelve }" }),
    found: ['3:37 «twelve» "twelve" does not fit "months"'],
    helps: "a number",
  },
  {
    what: "a number above the limit",
    deal: top({ calendar: "{ start: 2026-06, months: 601 }" }),
    found: ['3:37 «601» "601" does not fit "months"'],
    helps: "a number of at most 600",
  },
  {
    what: "a number that is meant as text",
    deal: top({ title: "5" }),
    found: ['5:8 «5» "5" does not fit "title"'],
    helps: 'text; in quotes it is text: "5"',
  },
  {
    what: "a list for a formula",
    deal: head + `model:\n  a: [1, 2]\n`,
    found: ['6:6 «[1, 2]» this value does not fit "a"'],
    helps: "a formula, or `is:` with a formula",
  },
  {
    what: "a list for a section",
    deal: head + `model:\n  - a\n`,
    found: ['6:3 «- a» this value does not fit "model"'],
    helps: "a map, as in { name: value }",
  },
  {
    what: "text for a list",
    deal: head + `include: more.yaml\n`,
    found: ['5:10 «more.yaml» "more.yaml" does not fit "include"'],
    helps: "a list, as in [a, b]",
  },
  {
    what: "an empty section",
    deal: head + `model:\n`,
    found: ['5:1 «model» "model" is empty'],
    helps: "a map, as in { name: value }",
  },
  {
    what: "a name without a formula",
    deal: head + `model:\n  a:\n`,
    found: ['6:3 «a» "a" is empty'],
    helps: "a formula, or `is:` with a formula",
  },
  {
    what: "GPUs and equivalents",
    deal: head + `model:\n  total: 5 GPU + 3 H100e\n`,
    found: ["6:10 «5 GPU + 3 H100e» cannot add H100e to GPU"],
    helps: "both in the same kind of unit: `5 GPU` is GPU, `3 H100e` is H100e; they differ by H100e/GP",
  },
  {
    what: "a stock and a flow",
    deal: head + `model:\n  total: 3 USD + rent\n  rent: 5 USD/yr\n`,
    found: ["6:10 «3 USD + rent» cannot add USD/yr to USD"],
    helps: "both in the same kind of unit: `3 USD` is USD, `rent` is USD/yr; they differ by time: a fl",
  },
  {
    what: "a circle",
    deal: head + `model:\n  a: b + 1\n  b: a + 1\n`,
    found: ["6:6 «b + 1» this formula depends on itself: model.a -> model.b -> model.a"],
    helps:
      "formulas without circles; write previous(x, start) for what x was a month earlier, or give one of them a value",
  },
  {
    what: "a name that does not exist",
    deal: head + `assumptions: { occupancy: 5 % }\nmodel:\n  a: ocupancy * 2\n`,
    found: ['7:6 «ocupancy» unknown name "ocupancy"'],
    helps: "a full path, the bare name of a formula, or a unit; did you mean occupancy?",
  },
  {
    what: "a thousands comma",
    deal: head + `model:\n  a: 220,000 GPU\n`,
    found: ['6:9 «,» unexpected ","'],
    helps: "an operator or the end; thousands have no comma: 220_000 or 220000",
  },
  {
    what: "a formula that stops early",
    deal: head + `model:\n  a: 2 *\n`,
    found: ["6:9 «» the formula ends too early"],
    helps: "a number, a name, a function or a bracket",
  },
  {
    what: "a day the calendar lacks",
    deal: top({ as_of: "2026-02-30" }),
    found: ['2:8 «2026-02-30» "2026-02-30" does not fit "as_of"'],
    helps: "a day that the calendar has",
  },
  {
    what: "a day the calendar lacks, in a formula",
    deal: head + `model:\n  a: 2026-02-30 + 5 day\n`,
    found: ["6:6 «2026-02-30» 2026-02-30 is not a day of the calendar"],
    helps: "a date such as 2026-06-06, or 2026-06 for the first of the month; a subtraction has spaces",
  },
  {
    what: "a date in words",
    deal: top({ as_of: "9 May 2026" }),
    found: ['2:8 «9 May 2026» "9 May 2026" does not fit "as_of"'],
    helps: "a date such as 2026-05-09",
  },
  {
    what: "a currency nobody knows",
    deal: top({ currency: "UDS" }),
    found: ['4:11 «UDS» there is no currency "UDS"'],
    helps: "a currency such as USD; did you mean USD?",
  },
  {
    what: "a key twice",
    deal: head + `model:\n  a: 1\n  a: 2\n`,
    found: ['7:3 «a» the key "a" stands here twice'],
    helps: "every key once; rename or remove one of them",
  },
  {
    what: "a unit that exists",
    deal: top({ units: "[satellite, GPU]" }),
    found: ['5:20 «GPU» the unit "GPU" exists already'],
    helps: "a new counted thing",
  },
  {
    what: "a unit twice",
    deal: top({ units: "[satellite, satellite]" }),
    found: ['5:20 «satellite» the unit "satellite" exists already'],
    helps: "a new counted thing",
  },
  {
    what: "a unit and its plural",
    deal: top({ units: "[satellite, satellites]" }),
    found: ['5:20 «satellites» the unit "satellites" exists already'],
    helps: "a new counted thing",
  },
  {
    what: "a grade that is none",
    deal: head + source + `claims:\n  c: { is: 1 GPU, grade: reportd, from: s }\n`,
    found: ['8:26 «reportd» "reportd" does not fit "grade"'],
    helps: 'one of "disclosed", "reported", "estimate", "forecast", "opinion"; did you mean reported?',
  },
  {
    what: "a role that is none",
    deal: head + `sources:\n  s: { publisher: P, date: 2026-05-01, role: newspaper }\n`,
    found: ['6:46 «newspaper» "newspaper" does not fit "role"'],
    helps: 'one of "party", "filing", "press", "analyst", "investor", "aggregator", "catalog"',
  },
  {
    what: "a source that does not exist",
    deal: head + source + `claims:\n  c: { is: 1 GPU, grade: reported, from: [s, other] }\n`,
    found: ['8:46 «other» there is no source "other"'],
    helps: "the name of a source",
  },
  {
    what: "a claim without a source",
    deal: head + `claims:\n  c: { is: 1 GPU, grade: reported }\n`,
    found: ['6:3 «c» the key "from" is missing'],
    helps: "from: Source, or sources",
  },
  {
    what: "a claim with two values",
    deal: head + source + `claims:\n  c: { is: 1 GPU, states: two, grade: reported, from: s }\n`,
    found: ['8:3 «c» claim "c" must give its value in one way'],
    helps: "one of `is`, `states`, `at_least`/`at_most`, `unknown: yes`",
  },
  {
    what: "a claim without a value",
    deal: head + source + `claims:\n  c: { grade: reported, from: s }\n`,
    found: ['8:3 «c» claim "c" must give its value in one way'],
    helps: "one of `is`, `states`, `at_least`/`at_most`, `unknown: yes`",
  },
  {
    what: "a bound in a wrong unit",
    deal: head + source + `claims:\n  c: { at_least: 1 GPU, at_most: 5 foo, grade: reported, from: s }\n`,
    found: ['8:36 «foo» unknown unit "foo"'],
    helps: "a unit such as USD, GPU or h after the number; declare counted things under `units:`",
  },
  {
    what: "a text claim in a formula",
    deal: head + source + `claims:\n  c: { states: two, grade: reported, from: s }\nmodel:\n  a: 2 * claims.c\n`,
    found: ["10:6 «2 * claims.c» claims.c is a text, not a quantity"],
    helps: "a claim with a value",
  },
  {
    what: "superseding what does not exist",
    deal:
      head +
      source +
      `claims:\n  rate: { is: 1 GPU, grade: reported, from: s, supersedes: [claims.rat, model.a] }\nmodel: { a: 1 GPU }\n`,
    found: ['8:61 «claims.rat» there is no "claims.rat" to supersede'],
    helps: "a claim, an assumption or a figure of the model; did you mean claims.rate?",
  },
  {
    what: "superseding a parameter",
    deal: head + source + `claims:\n  rate: { is: 1 GPU, grade: reported, from: s, supersedes: contracts.l.gpus }\n`,
    found: ['8:60 «contracts.l.gpus» there is no "contracts.l.gpus" to supersede'],
    helps: "a claim, an assumption or a figure of the model",
  },
  {
    what: "superseding itself",
    deal: head + source + `claims:\n  rate: { is: 1 GPU, grade: reported, from: s, supersedes: rate }\n`,
    found: ["8:60 «rate» a claim cannot supersede itself"],
    helps: "a claim, an assumption or a figure of the model",
  },
  {
    what: "a fleet that does not exist",
    deal:
      head +
      `fleets: { hall: { pools: { h: { accelerator: nvidia-h100-sxm, count: 8 GPU } } } }\n` +
      lease(`fleet: hal\nprice: 2 USD/GPU/h\n${term}`),
    found: ['11:12 «hal» there is no fleet "hal"'],
    helps: "a fleet of the deal; did you mean hall?",
  },
  {
    what: "a fleet without pools",
    deal: head + `fleets:\n  hall: { pools: {} }\n`,
    found: ['6:18 «{}» the fleet "hall" has no pools'],
    helps: "at least one pool under `pools:`",
  },
  {
    what: "an accelerator that does not exist",
    deal: head + `fleets:\n  hall: { pools: { h: { accelerator: nvidia-h100-sxn, count: 8 GPU } } }\n`,
    found: ['6:38 «nvidia-h100-sxn» the catalogue has no accelerator "nvidia-h100-sxn"'],
    helps: "an accelerator of the catalogue, or of the deal under `accelerators:`; did you mean nvidia-h100-sxm?",
  },
  {
    what: "a breaker that does not exist",
    deal:
      head +
      `breakers:\n  slips: { says: S, trips_if: 1 > 2, then: T }\nthesis:\n  t: { says: S, holds_if: 2 > 1, breakers: [slip] }\n`,
    found: ['8:45 «slip» there is no breaker "slip"'],
    helps: "the name of a breaker; did you mean slips?",
  },
  {
    what: "a conflict that does not exist",
    deal: head + `derivations:\n  d: { asks: Q, formula: 1, printed: 1, caveats: [{ conflict: none, because: B }] }\n`,
    found: ['6:63 «none» there is no conflict "none"'],
    helps: "the name of a conflict",
  },
  {
    what: "a condition that tests nothing",
    deal: head + `derivations:\n  d: { asks: Q, formula: 1, printed: 1, caveats: [{ because: B }] }\n`,
    found: ["6:51 «{ because: B }» this condition tests nothing"],
    helps: "`if:` with a test, or `conflict:` with a name",
  },
  {
    what: "a conflict between claims that do not exist",
    deal: head + `conflicts:\n  x: { about: A, between: [one, two], disagree: D, reading: R, open: yes }\n`,
    found: ['6:28 «one» there is no claim "one"', '6:33 «two» there is no claim "two"'],
    helps: "the name of a claim",
  },
  {
    what: "a contract of an unknown kind",
    deal: head + `contracts:\n  l: { kind: leese }\n`,
    found: ['6:14 «leese» "leese" does not fit "kind"'],
    helps: "a kind of contract: lease",
  },
  {
    what: "a lease with a price and a fee",
    deal: head + lease(`gpus: 5 GPU\nprice: 2 USD/GPU/h\nfee: 5 USD/month\n${term}`),
    found: ["12:5 «fee» a lease has a price or a fee, not both"],
    helps: "`price: 2.60 USD/GPU/h` or `fee: 1.25 billion USD/month`",
  },
  {
    what: "a lease with neither",
    deal: head + lease(`gpus: 5 GPU\n${term}`),
    found: ["6:3 «l» a lease needs a price or a fee"],
    helps: "`price: 2.60 USD/GPU/h` or `fee: 1.25 billion USD/month`",
  },
  {
    what: "a lease of nothing",
    deal: head + lease(`price: 2 USD/GPU/h\n${term}`),
    found: ["6:3 «l» a lease needs a fleet or a count of GPUs"],
    helps: "`fleet:` or `gpus:`",
  },
  {
    what: "a lease without a term",
    deal: head + lease(`gpus: 5 GPU\nprice: 2 USD/GPU/h`),
    found: ['6:3 «l» the key "term" is missing'],
    helps: "term: a map of from, months, ramp, ramp_fee",
  },
  {
    what: "a term that begins nowhere",
    deal: head + lease(`gpus: 5 GPU\nprice: 2 USD/GPU/h\nterm: { months: 3 month }`),
    found: ['12:5 «term» the key "from" is missing'],
    helps: "from: First day of the term [date].",
  },
  {
    what: "a parameter without its unit",
    deal: head + lease(`gpus: 5 GPU\nprice: 2 USD/GPU/h\nterm: { from: 2026-06-01, months: 36 }`),
    found: ["12:39 «36» a plain number is not month"],
    helps: "a value in month; give the plain number its unit (5 month), or divide the other by it (x /",
  },
  {
    what: "more than all of the fee",
    deal: head + lease(`gpus: 5 GPU\nprice: 2 USD/GPU/h\nbilling: { take_or_pay: 120 % }\n${term}`),
    found: ["12:29 «120 %» contracts.l.billing.take_or_pay is 120 %, outside its bounds"],
    helps: "between 0 and 100 %",
  },
  {
    what: "fewer than no GPUs",
    deal: head + lease(`gpus: -5 GPU\nprice: 2 USD/GPU/h\n${term}`),
    found: ["10:11 «-5 GPU» contracts.l.gpus is -5 GPU, outside its bounds"],
    helps: "at least 0 GPU",
  },
  {
    what: "a correlation with a certain figure",
    deal:
      head +
      `assumptions: { a: 5, b: 1 to 2 }\ncorrelations:\n  - { between: [assumptions.a, assumptions.b], spearman: 0.5 }\n`,
    found: ['7:17 «assumptions.a» "assumptions.a" is not an uncertain input'],
    helps: "a path at which a distribution is written",
  },
  {
    what: "a correlation by bare names",
    deal:
      head +
      `assumptions: { a: 5 to 6, b: 1 to 2 }\ncorrelations:\n  - { between: [a, assumptions.b], spearman: 0.5 }\n`,
    found: ['7:17 «a» there is no "a"'],
    helps: "the path of an uncertain input; did you mean assumptions.a?",
  },
  {
    what: "a correlation with itself",
    deal:
      head +
      `assumptions: { a: 5 to 6 }\ncorrelations:\n  - { between: [assumptions.a, assumptions.a], spearman: 0.5 }\n`,
    found: ['7:16 «[assumptions.a, assumptions.a]» "assumptions.a" is tied to itself'],
    helps: "two inputs",
  },
  {
    what: "a correlation twice",
    deal:
      head +
      `assumptions: { a: 5 to 6, b: 1 to 2 }\ncorrelations:\n  - { between: [assumptions.a, assumptions.b], spearman: 0.5 }\n  - { between: [assumptions.b, assumptions.a], spearman: 0.1 }\n`,
    found: ['8:16 «[assumptions.b, assumptions.a]» "assumptions.b" and "assumptions.a" are tied twice'],
    helps: "every pair once",
  },
  {
    what: "a correlation above 1",
    deal:
      head +
      `assumptions: { a: 5 to 6, b: 1 to 2 }\ncorrelations:\n  - { between: [assumptions.a, assumptions.b], spearman: 1.5 }\n`,
    found: ['7:58 «1.5» "1.5" does not fit "spearman"'],
    helps: "a number of at most 1",
  },
  {
    what: "a thesis that is a number",
    deal: head + `thesis:\n  t: { says: S, holds_if: 5 }\n`,
    found: ["6:27 «5» this is a plain number, not true or false"],
    helps: "a comparison such as `a >= b`",
  },
  {
    what: "a thesis that changes by month",
    deal: head + `thesis:\n  t: { says: S, holds_if: step(2026-07-01) > 0 }\n`,
    found: ["6:27 «step(2026-07-01) > 0» this is a monthly series, not one value"],
    helps: "one value; sum, mean, first, last or at(...) reduce a series",
  },
  {
    what: "a scenario that sets what is not there",
    deal: head + `model: { rate: 1 }\nscenarios:\n  s: { set: { model.rat: 2 } }\n`,
    found: ['7:15 «model.rat» there is no figure "model.rat" to set'],
    helps: "a path of the deal; did you mean model.rate?",
  },
  {
    what: "a scenario with a broken formula",
    deal: head + `model: { rate: 1 }\nscenarios:\n  s: { set: { model.rate: 2 + } }\n`,
    found: ["7:30 « » the formula ends too early"],
    helps: "a number, a name, a function or a bracket",
  },
  {
    what: "a question that settles nothing",
    deal: head + `model: { rate: 1 }\nwatch:\n  w: { asks: Q, settles: model.rat }\n`,
    found: ['7:26 «model.rat» there is no figure "model.rat" to settle'],
    helps: "a path of the deal; did you mean model.rate?",
  },
  {
    what: "an interval upside down",
    deal: head + `model:\n  a: 5 to 2\n`,
    found: ["6:6 «5 to 2» interval: low must be below high, got 5 and 2"],
    helps: "parameters that make a distribution",
  },
  {
    what: "a tab",
    deal: head + `model:\n\ta: 1\n`,
    found: ["6:1 «\t» this is not YAML: Tabs are not allowed as indentation"],
    helps: "YAML indents with spaces, never tabs",
  },
  {
    what: "a colon in a text",
    deal: head + `title: Lease: the deal\n`,
    found: ["5:8 «L» this is not YAML: Nested mappings are not allowed in compact mappings"],
    helps: 'a text with ": " in it needs quotes',
  },
  {
    what: "a bracket left open",
    deal: head + `model: { a: 1\n`,
    found: ["5:13 «1» this is not YAML: a } is missing"],
    helps: "",
  },
  {
    what: "a second document",
    deal: head + `---\n` + head,
    found: ["5:1 «---» a second document begins here"],
    helps: "one document a file, without `---` inside",
  },
  {
    what: "an empty file",
    deal: "",
    found: ["1:1 «» the file is empty"],
    helps: "a deal",
  },
  {
    what: "a file of comments",
    deal: "# nothing yet\n",
    found: ["1:1 «#» the file is empty"],
    helps: "a deal",
  },
  {
    what: "a list for a deal",
    deal: "- a\n- b\n",
    found: ["1:1 «- a» the file is not a map of keys"],
    helps: "lines such as `deal: my-deal`, one for each key",
  },
  {
    what: "a sentence for a deal",
    deal: "hello\n",
    found: ["1:1 «hello» the file is not a map of keys"],
    helps: "lines such as `deal: my-deal`, one for each key",
  },
  {
    what: "infinity",
    deal: head + `model:\n  a: .inf\n`,
    found: ['6:6 «.inf» ".inf" does not fit "a"'],
    helps: "a formula, or `is:` with a formula",
  },
  {
    what: "not a number",
    deal: head + `model:\n  a: .nan\n`,
    found: ['6:6 «.nan» ".nan" does not fit "a"'],
    helps: "a formula, or `is:` with a formula",
  },
  {
    what: "a number beyond all numbers",
    deal: head + `model:\n  a: 1e400 USD\n`,
    found: ["6:6 «1e400» 1e400 is too large a number"],
    helps: "a number below 1.8e308",
  },
  {
    what: "__proto__ as a name",
    deal: head + `model:\n  __proto__: 1\n`,
    found: ['6:3 «__proto__» "__proto__" cannot be a name'],
    helps: "letters, digits and single hyphens",
  },
  {
    what: "constructor as a figure",
    deal: head + `model:\n  a: constructor + 1\n`,
    found: ['6:6 «constructor» unknown name "constructor"'],
    helps: "a full path, the bare name of a formula, or a unit",
  },
  {
    what: "an alias",
    deal: head + `model:\n  a: &x 1\n  b: *x\n`,
    found: ["7:6 «*x» aliases are not allowed in a deal"],
    helps: "the value itself",
  },
  {
    what: "a merge key",
    deal: head + `model:\n  <<: { a: 1 }\n`,
    found: ['6:3 «<<» "<<" cannot be a name'],
    helps: "letters, digits and single hyphens",
  },
  {
    what: "a tag",
    deal: head + `model:\n  a: !!binary aGVsbG8=\n`,
    found: ["6:15 «aGVsbG8=» tags are not allowed in a deal"],
    helps: "the value without `!`",
  },
  {
    what: "a list as a key",
    deal: head + `model:\n  ? [a, b]\n  : 5\n`,
    found: ["6:5 «[a, b]» this cannot be a name"],
    helps: "letters, digits and single hyphens",
  },
  {
    what: "a name with a space",
    deal: head + `model:\n  my name: 1\n`,
    found: ['6:3 «my name» "my name" cannot be a name'],
    helps: "letters, digits and single hyphens",
  },
  {
    what: "a formula longer than a page",
    deal: head + `model:\n  a: ${"1 + ".repeat(2000)}1\n`,
    found: [
      '6:6 «1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + » "1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 +  ..." does not fit "a"',
    ],
    helps: "text of at most 4000 characters",
  },
];

describe("a mistake", () => {
  it.each(mistakes)("$what", ({ deal, found, helps }) => {
    expect(told(deal)).toEqual(found);
    expect(helpOf(mistakesIn(deal)[0] ?? missing)).toContain(helps);
  });

  it("is printed with its line, a mark below it, and help; never with our own words", () => {
    for (const { deal } of mistakes) {
      for (const found of mistakesIn(deal)) {
        const text = formatDiagnostic(found);
        expect(text).toMatch(/^deal\.yaml:\d+:\d+ error: \S/);
        expect(text).toContain("^");
        expect(text).not.toMatch(/Invalid|received|\bobject\b|\brecord\b|undefined|zod| at .*\.ts:/);
        expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(360);
      }
    }
  });
});

const missing = {
  severity: "error",
  message: "",
  span: { file: "", start: 0, end: 0 },
  line: 0,
  column: 0,
  excerpt: "",
  caret: 0,
} as const;

describe("files that are included", () => {
  it.each([
    ["not there", "more.yaml", {}, '5:11 «more.yaml» there is no file "more.yaml"'],
    ["above the folder", "../more.yaml", {}, '5:11 «../more.yaml» cannot include "../more.yaml"'],
    ["anywhere on the disk", "/etc/passwd", {}, '5:11 «/etc/passwd» cannot include "/etc/passwd"'],
    ["itself", "deal.yaml", {}, '5:11 «deal.yaml» "deal.yaml" is included twice'],
    ["empty", "more.yaml", { "more.yaml": "" }, "more.yaml 1:1 «» the file is empty"],
    ["a deal of its own", "more.yaml", { "more.yaml": "deal: other\n" }, 'more.yaml 1:1 «deal» unknown key "deal"'],
  ])("%s", (_, name, more, found) => {
    expect(told({ "deal.yaml": `${head}include: [${name}]\n`, ...more })).toEqual([found]);
  });

  it("may not define a name again", () => {
    const files = {
      "deal.yaml": `${head}include: [a.yaml, b.yaml]\nmodel: { x: 1 }\n`,
      "a.yaml": "model: { x: 2, y: 3 }\n",
      "b.yaml": "model: { y: 4 }\n",
    };
    expect(told(files)).toEqual([
      'a.yaml 1:10 «x» "model.x" is already defined in deal.yaml',
      'b.yaml 1:10 «y» "model.y" is already defined in a.yaml',
    ]);
  });

  it("are named in the messages about them", () => {
    const files = { "deal.yaml": `${head}include: [a.yaml]\n`, "a.yaml": "model:\n  x: 1 GPU + 1 USD\n" };
    expect(told(files)).toEqual(["a.yaml 2:6 «1 GPU + 1 USD» cannot add USD to GPU"]);
  });
});

describe("several mistakes", () => {
  it("are found in one run, in the order of the file", () => {
    const deal = `deal: small\nas_of: yesterday\ncalendar: { start: 2026-06 }\ncurrancy: USD\nmodel:\n  a: { iz: 1 }\n`;
    expect(told(deal).map((line) => line.replace(/ «.*»/, ""))).toEqual([
      '1:1 the key "currency" is missing',
      '2:8 "yesterday" does not fit "as_of"',
      '3:1 the key "months" is missing',
      '4:1 unknown key "currancy"',
      '6:3 the key "is" is missing',
      '6:8 unknown key "iz"',
    ]);
  });

  it("of formulas are found together; what only rests on a broken one is not blamed", () => {
    const deal = `${head}model:\n  a: 1 GPU + 1 USD\n  b: 2 *\n  c: foo\n  d: a * b * c\n`;
    expect(told(deal).map((line) => line.split(" ")[0])).toEqual(["6:6", "7:9", "8:6"]);
  });
});

describe("an option", () => {
  const deal = `${head}model: { rate: 2 USD }\nscenarios: { low: { set: { rate: 1 USD } } }\n${lease(`gpus: 5 GPU\nprice: 2 USD/GPU/h\n${term}`)}`;
  it.each([
    [
      "a path that is not there",
      { set: new Map([["model.rat", "1 USD"]]) },
      "--set:1:1",
      'there is no figure "model.rat" to set',
      "did you mean model.rate?",
    ],
    [
      "a formula that breaks",
      { set: new Map([["rate", "1 +"]]) },
      "--set model.rate:1:4",
      "the formula ends too early",
      "",
    ],
    [
      "a name that is not there",
      { set: new Map([["rate", "rat * 2"]]) },
      "--set model.rate:1:1",
      'unknown name "rat"',
      "did you mean rate?",
    ],
    [
      "a value out of bounds",
      { set: new Map([["contracts.l.gpus", "-1 GPU"]]) },
      "--set contracts.l.gpus:1:1",
      "contracts.l.gpus is -1 GPU, outside its bounds",
      "at least 0 GPU",
    ],
    [
      "a scenario that is not there",
      { scenario: "lo" },
      "--scenario:1:1",
      'there is no scenario "lo"',
      "did you mean low?",
    ],
    [
      "a scenario called constructor",
      { scenario: "constructor" },
      "--scenario:1:1",
      'there is no scenario "constructor"',
      "one of low",
    ],
    ["a date in words", { asOf: "today" }, "--as-of:1:1", "today is not a date", "2026-05-09"],
  ])("with %s", (_, options, place, message, help) => {
    const [found] = mistakesIn(deal, options);
    expect(formatDiagnostic(found ?? missing).split("\n")[0]).toBe(`${place} error: ${message}`);
    expect(helpOf(found ?? missing)).toContain(help);
  });
});

describe("what is no mistake", () => {
  it("a name that JavaScript knows too", async () => {
    const run = await result(`${head}model:\n  constructor: 2\n  toString: constructor + 1\n`);
    expect([run.figures["model.constructor"]?.value, run.figures["model.toString"]?.value]).toEqual([2, 3]);
  });

  it("Windows line ends, a byte order mark, and JSON", () => {
    for (const text of [`${head}model: { a: 1 }\n`.replaceAll("\n", "\r\n"), `\ufeff${head}model: { a: 1 }\n`])
      expect(told(text)).toEqual([]);
    const json = {
      deal: "x",
      as_of: "2026-05-09",
      calendar: { start: "2026-06", months: 12 },
      currency: "USD",
      model: { a: "1 GPU" },
    };
    expect(told(JSON.stringify(json))).toEqual([]);
  });

  it("a claim that nobody gives, or that is not published yet: what rests on it is left out", () => {
    const later =
      "sources:\n  s: { publisher: P, date: 2026-05-01, role: press }\n  t: { publisher: P, date: 2026-06-01, role: press }\n";
    const claims =
      "claims:\n  gone: { unknown: yes, unit: GPU, grade: reported, from: s }\n  late: { is: 1 GPU, grade: reported, from: t }\n";
    const { leftOut } = prepared(
      `${head}${later}${claims}model:\n  a: claims.gone * 2\n  b: claims.late * 2\n  c: 5\n`,
    );
    expect(Object.fromEntries(leftOut)).toEqual({ "model.a": ["gone"], "model.b": ["late"] });
  });
});

describe("a long line", () => {
  it("is shown around the mistake, with the mark below it", () => {
    const model = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`figure-${index}`, index === 30 ? "1 GPU + nope" : "1 GPU"]),
    );
    const json = JSON.stringify({
      deal: "x",
      as_of: "2026-05-09",
      calendar: { start: "2026-06", months: 12 },
      currency: "USD",
      model,
    });
    const [, line = "", mark = ""] = formatDiagnostic(mistakesIn(json)[0] ?? missing).split("\n");
    expect(line.slice(mark.indexOf("^"), mark.lastIndexOf("^") + 1)).toBe("nope");
    expect(line.length).toBeLessThan(200);
  });
});
