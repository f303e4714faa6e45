/** The sums under `derivations`, with what was printed and the conditions of their verdicts. */
import type { Expectation } from "@underwatt/engine";
import type { Key } from "../read/yaml-file.ts";
import type { FormulaText } from "../schema/values.ts";
import { test, type Definitions } from "./definitions.ts";

const share: Expectation = { kind: { unit: "" }, series: false };

/** Sums that others made, in which a claim reads as printed and `result` is the recomputed value. */
export function expandDerivations(definitions: Definitions): void {
  for (const [id, derivation] of Object.entries(definitions.deal.document.derivations ?? {})) {
    const base = `derivations.${id}`;
    const at: readonly Key[] = ["derivations", id];
    const define = (path: string, text: FormulaText, place: readonly Key[], expects?: Expectation): void => {
      const aliases = new Map(["", ".low", ".high"].map((end) => [`result${end}`, `${base}.formula${end}`]));
      for (const claim of definitions.book.claims) aliases.set(`claims.${claim.id}`, `claims.${claim.id}.printed`);
      definitions.define(path, text, {
        kind: "model",
        at: place,
        aliases,
        ...(expects === undefined ? {} : { expects }),
      });
    };
    if (Array.isArray(derivation.formula)) {
      for (const [index, end] of derivation.formula.entries()) {
        const side = index === 0 ? "low" : "high";
        define(`${base}.formula.${side}`, end, [...at, "formula", index]);
      }
    } else define(`${base}.formula`, derivation.formula, [...at, "formula"]);
    define(`${base}.printed`, derivation.printed, [...at, "printed"]);
    if (derivation.within !== undefined) define(`${base}.within`, derivation.within, [...at, "within"], share);
    for (const [index, more] of (derivation.also ?? []).entries()) {
      define(`${base}.also.${index}.formula`, more.formula, [...at, "also", index, "formula"]);
      define(`${base}.also.${index}.printed`, more.printed, [...at, "also", index, "printed"]);
    }
    for (const kind of ["fails_if", "undetermined", "caveats"] as const) {
      for (const [index, condition] of (derivation[kind] ?? []).entries()) {
        if (condition.if !== undefined)
          define(`${base}.${kind}.${index}`, condition.if, [...at, kind, index, "if"], test);
      }
    }
  }
}
