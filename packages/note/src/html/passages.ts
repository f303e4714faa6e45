/** The note's own text: Markdown to HTML, with figures set in. Raw HTML is text, images are their descriptions. */
import MarkdownItReader, { type MarkdownIt, type Token } from "markdown-it";
import type { FigureSpan, TextBlock } from "../view/note.ts";
import { figureMarkup } from "./figure.ts";
import { escapeHtml, Markup } from "./markup.ts";

/** A heading of the second level, for the contents. */
export interface Heading {
  readonly id: string;
  readonly text: string;
}

/**
 * Figures pass through Markdown as a number between two private-use characters, which mean nothing to it and which the
 * text itself is not allowed to hold.
 */
const slot = /\uE000(\d+)\uE001/g;
const slotAndPunctuation = /\uE000(\d+)\uE001([.,;:!?)\]…’”]*)/g;

/** @returns one markup for each block, and the headings of all in order */
export function passages(blocks: readonly TextBlock[]): { markups: Markup[]; headings: Heading[] } {
  const figures: FigureSpan[] = [];
  const sources = blocks.map(({ pieces }) =>
    pieces
      .map((piece) =>
        typeof piece === "string" ? piece.replace(/[\uE000\uE001]/g, "") : `\uE000${figures.push(piece) - 1}\uE001`,
      )
      .join(""),
  );
  const plain = (text: string): string => text.replace(slot, (_, index: string) => figures[Number(index)]?.text ?? "");
  const markdown = reader(figures, plain);
  const parsed = sources.map((source) => markdown.parse(source, {}));
  const headings = levelHeadings(parsed, plain);
  const markups = parsed.map((tokens) => {
    const rendered = markdown.renderer.render(tokens, markdown.options, {});
    // What is left stands in code or in an attribute, where a figure is only its text.
    const text = rendered.replace(slot, (found) => escapeHtml(plain(found)));
    // Emphasis around a figure ends before the punctuation that belongs on its line.
    return new Markup(text.replace(/(<\/button>)(<\/span>(?:<\/(?:strong|em)>)+)([.,;:!?)\]]+)/g, "$1$3$2"));
  });
  return { markups, headings };
}

function reader(figures: readonly FigureSpan[], plain: (text: string) => string): MarkdownIt {
  const markdown = new MarkdownItReader("default", { html: false, linkify: false });
  const normalise = markdown.normalizeLink.bind(markdown);
  markdown.normalizeLink = (url) => normalise(plain(url));
  markdown.renderer.rules["text"] = (tokens, index) => {
    const before = tokens.slice(0, index);
    const open = before.filter(({ type }) => type === "link_open").length;
    const insideLink = open > before.filter(({ type }) => type === "link_close").length;
    const content = tokens[index]?.content ?? "";
    const parts: string[] = [];
    let from = 0;
    for (const found of content.matchAll(slotAndPunctuation)) {
      const [all, at, after] = found;
      const figure = figures[Number(at)];
      parts.push(escapeHtml(content.slice(from, found.index)));
      parts.push(figure === undefined || insideLink ? escapeHtml(plain(all)) : figureMarkup(figure, after).text);
      from = found.index + all.length;
    }
    return parts.join("") + escapeHtml(content.slice(from));
  };
  // The page loads nothing from elsewhere, pictures included.
  markdown.renderer.rules["image"] = (tokens, index) => escapeHtml(tokens[index]?.content ?? "");
  markdown.renderer.rules["link_open"] = (tokens, index, options, _, self) => {
    tokens[index]?.attrSet("rel", "noopener noreferrer");
    return self.renderToken(tokens, index, options);
  };
  markdown.renderer.rules["table_open"] = () =>
    '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>';
  markdown.renderer.rules["table_close"] = () => "</table></div>";
  return markdown;
}

/** The title is the page's h1: the note's own top level becomes h2, and no level is skipped on the way down. */
function levelHeadings(documents: readonly Token[][], plain: (text: string) => string): Heading[] {
  const level = (token: Token): number => Number(token.tag.slice(1));
  const tokens = documents.flat();
  const top = Math.min(...tokens.filter(({ type }) => type === "heading_open").map(level));
  const headings: Heading[] = [];
  const taken = new Map<string, number>();
  let last = 1;
  for (const [index, token] of tokens.entries()) {
    if (token.type === "heading_close") token.tag = `h${last}`;
    if (token.type !== "heading_open") continue;
    last = Math.min(level(token) - top + 2, last + 1, 6);
    token.tag = `h${last}`;
    const inline = tokens[index + 1]?.children ?? [];
    const text = plain(inline.map(({ type, content }) => (type === "softbreak" ? " " : content)).join(""));
    const id = unique(`s-${slug(text)}`, taken);
    token.attrSet("id", id);
    if (last === 2) headings.push({ id, text });
  }
  return headings;
}

function slug(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join("-") || "section";
}

function unique(id: string, taken: Map<string, number>): string {
  const count = (taken.get(id) ?? 0) + 1;
  taken.set(id, count);
  return count === 1 ? id : `${id}--${count}`;
}
