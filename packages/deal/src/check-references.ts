/** References between sections that the schema cannot see: sources, claims, breakers, conflicts. */
import { didYouMean } from "./did-you-mean.ts";
import { acceptHint } from "./expand/drafts.ts";
import type { Diagnostic, Message, Span } from "./read/diagnostic.ts";
import type { DealText } from "./read/read-deal.ts";
import type { Key } from "./read/yaml-file.ts";

/** Every dangling reference of a deal. */
export function checkReferences(deal: DealText): Diagnostic[] {
  const { document } = deal;
  const found: Diagnostic[] = [];
  const error = (said: Message, span: Span): void => {
    found.push(deal.diagnostic("error", said, span));
  };
  const sources = Object.keys(document.sources ?? {});
  const claims = Object.keys(document.claims ?? {});
  const conflicts = Object.keys(document.conflicts ?? {});
  const breakers = Object.keys(document.breakers ?? {});
  const check = (
    given: string | readonly string[] | undefined,
    known: readonly string[],
    what: string,
    at: readonly Key[],
  ): void => {
    for (const [index, entry] of (typeof given === "string" ? [given] : (given ?? [])).entries()) {
      if (known.includes(entry)) continue;
      const isDraft = what === "claim" && deal.drafts.has(entry);
      const hint = isDraft ? `it is a draft: ${acceptHint}` : didYouMean(entry, known);
      error(
        { message: `there is no ${what} "${entry}"`, expected: `the name of a ${what}`, hint },
        deal.locate(typeof given === "string" ? at : [...at, index]),
      );
    }
  };
  for (const [id, source] of Object.entries(document.sources ?? {})) {
    check(source.root, sources, "source", ["sources", id, "root"]);
  }
  for (const [id, claim] of Object.entries(document.claims ?? {})) {
    check(claim.from, sources, "source", ["claims", id, "from"]);
    check(claim.tests, claims, "claim", ["claims", id, "tests"]);
    const forms = [claim.is, claim.states, claim.unknown === true ? true : undefined, claim.at_least ?? claim.at_most];
    if (forms.filter((form) => form !== undefined).length !== 1) {
      const said = {
        message: `claim "${id}" must give its value in one way`,
        expected: "one of `is`, `states`, `at_least`/`at_most`, `unknown: yes`",
      };
      error(said, deal.locateKey(["claims"], id));
    }
  }
  for (const [id, conflict] of Object.entries(document.conflicts ?? {})) {
    check(conflict.between, claims, "claim", ["conflicts", id, "between"]);
    check(conflict.takes, conflict.between, "claim of the conflict", ["conflicts", id, "takes"]);
  }
  for (const [id, { of, weights = {} }] of Object.entries(document.pools ?? {})) {
    check(of, claims, "claim", ["pools", id, "of"]);
    for (const member of Object.keys(weights)) check(member, of, "claim of the pool", ["pools", id, "weights", member]);
  }
  for (const [id, thesis] of Object.entries(document.thesis ?? {})) {
    check(thesis.breakers, breakers, "breaker", ["thesis", id, "breakers"]);
  }
  for (const [id, item] of Object.entries(document.watch ?? {})) {
    check(item.breaker, breakers, "breaker", ["watch", id, "breaker"]);
    check(item.answered_by, claims, "claim", ["watch", id, "answered_by"]);
  }
  for (const [id, derivation] of Object.entries(document.derivations ?? {})) {
    check(derivation.of, claims, "claim", ["derivations", id, "of"]);
    for (const kind of ["fails_if", "undetermined", "caveats"] as const) {
      for (const [index, condition] of (derivation[kind] ?? []).entries()) {
        check(condition.conflict, conflicts, "conflict", ["derivations", id, kind, index, "conflict"]);
        if (condition.if !== undefined || condition.conflict !== undefined) continue;
        const said = {
          message: "this condition tests nothing",
          expected: "`if:` with a test, or `conflict:` with a name",
        };
        error(said, deal.locate(["derivations", id, kind, index]));
      }
    }
  }
  return found;
}
