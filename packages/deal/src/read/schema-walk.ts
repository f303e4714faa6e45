/** Walks a schema beside the value it is for: which keys there are at a place, what they mean, what others call them. */
import type { Key } from "./yaml-file.ts";

/** The schema of the value at a path; of a union by kind, the branch that the value is of. */
export function schemaAt(schema: unknown, path: readonly Key[], value: unknown): unknown {
  let at = schema;
  let inner = value;
  for (const key of path) {
    at = stepInto(branchOf(at, inner), key);
    inner = isRecord(inner) || Array.isArray(inner) ? Reflect.get(inner, key) : undefined;
  }
  return branchOf(at, inner);
}

/** Keys of a schema, for suggestions. */
export function keysAt(schema: unknown): string[] {
  const definition = definitionOf(schema);
  if (definition === undefined) return [];
  if (definition["type"] === "object" && isRecord(definition["shape"])) return Object.keys(definition["shape"]);
  if (definition["type"] === "optional") return keysAt(definition["innerType"]);
  if (definition["type"] === "union" && Array.isArray(definition["options"]))
    return definition["options"].flatMap(keysAt);
  return [];
}

/** What a schema says of its value. */
export function descriptionAt(schema: unknown): string | undefined {
  return isRecord(schema) && typeof schema["description"] === "string" ? schema["description"] : undefined;
}

/** The dotted path of the key, here or further down, whose description gives `name` in brackets as what others call it. */
export function keyCalled(schema: unknown, name: string): string | undefined {
  if (!/^[a-z0-9]+(?:_[a-z0-9]+)+$/.test(name)) return undefined;
  for (const key of keysAt(schema)) {
    const inner = stepInto(schema, key);
    const [, called = ""] = /\((.*)\)/.exec(descriptionAt(inner) ?? "") ?? [];
    if (called.split(/[^a-z0-9_]+/).includes(name)) return key;
    const below = keyCalled(inner, name);
    if (below !== undefined) return `${key}.${below}`;
  }
  return undefined;
}

/** The branch of a union by kind that a value is of, or else the schema itself. */
function branchOf(schema: unknown, value: unknown): unknown {
  const definition = definitionOf(schema);
  if (definition?.["type"] === "optional") return branchOf(definition["innerType"], value);
  const by = definition?.["discriminator"];
  if (typeof by !== "string" || !Array.isArray(definition?.["options"]) || !isRecord(value)) return schema;
  const branch = definition["options"].find((option: unknown) => {
    const kind = definitionOf(stepInto(option, by));
    return Array.isArray(kind?.["values"]) && kind["values"].includes(value[by]);
  });
  return branch ?? schema;
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

function definitionOf(schema: unknown): Record<string, unknown> | undefined {
  if (!isRecord(schema) || !isRecord(schema["def"])) return undefined;
  return schema["def"];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
