/** Files of the performance models: JSON whose form a schema says. */
import { z } from "zod";
import type { NamedText } from "./named-text.ts";

/** A file is not what it should be: a sentence that names it. */
export class ModelFileError extends Error {
  override readonly name = "ModelFileError";
}

/** @throws ModelFileError */
export function jsonOf({ name, text }: NamedText): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ModelFileError(`${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * @param what the file should hold
 * @throws ModelFileError
 */
export function jsonAs<Schema extends z.ZodType>(file: NamedText, schema: Schema, what: string): z.infer<Schema> {
  const parsed = schema.safeParse(jsonOf(file));
  if (parsed.success) return parsed.data;
  throw new ModelFileError(`${file.name} is not ${what}: ${z.prettifyError(parsed.error)}`);
}
