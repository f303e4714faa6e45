/** Assumptions, model, theses, breakers: what a deal states as formulas, nearly as written. */
import { didYouMean } from "../did-you-mean.ts";
import { test, type Definitions } from "./definitions.ts";
import { fullPath } from "./overrides.ts";

export function expandAssumptions(definitions: Definitions): void {
  for (const [id, assumption] of Object.entries(definitions.deal.document.assumptions ?? {})) {
    const long = typeof assumption === "object";
    const text = long ? assumption.is : assumption;
    const at = long ? ["assumptions", id, "is"] : ["assumptions", id];
    const { says, because, means } = long ? assumption : {};
    definitions.replaceable(`assumptions.${id}`, text, { kind: "assumption", at, says, because, means });
  }
}

export function expandModel(definitions: Definitions): void {
  for (const [id, figure] of Object.entries(definitions.deal.document.model ?? {})) {
    const long = typeof figure === "object";
    const text = long ? figure.is : figure;
    const at = long ? ["model", id, "is"] : ["model", id];
    definitions.replaceable(`model.${id}`, text, {
      kind: "model",
      at,
      ...(long ? { says: figure.says, means: figure.means, key: figure.key === true } : {}),
    });
  }
}

/** Theses and breakers. */
export function expandTests(definitions: Definitions): void {
  for (const [id, thesis] of Object.entries(definitions.deal.document.thesis ?? {})) {
    definitions.define(`thesis.${id}`, thesis.holds_if, {
      kind: "thesis",
      at: ["thesis", id, "holds_if"],
      says: thesis.says,
      expects: test,
    });
  }
  for (const [id, breaker] of Object.entries(definitions.deal.document.breakers ?? {})) {
    definitions.define(`breakers.${id}`, breaker.trips_if, {
      kind: "breaker",
      at: ["breakers", id, "trips_if"],
      says: breaker.says,
      expects: test,
    });
  }
}

/** Figures that the watch list says will be settled. */
export function checkWatch(definitions: Definitions): void {
  const { deal } = definitions;
  for (const [id, { settles }] of Object.entries(deal.document.watch ?? {})) {
    if (settles === undefined || definitions.exists(fullPath(deal.document, settles))) continue;
    definitions.error(
      {
        message: `there is no figure "${settles}" to settle`,
        expected: "a path of the deal",
        hint: didYouMean(settles, definitions.definitions.keys()),
      },
      deal.locate(["watch", id, "settles"]),
    );
  }
}
