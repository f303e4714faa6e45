/** Drafts as a file of a deal: YAML that `include` may name, and that no formula sees. */
import { stringify } from "yaml";
import type { Intake } from "./intake-result.ts";

/** The file's text. What the documents say stands in it as text, whatever it is. */
export function draftsFile({ documents, drafts }: Intake): string {
  const head = [
    "Drafts: found by `underwatt intake`, and looked over by nobody. No formula sees them.",
    "To accept one: correct what stands under its `claim:`, move that to `claims:` under a name of its own, give its document",
    "an entry under `sources:`, and delete the draft. Grades, subjects and quantities are guesses.",
    "",
    "sources:",
    ...documents.map(({ name, file }) => `  ${name}: { publisher: ?, date: ?, role: ? }   from ${file}`),
  ];
  const comment = head.map((line) => `# ${line}`.trimEnd()).join("\n");
  // No line is broken, so that a search for a quotation finds it.
  const body = stringify({ drafts }, { lineWidth: 0, defaultStringType: "PLAIN", aliasDuplicateObjects: false });
  return `${comment}\n${body}`;
}
