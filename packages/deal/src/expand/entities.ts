/** Links as figures, and what is wrong with entities and links. */
import { didYouMean } from "../did-you-mean.ts";
import type { Key } from "../read/yaml-file.ts";
import type { Definitions } from "./definitions.ts";
import { slugOf } from "./parties.ts";

export function expandLinks(definitions: Definitions): void {
  for (const [id, link] of Object.entries(definitions.deal.document.links ?? {})) {
    definitions.define(`links.${id}.is`, link.is, {
      kind: "contract",
      at: ["links", id, "is"],
      says: `${link.payer} to ${link.payee}: ${link.for}`,
      expects: { kind: { unit: definitions.money("$") }, series: false },
    });
    if (slugOf(link.payer) !== slugOf(link.payee)) continue;
    const said = { message: `"${id}" is from ${link.payer} to itself`, expected: "two parties" };
    definitions.error(said, definitions.deal.locate(["links", id, "payee"]));
  }
}

export function checkEntities(definitions: Definitions): void {
  const { deal, book } = definitions;
  const { entities = {}, links = {}, conflicts = {} } = deal.document;
  const claims = book.claims.map(({ id }) => id);
  const check = (
    given: string | readonly string[] | undefined,
    known: readonly string[],
    what: string,
    at: readonly Key[],
  ): void => {
    for (const [index, entry] of (typeof given === "string" ? [given] : (given ?? [])).entries()) {
      if (known.includes(entry)) continue;
      const hint = didYouMean(entry, known);
      const said = {
        message: `there is no ${what} "${entry}"`,
        expected: `the name of ${what === "entity" ? "an" : "a"} ${what}`,
        hint,
      };
      definitions.error(said, deal.locate(typeof given === "string" ? at : [...at, index]));
    }
  };
  for (const [id, entity] of Object.entries(entities)) {
    const at: readonly Key[] = ["entities", id];
    check(entity.settles, Object.keys(conflicts), "conflict", [...at, "settles"]);
    for (const part of ["aliases", "owners", "status"] as const) {
      for (const [index, dated] of (entity[part] ?? []).entries()) {
        check(dated.claim, claims, "claim", [...at, part, index, "claim"]);
        if (dated.from === undefined || dated.until === undefined || dated.from < dated.until) continue;
        const said = { message: "it ends before it begins", expected: "`until:` a day after `from:`" };
        definitions.error(said, deal.locate([...at, part, index, "until"]));
      }
    }
    for (const [index, { entity: owner }] of (entity.owners ?? []).entries())
      check(owner, Object.keys(entities), "entity", [...at, "owners", index, "entity"]);
  }
  for (const [id, { claim }] of Object.entries(links)) check(claim, claims, "claim", ["links", id, "claim"]);
}
