/** A document's lines into sentences, each with the place it stands in. */

/** A stretch of a document that its reader took for one: a line of a text, a block of a page. */
export interface Line {
  readonly text: string;
  /** Line of the file, where it has lines. */
  readonly line?: number | undefined;
  /** Page, where it has pages. */
  readonly page?: number | undefined;
}

export interface Sentence {
  readonly text: string;
  readonly line: number | undefined;
  readonly page: number | undefined;
  /** The sentence of the next block begins with this dash-led name: the quotation's speaker. */
  readonly attribution: string | undefined;
  /** Header of the column and first cell of the row, where the sentence is a cell of a table. */
  readonly heading: string | undefined;
}

const abbreviations =
  /(?:\b(?:U\.S|U\.K|Inc|Corp|Ltd|Co|vs|approx|e\.g|i\.e|No|Nos|Mr|Ms|Mrs|Dr|Prof|St|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Fig|al|est|cf|p\.a)|\b\p{Lu})\.$/u;
const ending = /[.!?…]["”’)\]]*(?=\s+["“‘([]?[\p{Lu}\d$€£@~•])/gu;
/** What begins a line of its own, however long the line before. */
const opener = /^\s*(?:[-*•·|#>]|\d+[.)]\s)/;
/** A line this long without an end of a sentence was broken by its width. */
const wrapped = 55;
/** No sentence of a person is longer; hostile text is cut so that work stays in proportion to its length. */
const longest = 2000;

/** Sentences in the order of the document. */
export function sentencesOf(lines: readonly Line[]): Sentence[] {
  const blocks = blocksOf(lines);
  return blocks.flatMap((block, index): Sentence[] => {
    const attribution = attributionOf(blocks[index + 1]?.text);
    if (/^\s*\|/.test(block.text)) return cellsOf(block, blocks, index);
    return piecesOf(block.text).map(({ text, start }) => ({
      text,
      line: block.lineAt(start),
      page: block.page,
      attribution,
      heading: undefined,
    }));
  });
}

interface Block {
  readonly text: string;
  readonly page: number | undefined;
  readonly lineAt: (offset: number) => number | undefined;
}

/** Lines that were broken by their width, joined again. */
function blocksOf(lines: readonly Line[]): Block[] {
  const blocks: Block[] = [];
  let open:
    | { parts: string[]; starts: number[]; lines: (number | undefined)[]; page: number | undefined; length: number }
    | undefined;
  const close = (): void => {
    if (open === undefined) return;
    const { parts, starts, lines: numbers, page } = open;
    blocks.push({
      text: parts.join(" "),
      page,
      lineAt: (offset) =>
        numbers[
          Math.max(
            0,
            starts.findLastIndex((start) => start <= offset),
          )
        ],
    });
    open = undefined;
  };
  let previous = "";
  for (const { text, line, page } of lines) {
    const trimmed = text.trim();
    if (trimmed === "") {
      close();
      previous = "";
      continue;
    }
    const continues =
      open !== undefined &&
      open.page === page &&
      previous.length >= wrapped &&
      previous.length <= 200 &&
      !/[.!?:|"”]$/.test(previous) &&
      !opener.test(text) &&
      open.length < longest;
    if (!continues) close();
    open ??= { parts: [], starts: [], lines: [], page, length: 0 };
    open.starts.push(open.length);
    open.parts.push(trimmed);
    open.lines.push(line);
    open.length += trimmed.length + 1;
    previous = trimmed;
  }
  close();
  return blocks;
}

function piecesOf(text: string): { text: string; start: number }[] {
  const pieces: { text: string; start: number }[] = [];
  let start = 0;
  const push = (end: number): void => {
    for (; start < end; start += longest) {
      const piece = text.slice(start, Math.min(end, start + longest));
      if (piece.trim() !== "") pieces.push({ text: piece.trim(), start });
    }
    start = end;
  };
  for (const match of text.matchAll(ending)) {
    const end = match.index + match[0].length;
    if (match[0].startsWith(".") && abbreviations.test(text.slice(Math.max(start, end - 12), match.index + 1)))
      continue;
    push(end);
  }
  push(text.length);
  return pieces;
}

/** Cells of a row of a Markdown table, each with its headings. */
function cellsOf(block: Block, blocks: readonly Block[], index: number): Sentence[] {
  if (/^\s*\|[\s|:-]+$/.test(block.text)) return [];
  let top = index;
  while (top > 0 && /^\s*\|/.test(blocks[top - 1]?.text ?? "") && index - top < 500) top--;
  const header = top === index ? [] : cells(blocks[top]?.text ?? "");
  const row = cells(block.text);
  return row.flatMap((text, column): Sentence[] => {
    if (text === "") return [];
    const heading = [row[0], header[column]].filter((part) => part !== undefined && part !== "" && part !== text);
    return [
      {
        text,
        line: block.lineAt(0),
        page: block.page,
        attribution: undefined,
        heading: heading.length === 0 ? undefined : heading.join(", "),
      },
    ];
  });
}

function cells(row: string): string[] {
  return row
    .trim()
    .replace(/^\|/, "")
    .replace(/\|$/, "")
    .split("|")
    .slice(0, 100)
    .map((cell) => cell.trim());
}

/** `- Frank Downing, FYI podcast` under a quotation. */
function attributionOf(text: string | undefined): string | undefined {
  const [, name] = /^[-–—]\s*(\p{Lu}[^.:;!?\d]{2,60})$/u.exec(text?.trim() ?? "") ?? [];
  return name;
}
