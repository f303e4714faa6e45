/** What became of the rows of a trace. */

/** Rows refused for one reason. */
export interface Refusal {
  readonly count: number;
  /** The first lines it happened in, counted from 1. */
  readonly firstLines: readonly number[];
}

/** How a trace was read, and what was mended and refused. */
export interface TraceReport {
  readonly format: "csv" | "json-lines" | undefined;
  /** The columns or keys that were read, by what they were taken for. */
  readonly columns: { readonly time: string; readonly input: string; readonly output: string; readonly tier?: string };
  /** How times were read, in words. */
  readonly times: string;
  /** Names of the tiers, by their index. */
  readonly tiers: readonly string[];
  /** Lines with something in them, the header not counted. */
  readonly rows: number;
  /** Requests given out or still held to be put in order. */
  readonly kept: number;
  readonly mended: {
    /** Requests behind a later one, put in order; they are kept. */
    readonly sorted: number;
    /** Requests without a single token of answer: taken for failed, and left out. */
    readonly failed: number;
  };
  /** By reason: a clause that begins with what was wrong, such as `prompt tokens: negative`. */
  readonly refused: Readonly<Record<string, Refusal>>;
}

const linesNamed = 5;

/** Counts refusals by reason. */
export class Refusals {
  total = 0;
  private readonly byReason = new Map<string, { count: number; firstLines: number[] }>();

  add(reason: string, line: number): void {
    this.total++;
    const refusal = this.byReason.get(reason);
    if (refusal === undefined) this.byReason.set(reason, { count: 1, firstLines: [line] });
    else {
      refusal.count++;
      if (refusal.firstLines.length < linesNamed) refusal.firstLines.push(line);
    }
  }

  get record(): Readonly<Record<string, Refusal>> {
    return Object.fromEntries(
      [...this.byReason].map(([reason, { count, firstLines }]) => [reason, { count, firstLines: [...firstLines] }]),
    );
  }
}

/** A report as sentences for people. */
export function describeReport({ rows, kept, mended, refused, columns, times }: TraceReport): string[] {
  return [
    `${grouped(rows)} rows read, ${grouped(kept)} requests kept; times: ${times}; prompt: ${columns.input}; answer: ${columns.output}`,
    ...(mended.sorted > 0 ? [`${grouped(mended.sorted)} rows stood behind a later one and were put in order`] : []),
    ...(mended.failed > 0
      ? [`${grouped(mended.failed)} rows have no answer token: taken for failed requests and left out`]
      : []),
    ...refusalClauses(refused).map((clause) => `refused: ${clause}`),
  ];
}

/** Reasons with their counts and lines, the most frequent first. */
export function refusalClauses(refused: TraceReport["refused"]): string[] {
  return Object.entries(refused)
    .sort(([, a], [, b]) => b.count - a.count)
    .map(([reason, { count, firstLines }]) => {
      const lines = firstLines.map(grouped).join("; ");
      return `${reason} (${grouped(count)} ${count === 1 ? `row, line ${lines}` : `rows, first in lines ${lines}`})`;
    });
}

/** A whole number with its thousands apart. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}
