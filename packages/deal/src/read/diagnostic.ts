/** A message for the author of a deal file: where, what, what was expected, what to do. */

/** A stretch of one file, in UTF-16 units. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly expected?: string;
  readonly hint?: string;
  readonly span: Span;
  readonly line: number;
  readonly column: number;
  /** The line of the file it points at; a stretch of it where it is long. */
  readonly excerpt: string;
  /** Where in the excerpt the span begins, from 0. */
  readonly caret: number;
}

/** What a diagnostic says, before it has a place. */
export interface Message {
  readonly message: string;
  readonly expected?: string | undefined;
  readonly hint?: string | undefined;
}

/** Builds a diagnostic; line and column count from 1. */
export function diagnose(severity: Diagnostic["severity"], said: Message, span: Span, text: string): Diagnostic {
  const start = Math.min(span.start, text.length);
  const before = text.slice(0, start);
  const lineStart = before.lastIndexOf("\n") + 1;
  const lineEnd = text.indexOf("\n", start);
  const whole = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd).replace(/\r$/, "");
  const { excerpt, caret } = shorten(whole, start - lineStart);
  return {
    severity,
    message: said.message,
    ...(said.expected === undefined ? {} : { expected: said.expected }),
    ...(said.hint === undefined ? {} : { hint: said.hint }),
    span,
    line: before.split("\n").length,
    column: start - lineStart + 1,
    excerpt,
    caret,
  };
}

const longestExcerpt = 160;
const cutMark = "... ";

/** The part of a long line that holds its `at`-th character. */
function shorten(line: string, at: number): { excerpt: string; caret: number } {
  if (line.length <= longestExcerpt) return { excerpt: line, caret: at };
  const from = Math.max(0, Math.min(at - longestExcerpt / 4, line.length - longestExcerpt));
  const to = from + longestExcerpt;
  const before = from > 0 ? cutMark : "";
  return {
    excerpt: `${before}${line.slice(from, to)}${to < line.length ? " ..." : ""}`,
    caret: at - from + before.length,
  };
}

/** In reading order: by file, then by place; the same message at one place once. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const sorted = [...diagnostics].sort(
    (left, right) =>
      compareText(left.span.file, right.span.file) ||
      left.span.start - right.span.start ||
      compareText(left.message, right.message),
  );
  return sorted.filter((diagnostic, index) => {
    const before = sorted[index - 1];
    return before === undefined || before.message !== diagnostic.message || before.span.start !== diagnostic.span.start;
  });
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * As text for a terminal:
 *
 *     deal.yaml:5:14 error: cannot add H100e to GPU
 *       5 |   total: gpus + equivalents
 *         |          ^^^^^^^^^^^^^^^^^^
 *         expected both in the same kind of unit
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { span, line, column, excerpt, caret } = diagnostic;
  const gutter = String(line);
  const pad = " ".repeat(gutter.length);
  const width = Math.max(1, Math.min(span.end - span.start, excerpt.length - caret));
  const lines = [
    `${span.file}:${line}:${column} ${diagnostic.severity}: ${diagnostic.message}`,
    `  ${gutter} | ${excerpt}`,
    `  ${pad} | ${excerpt.slice(0, caret).replace(/[^\t]/g, " ")}${"^".repeat(width)}`,
  ];
  if (diagnostic.expected !== undefined) lines.push(`  ${pad}   expected ${diagnostic.expected}`);
  if (diagnostic.hint !== undefined) lines.push(`  ${pad}   hint: ${diagnostic.hint}`);
  return lines.join("\n");
}
