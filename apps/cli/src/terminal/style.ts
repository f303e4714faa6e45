/** Colour where the terminal has it: NO_COLOR, FORCE_COLOR and a pipe are respected by styleText. */
import { styleText } from "node:util";

type Format = Parameters<typeof styleText>[0];

/** Styled for `stream`, plain where it takes no colour. */
export function style(format: Format, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return styleText(format, text, { stream, validateStream: true });
}

export const heading = (text: string): string => style("bold", text);
export const faint = (text: string): string => style("dim", text);

/** Green for what is well, red for what is not, yellow between. */
export function stateColour(state: string): Format {
  if (["holds", "clear", "answered"].includes(state)) return "green";
  if (["fails", "tripped", "overdue"].includes(state)) return "red";
  return state === "undefined" || state === "waiting" ? "dim" : "yellow";
}
