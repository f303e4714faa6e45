/** Numbers that are taken for one another though they are of different kinds. */
import { idsOf, sameQuantity, subject, type LedgerCheck, type LedgerClaim, type LedgerFinding } from "./ledger.ts";

type Numeric = LedgerClaim & { readonly value: Extract<LedgerClaim["value"], { kind: "number" }> };

function numeric(claims: readonly LedgerClaim[]): Numeric[] {
  return claims.filter((claim): claim is Numeric => claim.value.kind === "number");
}

/** Without what it is a rate of: `USD/yr` and `USD` are one money. */
function withoutTime(unit: string): string {
  return unit.replace(/\/(?:yr|year|month|quarter|day|h)$/, "");
}

/** Accelerators by the head, whatever they are called, and equivalents. */
const counted: readonly string[] = ["GPU", "chip", "H100e"];

/** The same number for another thing is no accident when it has this many digits, or is a share. */
const tellingDigits = 2;

function isTelling({ value: { unit, low } }: Numeric): boolean {
  if (unit === "%") return low > 0 && low !== 50 && low !== 100;
  return String(Math.abs(low)).replaceAll(/[.0]+$|^0\.0*|\./g, "").length >= tellingDigits;
}

export const units: readonly LedgerCheck[] = [
  {
    id: "unit-mix",
    looksFor: "one quantity in units that do not convert",
    why: "nominal accelerators are no equivalents, a stock is no flow, power is no energy",
    find: (claims) =>
      sameQuantity(numeric(claims)).flatMap((group) => {
        const found = new Set(numeric(group).map(({ value }) => value.unit));
        const [first] = group;
        if (found.size < 2 || first === undefined) return [];
        const stockAndFlow = new Set([...found].map(withoutTime)).size < found.size;
        const what = stockAndFlow ? "a stock and a flow" : "units that do not convert";
        return [
          { check: "unit-mix", claims: idsOf(group), says: `${subject(first)}: ${what}, ${[...found].join(" and ")}` },
        ];
      }),
  },
  {
    id: "same-number",
    looksFor: "one telling number under two quantities, or as accelerators and as equivalents",
    why: "the same number with two meanings is usually one of them, repeated",
    find: (claims) => {
      const points = numeric(claims).filter((claim) => claim.value.low === claim.value.high && isTelling(claim));
      // A share is another one beside it in the same place; a count is another thing wherever it stands.
      const shares = points.filter(({ value }) => value.unit === "%");
      const counts = points.filter(({ value }) => counted.includes(value.unit));
      return [
        ...twins(
          shares,
          ({ about, value }) => `${about} ${value.low}`,
          ({ quantity = "" }) => quantity,
        ),
        ...twins(
          counts,
          ({ value }) => String(value.low),
          ({ value }) => value.unit,
        ),
      ];
    },
  },
  {
    id: "payer-and-payee",
    looksFor: "one stream of money with another number for who pays than for who receives",
    why: "what one pays the other receives: one cash flow has one number",
    find: (claims) => {
      const money = numeric(claims).filter(({ value }) => /^[A-Z]{3}\/(?:yr|month)$/.test(value.unit));
      return money.flatMap((payer) =>
        /-(?:spend|cost|paid)$/.test(payer.quantity ?? "")
          ? money
              .filter(({ quantity }) => quantity !== undefined && quantity === `${stemOf(payer.quantity)}-revenue`)
              .filter((payee) => payee.value.unit === payer.value.unit && payee.asOf === payer.asOf)
              .filter(
                (payee) => payee.value.low > payer.value.high * 1.005 || payee.value.high < payer.value.low * 0.995,
              )
              .map((payee) => ({
                check: "payer-and-payee",
                claims: idsOf([payer, payee]),
                says: `${subject(payer)} and ${subject(payee)} are one stream with two numbers`,
              }))
          : [],
      );
    },
  },
  {
    id: "over-all",
    looksFor: "a share above all of it",
    why: "no more than all can be used, billed or owned",
    find: (claims) =>
      numeric(claims)
        .filter(
          ({ quantity = "", value }) =>
            value.unit === "%" && value.low > 100 && /share|occupancy|utilisation|mfu/.test(quantity),
        )
        .map((claim) => ({ check: "over-all", claims: [claim.id], says: `${subject(claim)} is above 100 %` })),
  },
];

function stemOf(quantity: string | undefined): string {
  return (quantity ?? "").replace(/-(?:spend|cost|paid)$/, "");
}

/** Groups of one number whose members are of several kinds. */
function twins(
  claims: readonly Numeric[],
  number: (claim: Numeric) => string,
  kind: (claim: Numeric) => string,
): LedgerFinding[] {
  return [...Map.groupBy(claims, number).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || new Set(group.map(kind)).size < 2) return [];
    const meant = [...new Set(group.map((claim) => `${subject(claim)} in ${claim.value.unit}`))];
    return [
      {
        check: "same-number",
        claims: idsOf(group),
        says: `one number, ${first.value.low}, means ${meant.join(" and ")}`,
      },
    ];
  });
}
