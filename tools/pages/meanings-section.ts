/** The table of meanings of utilisation, for the reference of the deal file. */
import { meaningIds, meanings } from "@underwatt/deal";
import { markdownTable } from "./markdown.ts";

export function meaningsSection(): string {
  const rows = meaningIds.map((id) => {
    const { name, numerator, denominator, note, factors = [] } = meanings[id];
    return [`\`${id}\``, name, numerator, denominator, factors.map((factor) => `\`${factor}\``).join(" × "), note];
  });
  return [
    "## Meanings",
    "What `means:` may say. A meaning with a product is that product, and there is no other conversion; `other` is a quantity of its own, which carries no meaning on. Guide: [meanings of utilisation](../deal-language.md#meanings-of-utilisation).",
    markdownTable(["`means`", "the", "numerator", "denominator", "is", "note"], rows),
  ].join("\n\n");
}
