/** The sums of a deal as checks see them: what they are made of and what they give, without the conditions of verdicts. */
import { namesIn, parseFormula, type Expression } from "@underwatt/engine";
import type { LedgerSum } from "@underwatt/evidence";
import { audit } from "./audit.ts";
import type { Prepared } from "./prepare.ts";

/** What recomputing a sum alone finds, beside what checks see of it. */
export interface BareSum {
  readonly sum: LedgerSum;
  /** Why it fails with no condition of its author: what was printed does not follow, or the units do not fit. */
  readonly broken: readonly string[];
}

/** Sums over claims known on the day, with every condition that their authors wrote taken out. */
export function sumsOf({ deal, catalog, asOf, expansion }: Prepared): BareSum[] {
  const bare = Object.fromEntries(
    Object.entries(deal.document.derivations ?? {}).map(([id, derivation]) => [
      id,
      { ...derivation, fails_if: undefined, undetermined: undefined, caveats: undefined },
    ]),
  );
  const found = audit(deal.holding({ ...deal.document, derivations: bare }), catalog, asOf);
  if (!("rows" in found)) return [];
  return found.rows.map((row) => {
    const { formula, of = [] } = deal.document.derivations?.[row.id] ?? { formula: "" };
    const parsed = (Array.isArray(formula) ? formula : [formula]).flatMap((text) => {
      const { expression } = { expression: undefined, ...parseFormula(String(text), expansion.units) };
      return expression === undefined ? [] : [expression];
    });
    const numbers = row.values.map(({ value }) => value);
    const claimIn = (expression: Expression): string[] => claimsIn(expression, row.claims);
    return {
      sum: {
        id: row.id,
        claims: row.claims,
        addends: unique(
          parsed
            .flatMap(addendsOf)
            .filter(({ kind }) => kind === "name")
            .flatMap(claimIn),
        ),
        dividend: unique(parsed.flatMap((one) => quotient(one)?.slice(0, 1) ?? []).flatMap(claimIn)),
        divisor: unique(parsed.flatMap((one) => quotient(one)?.slice(1) ?? []).flatMap(claimIn)),
        tests: of,
        unit: row.values[0]?.unit ?? "",
        low: Math.min(...(numbers.length === 0 ? [NaN] : numbers)),
        high: Math.max(...(numbers.length === 0 ? [NaN] : numbers)),
      },
      broken: row.verdict === "fails" ? row.why : [],
    };
  });
}

/** The formula below `in unit`. */
function bared(expression: Expression): Expression {
  return expression.kind === "convert" ? bared(expression.value) : expression;
}

/** What is divided and by what, at the top of a formula. */
function quotient(expression: Expression): [Expression, Expression] | undefined {
  const inner = bared(expression);
  return inner.kind === "binary" && inner.operator === "/" ? [inner.left, inner.right] : undefined;
}

/** What is added or subtracted at the top of a formula: nothing unless something is. */
function addendsOf(expression: Expression): Expression[] {
  const inner = bared(expression);
  if (inner.kind !== "binary" || (inner.operator !== "+" && inner.operator !== "-")) return [];
  return [inner.left, inner.right].flatMap((side) => (addendsOf(side).length > 0 ? addendsOf(side) : [side]));
}

/** Claims that a formula names, of those that the sum names. */
function claimsIn(expression: Expression, claims: readonly string[]): string[] {
  const paths = namesIn(expression).map(({ path }) => path.replace(/^claims\./, ""));
  return claims.filter((id) => paths.some((path) => path === id || path.startsWith(`${id}.`)));
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
