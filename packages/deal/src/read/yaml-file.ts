/** One YAML or JSON file, with the place of every value in it. JSON is YAML, so one reader does both. */
import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
  type Node,
  type YAMLMap,
} from "yaml";
import type { Message, Span } from "./diagnostic.ts";

export type Key = string | number;

export interface Located extends Message {
  readonly span: Span;
}

/** Larger than any deal of a person; keeps hostile files from filling memory. */
const maxLength = 8_000_000;
const maxDepth = 64;
/** What is no YAML at all has as many problems as letters; nobody reads more than these. */
const mostProblems = 50;

export class YamlFile {
  readonly name: string;
  readonly text: string;
  /** The plain value; undefined when the file could not be read. */
  readonly value: unknown;
  readonly problems: readonly Located[];
  private readonly root: Node | null;

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
    const problems: Located[] = [];
    this.problems = problems;
    this.root = null;
    if (text.length > maxLength) {
      problems.push({
        message: "the file is too large",
        expected: "at most 8 MB",
        span: { file: name, start: 0, end: 1 },
      });
      return;
    }
    const document = parse(text);
    if (document === undefined) {
      problems.push({ message: tooDeep, expected: "a deal", span: { file: name, start: 0, end: 1 } });
      return;
    }
    for (const error of [...document.errors, ...document.warnings].slice(0, mostProblems)) {
      const [start, end] = error.pos;
      const open = /end with a (.)$/.exec(error.message)?.[1];
      const said =
        error.code === "MULTIPLE_DOCS"
          ? "a second document begins here"
          : `this is not YAML: ${open === undefined ? error.message : `a ${open} is missing`}`;
      const at = placeOf(text, start);
      problems.push({
        message: said,
        expected: error.code === "MULTIPLE_DOCS" ? "one document a file, without `---` inside" : undefined,
        hint: yamlHint(text, start),
        span: { file: name, start: at, end: Math.max(end, at + 1) },
      });
    }
    if (document.contents === null) {
      if (problems.length === 0)
        problems.push({ message: "the file is empty", expected: "a deal", span: { file: name, start: 0, end: 1 } });
      return;
    }
    if (problems.length > 0) return;
    visit(document, (_, node, path) => {
      if (isAlias(node))
        problems.push({
          message: "aliases are not allowed in a deal",
          expected: "the value itself",
          span: this.spanOf(node),
        });
      else if (isNode(node) && node.tag !== undefined) {
        problems.push({
          message: "tags are not allowed in a deal",
          expected: "the value without `!`",
          span: this.spanOf(node),
        });
        return visit.SKIP;
      }
      if (isMap(node)) problems.push(...this.badKeys(node));
      if (path.length > maxDepth * 2) {
        if (isNode(node)) problems.push({ message: tooDeep, expected: "a deal", span: this.spanOf(node) });
        return visit.BREAK;
      }
      return undefined;
    });
    if (problems.length > 0) return;
    this.root = document.contents;
    this.value = document.toJS({ maxAliasCount: 0 });
  }

  /** The place of the value at a path, or of the nearest thing above it that exists. */
  locate(path: readonly Key[]): Span {
    let node: Node | null = this.root;
    for (const key of path) {
      const next = childOf(node, key);
      if (next === undefined) break;
      node = next;
    }
    return node === null ? { file: this.name, start: 0, end: 1 } : this.spanOf(node);
  }

  /** The place of a key itself. */
  locateKey(path: readonly Key[], key: Key): Span {
    let node: Node | null = this.root;
    for (const step of path) node = childOf(node, step) ?? null;
    if (isMap(node)) {
      for (const pair of node.items) {
        if (isScalar(pair.key) && String(pair.key.value) === String(key)) return this.spanOf(pair.key);
      }
    }
    return this.locate([...path, key]);
  }

  has(path: readonly Key[]): boolean {
    let node: Node | null | undefined = this.root;
    for (const key of path) node = node === null || node === undefined ? undefined : childOf(node, key);
    return node !== undefined && node !== null;
  }

  /** A scalar as it was written (`1.0`, not 1), without quotes; undefined for anything else. */
  source(path: readonly Key[]): string | undefined {
    let node: Node | null | undefined = this.root;
    for (const key of path) node = node === null || node === undefined ? undefined : childOf(node, key);
    return isScalar(node) ? (node.source ?? String(node.value)) : undefined;
  }

  /** The place of a stretch of a formula's text inside its scalar; the whole scalar when it is folded over lines. */
  within(path: readonly Key[], start: number, end: number): Span {
    const whole = this.locate(path);
    const source = this.source(path);
    const raw = this.text.slice(whole.start, whole.end);
    const offset = source === undefined ? -1 : raw.indexOf(source);
    if (offset < 0) return whole;
    return {
      file: this.name,
      start: whole.start + offset + start,
      end: whole.start + offset + Math.max(end, start + 1),
    };
  }

  /** Keys that stand twice, and those that are no plain text; the library's own search is slow for large maps. */
  private badKeys(map: YAMLMap): Located[] {
    const found: Located[] = [];
    const seen = new Set<string>();
    for (const { key } of map.items) {
      const text = isScalar(key) ? String(key.value) : undefined;
      const span = this.spanOf(key);
      if (text === undefined || text === "__proto__") {
        found.push({
          message: `${text === undefined ? "this" : `"${text}"`} cannot be a name`,
          expected: "letters, digits and single hyphens",
          span,
        });
      } else if (seen.has(text)) {
        found.push({
          message: `the key "${text}" stands here twice`,
          expected: "every key once",
          hint: "rename or remove one of them",
          span,
        });
      } else seen.add(text);
    }
    return found;
  }

  private spanOf(node: unknown): Span {
    const range = isNode(node) ? node.range : undefined;
    return { file: this.name, start: range?.[0] ?? 0, end: range?.[1] ?? 1 };
  }
}

const tooDeep = "the file is nested too deeply";

/** @returns undefined when the file is nested so deeply that the parser, which recurses, gives up */
function parse(text: string): Document.Parsed | undefined {
  try {
    return parseDocument(text, { uniqueKeys: false, prettyErrors: false });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The place of a mistake; one found at the end of the file lies where its text ends. */
function placeOf(text: string, start: number): number {
  const end = text.trimEnd().length;
  return start <= end ? start : Math.max(0, end - 1);
}

function childOf(node: Node | null, key: Key): Node | undefined {
  if (!isMap(node) && !isSeq(node)) return undefined;
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    return isNode(item) ? item : undefined;
  }
  const pair = node.items.find(
    (entry) => isPair(entry) && isScalar(entry.key) && String(entry.key.value) === String(key),
  );
  return pair !== undefined && isNode(pair.value) ? pair.value : undefined;
}

/** The mistakes that YAML makes easy. */
function yamlHint(text: string, at: number): string | undefined {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const lineEnd = text.indexOf("\n", at);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  if (line.includes("\t")) return "YAML indents with spaces, never tabs";
  if (/:\s.*:\s/.test(line)) return 'a text with ": " in it needs quotes';
  if (/:\s*[%@`]/.test(line)) return "a value that begins with % @ or ` needs quotes";
  return undefined;
}
