/**
 * The Cost and Usage dataset: the columns of FOCUS 1.2, with the three of 1.3 that a contract fills.
 *
 * Source of names, allowed values and rules: FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec, the pages of its columns and the changelog of 1.3
 * (December 2025), read on 2026-11-28. docs/focus.md says what each column holds.
 */
import { cellText, dateTime, type Cell } from "./cell.ts";
import { committedUnit, type BilledContract, type Charge } from "./charge.ts";
import type { Table } from "./table.ts";

interface Row {
  readonly charge: Charge;
  readonly contract: BilledContract;
  readonly currency: string;
  readonly starts: Float64Array;
}

type Column = readonly [name: string, cell: (row: Row) => Cell];

/** In the order of the specification, which is the alphabet's. */
const columns: readonly Column[] = [
  ["BilledCost", ({ charge }) => charge.billed],
  ["BillingAccountId", ({ contract }) => contract.customer],
  ["BillingAccountName", ({ contract }) => contract.customer],
  ["BillingCurrency", ({ currency }) => currency],
  ["BillingPeriodEnd", ({ charge, starts }) => dateTime(starts[charge.month + 1] ?? NaN)],
  ["BillingPeriodStart", ({ charge, starts }) => dateTime(starts[charge.month] ?? NaN)],
  ["ChargeCategory", ({ charge }) => charge.category],
  ["ChargeClass", ({ charge }) => (charge.corrects === true ? "Correction" : null)],
  ["ChargeDescription", ({ charge }) => charge.description],
  ["ChargeFrequency", ({ charge }) => charge.frequency],
  ["ChargePeriodEnd", ({ charge }) => dateTime(charge.until)],
  ["ChargePeriodStart", ({ charge }) => dateTime(charge.from)],
  ["CommitmentDiscountCategory", ofCommitted(() => "Usage")],
  ["CommitmentDiscountId", ofCommitted(({ contract }) => contract.id)],
  ["CommitmentDiscountName", ofCommitted(({ contract }) => contract.name)],
  ["CommitmentDiscountQuantity", ({ charge }) => charge.committed?.quantity ?? null],
  ["CommitmentDiscountStatus", ({ charge }) => charge.committed?.status ?? null],
  ["CommitmentDiscountType", ofCommitted(() => "Take-or-pay lease")],
  ["CommitmentDiscountUnit", ({ charge }) => (charge.committed?.quantity == null ? null : committedUnit)],
  ["ConsumedQuantity", ({ charge }) => charge.consumed ?? null],
  ["ConsumedUnit", ({ charge }) => (charge.consumed === undefined ? null : (charge.priced?.unit ?? null))],
  ["ContractApplied", contractApplied],
  ["ContractedCost", contractedCost],
  ["ContractedUnitPrice", ({ charge }) => charge.priced?.unitPrice ?? null],
  ["EffectiveCost", ({ charge }) => charge.effective],
  ["HostProviderName", ({ contract }) => contract.provider],
  // No invoice has been issued: these are the bills to come.
  ["InvoiceId", () => null],
  ["InvoiceIssuerName", ({ contract }) => contract.provider],
  // A block that is let to one tenant has no price on a public list: the contract's stands for it.
  ["ListCost", contractedCost],
  ["ListUnitPrice", ({ charge }) => charge.priced?.unitPrice ?? null],
  ["PricingCategory", ({ charge }) => charge.priced?.category ?? null],
  ["PricingQuantity", ({ charge }) => charge.priced?.quantity ?? null],
  ["PricingUnit", ({ charge }) => charge.priced?.unit ?? null],
  ["ProviderName", ({ contract }) => contract.provider],
  ["PublisherName", ({ contract }) => contract.provider],
  ["ResourceId", ({ contract }) => contract.id],
  ["ResourceName", ({ contract }) => contract.name],
  ["ResourceType", () => "Contract"],
  ["ServiceCategory", ({ charge }) => charge.service.category],
  ["ServiceName", ({ charge }) => charge.service.name],
  ["ServiceProviderName", ({ contract }) => contract.provider],
  ["ServiceSubcategory", ({ charge }) => charge.service.subcategory],
  ["SkuId", sku],
  ["SkuMeter", ({ charge }) => charge.priced?.meter ?? null],
  ["SkuPriceDetails", () => null],
  ["SkuPriceId", sku],
];

export interface Billed {
  readonly contract: BilledContract;
  readonly charges: readonly Charge[];
}

/** @param starts first days of the months and the day after the last one, in days since 1970-01-01 */
export function costAndUsage(billed: readonly Billed[], currency: string, starts: Float64Array): Table {
  const rows = billed.flatMap(({ contract, charges }) =>
    charges.map((charge) =>
      columns.map(([name, cell]) => cellText(name, cell({ charge, contract, currency, starts }))),
    ),
  );
  return { columns: columns.map(([name]) => name), rows };
}

function ofCommitted(cell: (row: Row) => Cell): (row: Row) => Cell {
  return (row) => (row.charge.committed === undefined ? null : cell(row));
}

/** Quantity times unit price; a charge that has none is what it bills, as for credits. */
function contractedCost({ charge: { priced, billed } }: Row): number {
  return priced === undefined ? billed : priced.quantity * priced.unitPrice;
}

function sku({ charge, contract }: Row): Cell {
  return charge.priced === undefined ? null : `${contract.id}/${charge.priced.sku}`;
}

/** The object of FOCUS 1.3, by which a charge counts towards a commitment. */
function contractApplied({ charge: { applied }, contract }: Row): Cell {
  if (applied === undefined) return null;
  const element = {
    ContractCommitmentID: contract.id,
    ContractCommitmentAppliedCost: applied.cost,
    ContractCommitmentAppliedQuantity: applied.quantity,
    ContractCommitmentAppliedUnit: applied.unit,
  };
  return JSON.stringify({ Elements: [element] });
}
