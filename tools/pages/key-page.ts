/** Pages of files that a JSON Schema describes: each key with what it holds and means. */
import { generated, markdownTable } from "./markdown.ts";

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly title?: string | undefined;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === "object" && value !== null;

/** Name of a schema that is described in one place, as the pages write it. */
function sharedName(reference: string): string {
  return reference.replace("#/$defs/", "").replaceAll("-", " ");
}

function kindOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return sharedName(schema.$ref);
  if (schema.title !== undefined) return schema.title;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(String).join(", ");
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return [...new Set(variants.map(kindOf))].join(" or ");
  if (schema.type === "array") return `list of ${schema.items === undefined ? "values" : kindOf(schema.items)}`;
  if (schema.properties !== undefined) return "map";
  if (isSchema(schema.additionalProperties)) return `map of ${kindOf(schema.additionalProperties)}`;
  return typeof schema.type === "string" ? schema.type : (schema.type ?? ["value"]).join(" or ");
}

/** Rows of every key below a schema, by dotted path; `*` stands for a name of the author's. */
function keyRows(schema: JsonSchema, prefix: string): string[][] {
  const rows: string[][] = [];
  for (const [key, value] of Object.entries(schema.properties ?? {})) {
    const path = `${prefix}${key}`;
    rows.push([
      `\`${path}\``,
      kindOf(value),
      schema.required?.includes(key) === true ? "yes" : "",
      value.description ?? "",
    ]);
    rows.push(...keyRows(value, `${path}.`));
  }
  if (isSchema(schema.additionalProperties)) rows.push(...keyRows(schema.additionalProperties, `${prefix}*.`));
  if (schema.items !== undefined) rows.push(...keyRows(schema.items, `${prefix}*.`));
  for (const variant of schema.anyOf ?? schema.oneOf ?? []) rows.push(...keyRows(variant, prefix));
  return rows;
}

/** A page of every key of a JSON Schema, and of what it shares; `more` are sections below. */
export function keyPage(title: string, intro: string, schema: unknown, ...more: readonly string[]): string {
  const header = ["key", "holds", "needed", "meaning"];
  const rows = isSchema(schema) ? keyRows(schema, "") : [];
  const shared = Object.entries((isSchema(schema) ? schema.$defs : undefined) ?? {}).flatMap(([name, described]) => [
    `## ${sharedName(name)}`,
    kindOf({ ...described, title: undefined }),
    markdownTable(header, keyRows(described, "")),
  ]);
  return [generated, `# ${title}`, intro, markdownTable(header, rows), ...shared, ...more, ""].join("\n\n");
}
