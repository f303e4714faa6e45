/** Checks a file against a schema and says what is wrong in the words of the file's author. */
import { nearest } from "@underwatt/engine";
import type { z } from "zod";
import { callCutBefore } from "./cut-at-comma.ts";
import { diagnose, type Diagnostic, type Message, type Span } from "./diagnostic.ts";
import { descriptionAt, keyCalled, keysAt, schemaAt } from "./schema-walk.ts";
import type { Key, YamlFile } from "./yaml-file.ts";

/** A file with more issues than these is of another kind altogether. */
const mostIssues = 500;

/** Adds a diagnostic for every way in which the file does not fit the schema. */
export function validate(file: YamlFile, schema: z.ZodType, diagnostics: Diagnostic[]): void {
  const parsed = schema.safeParse(file.value);
  if (parsed.success) return;
  for (const issue of flatten(parsed.error.issues).slice(0, mostIssues)) {
    const path = issue.path.filter((key): key is Key => typeof key !== "symbol");
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) {
        const span = file.locateKey(path, key);
        const cut = callCutBefore(file.text, span.start);
        if (cut !== undefined) {
          const { whole, start, end } = cut;
          const said: Message = {
            message: "this formula is cut at its comma",
            expected: quotesExpected,
            hint: `"${whole}"`,
          };
          diagnostics.push(diagnose("error", said, { file: file.name, start, end }, file.text));
          continue;
        }
        const at = schemaAt(schema, path, file.value);
        const known = keysAt(at);
        const said: Message = {
          message: `unknown key "${key}"`,
          expected: known.length === 0 ? "a known key" : `one of ${known.join(", ")}`,
          hint: hintFor(key, known, keyCalled(at, key)),
        };
        diagnostics.push(diagnose("error", said, span, file.text));
      }
      continue;
    }
    const last = path.at(-1);
    const missing = issue.code !== "invalid_key" && last !== undefined && !file.has(path);
    if (missing) {
      const at = schemaAt(schema, path, file.value);
      const wanted = descriptionAt(at) ?? mapOf(keysAt(at)) ?? expectation(issue);
      const said: Message = { message: `the key "${String(last)}" is missing`, expected: `${String(last)}: ${wanted}` };
      diagnostics.push(diagnose("error", said, ownerSpan(file, path), file.text));
    } else if (issue.code === "invalid_key" && last !== undefined) {
      const said: Message = {
        message: `"${String(last)}" cannot be a name`,
        expected: "letters, digits and single hyphens",
      };
      diagnostics.push(diagnose("error", said, file.locateKey(path.slice(0, -1), last), file.text));
    } else {
      const span =
        file.source(path) === "" && typeof last === "string"
          ? file.locateKey(path.slice(0, -1), last)
          : file.locate(path);
      diagnostics.push(
        diagnose(
          "error",
          misfit(file, path, issue, mapOf(keysAt(schemaAt(schema, path, file.value)))),
          span,
          file.text,
        ),
      );
    }
  }
}

/** A value of the wrong kind, or outside what is allowed. */
function misfit(file: YamlFile, path: readonly Key[], issue: z.core.$ZodIssue, keys: string | undefined): Message {
  const last = path.at(-1);
  const written = file.source(path);
  const isMap = issue.code === "invalid_type" && ["object", "record"].includes(issue.expected);
  if (last === undefined) {
    return { message: "the file is not a map of keys", expected: "lines such as `deal: my-deal`, one for each key" };
  }
  const expected = isMap && keys !== undefined ? keys : expectation(issue);
  const place = typeof last === "number" ? "here" : `"${last}"`;
  if (written === "")
    return { message: typeof last === "number" ? "this entry is empty" : `${place} is empty`, expected };
  const close =
    written !== undefined && issue.code === "invalid_value" ? nearest(written, issue.values.map(String)) : undefined;
  const unquoted = expected === "text" && written !== undefined && /^(?:[-+.\d]|true$|false$|null$|~$)/i.test(written);
  return {
    message: `${written === undefined ? "this value" : quoted(written)} does not fit ${place}`,
    expected,
    hint: close !== undefined ? `did you mean ${close}?` : unquoted ? `in quotes it is text: "${written}"` : undefined,
  };
}

const longestQuote = 60;

function quoted(text: string): string {
  return JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)} ...` : text);
}

/** The key of the thing that lacks something, rather than all of its text. */
function ownerSpan(file: YamlFile, path: readonly Key[]): Span {
  const owner = path.slice(0, -1);
  const key = owner.at(-1);
  if (key === undefined) return { file: file.name, start: 0, end: 1 };
  return typeof key === "number" ? file.locate(owner) : file.locateKey(owner.slice(0, -1), key);
}

/** Schema words in the words of people; a message that the schema gives itself stands. */
const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list, as in [a, b]",
  tuple: "a list, as in [a, b]",
  object: "a map, as in { key: value }",
  record: "a map, as in { name: value }",
};

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === "too_big" || issue.code === "too_small") {
    const limit = issue.code === "too_big" ? `at most ${issue.maximum}` : `at least ${issue.minimum}`;
    if (issue.origin === "string") return `text of ${limit} characters`;
    return issue.origin === "array" ? `a list of ${limit} entries` : `a number of ${limit}`;
  }
  const kind = issue.code === "invalid_type" && issue.message.startsWith("Invalid") ? kinds[issue.expected] : undefined;
  if (kind !== undefined) return kind;
  return issue.message
    .replace(/^Invalid (?:input|option|string): /, "")
    .replace(/^expected /, "")
    .replace(/, received .*$/, "")
    .replaceAll('"|"', '", "');
}

/** Of the branches of a union, the one that fits best speaks: the one that fails deepest, then with the fewest issues. */
function flatten(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
    const branches = issue.errors.map((branch) =>
      flatten(branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))),
    );
    const inside = branches.filter((branch) =>
      branch.every((inner) => inner.path.length > issue.path.length || inner.code === "unrecognized_keys"),
    );
    const best = inside.sort((left, right) => left.length - right.length)[0];
    return best ?? [issue];
  });
}

const quotesExpected = "quotes around a value that has commas, inside { }";
const commaHint = "inside { } a text with a comma needs quotes";

/** For a key that nobody knows: what it is called here, or the nearest known one. */
function hintFor(key: string, known: readonly string[], called: string | undefined): string | undefined {
  if (called !== undefined) return `here it is called ${called}`;
  const close = nearest(key, known);
  if (close !== undefined) return `did you mean ${close}?`;
  return /[\s.,]/.test(key) ? commaHint : undefined;
}

/** The keys of a map, for somebody who wrote none of them. */
function mapOf(keys: readonly string[]): string | undefined {
  return keys.length === 0 ? undefined : `a map of ${keys.join(", ")}`;
}
