/** Checks a file against a schema and says what is wrong in the words of the file's author. */
import { nearest } from "@underwatt/engine";
import type { z } from "zod";
import { diagnose, type Diagnostic, type Message, type Span } from "./diagnostic.ts";
import type { Key, YamlFile } from "./yaml-file.ts";

/** Adds a diagnostic for every way in which the file does not fit the schema. */
export function validate(file: YamlFile, schema: z.ZodType, diagnostics: Diagnostic[]): void {
  const parsed = schema.safeParse(file.value);
  if (parsed.success) return;
  for (const issue of flatten(parsed.error.issues)) {
    const path = issue.path.filter((key): key is Key => typeof key !== "symbol");
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) {
        const known = knownKeys(schema, path);
        const close = nearest(key, known);
        const said: Message = {
          message: `unknown key "${key}"`,
          expected: known.length === 0 ? "a known key" : `one of ${known.join(", ")}`,
          hint: close === undefined ? undefined : `did you mean ${close}?`,
        };
        diagnostics.push(diagnose("error", said, file.locateKey(path, key), file.text));
      }
      continue;
    }
    const last = path.at(-1);
    const missing = issue.code !== "invalid_key" && last !== undefined && !file.has(path);
    if (missing) {
      const wanted = descriptionAt(schema, path) ?? expectation(issue.message);
      const said: Message = { message: `the key "${String(last)}" is missing`, expected: `${String(last)}: ${wanted}` };
      diagnostics.push(diagnose("error", said, ownerSpan(file, path), file.text));
    } else if (issue.code === "invalid_key" && last !== undefined) {
      const said: Message = { message: `"${String(last)}" cannot be a name`, expected: "letters, digits and single hyphens" };
      diagnostics.push(diagnose("error", said, file.locateKey(path.slice(0, -1), last), file.text));
    } else {
      const written = file.source(path);
      const value = written === undefined ? "this value" : JSON.stringify(written);
      const place = last === undefined ? "" : typeof last === "number" ? " here" : ` "${last}"`;
      const close = written !== undefined && issue.code === "invalid_value" ? nearest(written, issue.values.map(String)) : undefined;
      const said: Message = {
        message: `${value} does not fit${place}`,
        expected: expectation(issue.message),
        hint: close === undefined ? undefined : `did you mean ${close}?`,
      };
      diagnostics.push(diagnose("error", said, file.locate(path), file.text));
    }
  }
}

/** The key of the thing that lacks something, rather than all of its text. */
function ownerSpan(file: YamlFile, path: readonly Key[]): Span {
  const owner = path.slice(0, -1);
  const key = owner.at(-1);
  if (key === undefined) return { file: file.name, start: 0, end: 1 };
  return typeof key === "number" ? file.locate(owner) : file.locateKey(owner.slice(0, -1), key);
}

function expectation(message: string): string {
  return message
    .replace(/^Invalid (?:input|option|string): /, "")
    .replace(/^expected /, "")
    .replace(/, received .*$/, "")
    .replaceAll('"|"', '", "');
}

/** Of the branches of a union, the one that fits best speaks: the one that fails deepest, then with the fewest issues. */
function flatten(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
    const branches = issue.errors.map((branch) => flatten(branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))));
    const inside = branches.filter((branch) => branch.every((inner) => inner.path.length > issue.path.length || inner.code === "unrecognized_keys"));
    const best = inside.sort((left, right) => left.length - right.length)[0];
    return best ?? [issue];
  });
}

/** What the schema says of the value at a path. */
function descriptionAt(schema: z.ZodType, path: readonly Key[]): string | undefined {
  let at: unknown = schema;
  for (const key of path) at = stepInto(at, key);
  return isRecord(at) && typeof at["description"] === "string" ? at["description"] : undefined;
}

/** Keys the schema knows at a path, for suggestions. */
function knownKeys(schema: z.ZodType, path: readonly Key[]): string[] {
  let at: unknown = schema;
  for (const key of path) at = stepInto(at, key);
  return shapeKeys(at);
}

function stepInto(schema: unknown, key: Key): unknown {
  const definition = definitionOf(schema);
  if (definition === undefined) return undefined;
  if (definition["type"] === "object" && isRecord(definition["shape"])) return definition["shape"][key];
  if (definition["type"] === "record") return definition["valueType"];
  if (definition["type"] === "array") return definition["element"];
  if (definition["type"] === "optional") return stepInto(definition["innerType"], key);
  if (definition["type"] === "union" && Array.isArray(definition["options"])) {
    for (const option of definition["options"]) {
      const found = stepInto(option, key);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function shapeKeys(schema: unknown): string[] {
  const definition = definitionOf(schema);
  if (definition === undefined) return [];
  if (definition["type"] === "object" && isRecord(definition["shape"])) return Object.keys(definition["shape"]);
  if (definition["type"] === "optional") return shapeKeys(definition["innerType"]);
  if (definition["type"] === "union" && Array.isArray(definition["options"])) return definition["options"].flatMap(shapeKeys);
  return [];
}

function definitionOf(schema: unknown): Record<string, unknown> | undefined {
  if (!isRecord(schema) || !isRecord(schema["def"])) return undefined;
  return schema["def"];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
