/** A deal's files into one validated document, with the place of everything, and every problem found on the way. */
import { dealSchema, includedSchema, sectionNames, type DealDocument } from "../schema/deal.ts";
import { diagnose, inOrder, type Diagnostic, type Message, type Span } from "./diagnostic.ts";
import { validate } from "./validate.ts";
import { YamlFile, type Key } from "./yaml-file.ts";

/** Gives the text of a file of the deal's folder, by its relative name; undefined when there is none. */
export type ReadFile = (name: string) => string | undefined;

/** A deal as written, with its places. */
export class DealText {
  readonly document: DealDocument;
  /** Names of claims that nobody has accepted: of them there is nothing else, so that nothing can rest on them. */
  readonly drafts: ReadonlySet<string>;
  private readonly files: readonly YamlFile[];

  constructor(document: DealDocument, files: readonly YamlFile[], drafts: ReadonlySet<string> = new Set()) {
    this.document = document;
    this.drafts = drafts;
    this.files = files;
  }

  /** Another document, told by the places of this one: a state of the deal that nobody wrote. */
  holding(document: DealDocument): DealText {
    return new DealText(document, this.files, this.drafts);
  }

  locate(path: readonly Key[]): Span {
    return this.fileOf(path).locate(path);
  }
  locateKey(path: readonly Key[], key: Key): Span {
    return this.fileOf([...path, key]).locateKey(path, key);
  }
  within(path: readonly Key[], start: number, end: number): Span {
    return this.fileOf(path).within(path, start, end);
  }
  /** A scalar as it was written. */
  source(path: readonly Key[]): string | undefined {
    return this.fileOf(path).source(path);
  }
  /** @param text what the span counts in, where that is no file of the deal but an option or a formula of a component */
  diagnostic(severity: Diagnostic["severity"], said: Message, span: Span, text?: string): Diagnostic {
    return diagnose(severity, said, span, text ?? this.files.find((file) => file.name === span.file)?.text ?? "");
  }

  private fileOf(path: readonly Key[]): YamlFile {
    for (let length = path.length; length > 0; length--) {
      const file = this.files.find((candidate) => candidate.has(path.slice(0, length)));
      if (file !== undefined) return file;
    }
    const [first] = this.files;
    if (first === undefined) throw new Error("a deal has at least one file");
    return first;
  }
}

export type ReadDeal =
  | { readonly deal: DealText; readonly diagnostics: readonly Diagnostic[] }
  | { readonly deal: undefined; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads a deal.
 * @param entry name of its main file
 * @param read gives files of its folder
 * @returns the deal, or the problems that kept it from being read; several are found in one go
 */
export function readDeal(entry: string, read: ReadFile): ReadDeal {
  const diagnostics: Diagnostic[] = [];
  const main = open(entry, read(entry) ?? "", diagnostics);
  const files = [main];
  for (const [index, included] of includesOf(main).entries()) {
    const place = main.locate(["include", index]);
    const text = /^(?![./\\])[\w./-]+$/.test(included) && !included.includes("..") ? read(included) : null;
    if (text === null || text === undefined) {
      const said: Message =
        text === null
          ? { message: `cannot include "${included}"`, expected: "a file inside the deal's folder" }
          : {
              message: `there is no file "${included}"`,
              expected: "a file of the deal's folder",
              hint: "names are relative to it",
            };
      diagnostics.push(diagnose("error", said, place, main.text));
    } else if (files.some((file) => file.name === included)) {
      diagnostics.push(
        diagnose("error", { message: `"${included}" is included twice`, expected: "each file once" }, place, main.text),
      );
    } else files.push(open(included, text, diagnostics));
  }
  for (const [index, file] of files.entries()) {
    if (file.value !== undefined) validate(file, index === 0 ? dealSchema : includedSchema, diagnostics);
  }
  if (diagnostics.some(({ severity }) => severity === "error"))
    return { deal: undefined, diagnostics: inOrder(diagnostics) };
  const merged = merge(files, diagnostics);
  const parsed = dealSchema.safeParse(merged);
  if (!parsed.success || diagnostics.length > 0) return { deal: undefined, diagnostics: inOrder(diagnostics) };
  const { drafts = {}, ...document } = parsed.data;
  return { deal: new DealText(document, files, new Set(Object.keys(drafts))), diagnostics };
}

function open(name: string, text: string, diagnostics: Diagnostic[]): YamlFile {
  const file = new YamlFile(name, text);
  for (const { span, ...said } of file.problems) diagnostics.push(diagnose("error", said, span, text));
  return file;
}

function includesOf(file: YamlFile): string[] {
  if (!isRecord(file.value) || !Array.isArray(file.value["include"])) return [];
  return file.value["include"].filter((item): item is string => typeof item === "string");
}

/** Sections of all files in one; a name may be defined once. */
function merge(files: readonly YamlFile[], diagnostics: Diagnostic[]): Record<string, unknown> {
  const [main, ...others] = files;
  const merged: Record<string, unknown> = isRecord(main?.value) ? { ...main.value } : {};
  for (const file of others) {
    if (!isRecord(file.value)) continue;
    for (const section of sectionNames) {
      const more = file.value[section];
      const known = merged[section];
      if (more === undefined || more === null) continue;
      if (Array.isArray(more)) merged[section] = [...(Array.isArray(known) ? known : []), ...more];
      else if (isRecord(more)) {
        for (const key of Object.keys(more)) {
          if (!isRecord(known) || !Object.hasOwn(known, key)) continue;
          const elsewhere = files.find((other) => other !== file && other.has([section, key]));
          diagnostics.push(
            diagnose(
              "error",
              {
                message: `"${section}.${key}" is already defined in ${elsewhere?.name ?? "another file"}`,
                expected: "every name once",
              },
              file.locateKey([section], key),
              file.text,
            ),
          );
        }
        merged[section] = { ...(isRecord(known) ? known : {}), ...more };
      }
    }
  }
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
