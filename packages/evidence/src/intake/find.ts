/** Everything that a document measures or dates, each with its place, its wording and what a draft of it would propose. */
import { cleanText } from "./clean.ts";
import { doubtIn } from "./hedges.ts";
import { proposeGrade, proposeNames, type ProposedGrade, type ProposedNames } from "./propose.ts";
import { quantitiesIn, type DateMention, type Quantity } from "./quantities.ts";
import { sentencesOf, type Line } from "./sentences.ts";
import { speakerOf, type Speaker } from "./speakers.ts";
import { tokensOf } from "./tokens.ts";

/** A document as its reader gives it. */
export interface ReadDocument {
  /** Name of the file, as the user gave it. */
  readonly file: string;
  readonly lines: readonly Line[];
}

/** One quantity or date found, with the place it stands in. */
export interface IntakeFinding {
  readonly file: string;
  readonly line: number | undefined;
  readonly page: number | undefined;
  /** The sentence, without characters that are not shown; places of the item count in it. */
  readonly sentence: string;
  /** What stands with it: the sentence before, or the headings of a table's cell. */
  readonly context: string;
  readonly item: Quantity | DateMention;
  /** Words of the sentence that make it less than certain. */
  readonly doubt: readonly string[];
  /** Other dates of the sentence. */
  readonly dates: readonly string[];
  readonly speaker: Speaker | undefined;
  readonly grade: ProposedGrade;
  readonly names: ProposedNames;
}

/** Findings in the order of the document. */
export function findingsIn({ file, lines }: ReadDocument): IntakeFinding[] {
  const cleaned = lines.map((line) => ({ ...line, text: cleanText(line.text) }));
  const sentences = sentencesOf(cleaned);
  return sentences.flatMap(({ text, line, page, attribution, heading }, index) => {
    const items = quantitiesIn(text, heading);
    if (items.length === 0) return [];
    const speaker = speakerOf(text, attribution);
    const context = heading ?? sentences[index - 1]?.text ?? "";
    const doubt = doubtIn(tokensOf(text));
    const grade = proposeGrade(text, speaker);
    const dated = items.filter((item) => item.kind === "date");
    return items.map((item): IntakeFinding => {
      const dates = [...new Set(dated.filter((other) => other !== item).map(({ date }) => date))];
      const said = heading === undefined ? text : `${heading}: ${text}`;
      const shifted = said.length - text.length;
      const names = proposeNames(said, { ...item, start: item.start + shifted, end: item.end + shifted });
      return { file, line, page, sentence: text, context, item, doubt, dates, speaker, grade, names };
    });
  });
}
