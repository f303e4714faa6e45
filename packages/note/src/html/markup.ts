/** Markup that is safe by construction: whatever is set into the template is escaped unless it is markup itself. */

export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Content = string | number | Markup | readonly Markup[] | undefined;

/**
 * Indentation of the source is left out; a line break stays one, which HTML reads as a space.
 *
 * @example html`<p title="${says}">${says}</p>`
 */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(strings.map((part, index) => part.replace(/\s*\n\s*/g, "\n") + render(contents[index])).join(""));
}

/** For element content and quoted attributes alike. Control characters, which no HTML may hold, are dropped. */
export function escapeHtml(text: string): string {
  const kept = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, "");
  return kept.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function render(content: Content): string {
  if (content === undefined) return "";
  if (typeof content === "string" || typeof content === "number") return escapeHtml(String(content));
  return content instanceof Markup ? content.text : content.map(({ text }) => text).join("\n");
}
