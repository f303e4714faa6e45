/**
 * The Contract Commitment dataset of FOCUS 1.3: its twelve columns. A row is what a contract commits to in the part of its term that
 * the calendar holds, so that it is what the charges count towards.
 *
 * Source: the changelog of FOCUS 1.3 (December 2025) and the columns of the dataset, read on 2026-11-28.
 */
import { cellText, dateTime, type Cell } from "./cell.ts";
import type { BilledContract } from "./charge.ts";
import type { Table } from "./table.ts";

export interface Commitment {
  readonly contract: BilledContract;
  /** Whether it is to use or to spend. */
  readonly category: "Usage" | "Spend";
  readonly type: string;
  readonly cost: number;
  readonly quantity: number;
  readonly unit: string;
  /** Term of the contract, and the part of it that the calendar holds, in days since 1970-01-01. */
  readonly term: readonly [from: number, until: number];
  readonly period: readonly [from: number, until: number];
}

type Column = readonly [name: string, cell: (commitment: Commitment, currency: string) => Cell];

const columns: readonly Column[] = [
  ["BillingCurrency", (_, currency) => currency],
  ["ContractCommitmentCategory", ({ category }) => category],
  ["ContractCommitmentCost", ({ cost }) => cost],
  ["ContractCommitmentId", ({ contract }) => contract.id],
  ["ContractCommitmentPeriodEnd", ({ period }) => dateTime(period[1])],
  ["ContractCommitmentPeriodStart", ({ period }) => dateTime(period[0])],
  ["ContractCommitmentQuantity", ({ quantity }) => quantity],
  ["ContractCommitmentType", ({ type }) => type],
  ["ContractCommitmentUnit", ({ unit }) => unit],
  ["ContractId", ({ contract }) => contract.id],
  ["ContractPeriodEnd", ({ term }) => dateTime(term[1])],
  ["ContractPeriodStart", ({ term }) => dateTime(term[0])],
];

export function contractCommitments(commitments: readonly Commitment[], currency: string): Table {
  const rows = commitments.map((commitment) =>
    columns.map(([name, cell]) => cellText(name, cell(commitment, currency))),
  );
  return { columns: columns.map(([name]) => name), rows };
}
