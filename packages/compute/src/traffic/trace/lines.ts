/** Lines of a text that comes in pieces, without ever holding more than one line that is cut. */

/** Characters of the longest line that is read: prompts of a million tokens in blocks of 16 fit. */
export const longestLine = 2 ** 20;

/** Who takes the lines. */
export interface LineSink {
  /** A line is `text` from `from` until before `to`, its end cut off; `number` counts from 1. */
  line(text: string, from: number, to: number, number: number): void;
  /** A line of more than {@link longestLine} characters, whose text is thrown away. */
  tooLong(number: number): void;
}

/** Splits at line feeds; a carriage return before one, and a byte order mark at the very beginning, are no part of a line. */
export class LineSplitter {
  private readonly sink: LineSink;
  /** What came of the current line in earlier pieces. */
  private cut = "";
  private isSkipping = false;
  private hasBegun = false;
  private number = 1;

  constructor(sink: LineSink) {
    this.sink = sink;
  }

  push(piece: string): void {
    if (piece.length === 0) return;
    let from = 0;
    if (!this.hasBegun) {
      this.hasBegun = true;
      if (piece.charCodeAt(0) === 0xfeff) from = 1;
    }
    for (;;) {
      const feed = piece.indexOf("\n", from);
      if (feed === -1) break;
      if (this.cut === "") this.end(piece, from, feed);
      else {
        this.take(piece.slice(from, feed));
        const line = this.cut;
        this.cut = "";
        this.end(line, 0, line.length);
      }
      from = feed + 1;
    }
    this.take(piece.slice(from));
  }

  /** Gives the last line, where no line feed ends it. */
  finish(): void {
    const line = this.cut;
    this.cut = "";
    if (line.length > 0) this.end(line, 0, line.length);
  }

  private take(part: string): void {
    if (this.isSkipping) return;
    if (this.cut.length + part.length > longestLine) this.skip();
    else this.cut += part;
  }

  private end(text: string, from: number, to: number): void {
    if (!this.isSkipping && to - from > longestLine) this.skip();
    if (!this.isSkipping) {
      const isReturn = to > from && text.charCodeAt(to - 1) === 13;
      this.sink.line(text, from, isReturn ? to - 1 : to, this.number);
    }
    this.isSkipping = false;
    this.number++;
  }

  private skip(): void {
    this.isSkipping = true;
    this.cut = "";
    this.sink.tooLong(this.number);
  }
}
