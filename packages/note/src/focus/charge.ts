/** A charge: what one row of the Cost and Usage dataset says, in the terms of a contract. */

/** A contract whose charges are written. */
export interface BilledContract {
  /** Of the contract, of what it commits to, and of what is let: a deal's name, and the contract's in it. */
  readonly id: string;
  readonly name: string;
  /** Who bills, and provides the service. */
  readonly provider: string;
  /** Who is billed. */
  readonly customer: string;
}

/** A service by its name and the categories that the specification allows. */
export interface Service {
  readonly name: string;
  readonly category: "Compute" | "Other";
  readonly subcategory: "Other (Compute)" | "Other (Other)";
}

/** Quantity times unit price: what the charge costs by contract, whoever pays it and when. */
export interface Priced {
  /** What is sold, of the contract. */
  readonly sku: string;
  readonly meter: string;
  readonly category: "Standard" | "Committed" | "Other";
  readonly quantity: number;
  readonly unit: string;
  /** In the deal's currency, never negative. */
  readonly unitPrice: number;
}

/** The part that a charge has in what was committed to. */
export interface Committed {
  /** In `committedUnit`; null where a correction has none. */
  readonly quantity: number | null;
  /** Of usage: whether it was used. */
  readonly status?: "Used" | "Unused";
}

/** What a charge counts for towards a commitment, and in what unit. */
export interface Applied {
  readonly cost: number;
  readonly quantity: number;
  readonly unit: string;
}

export interface Charge {
  /** Month of the calendar that it is billed in. */
  readonly month: number;
  /** The time that it is for: first moment, and the first after it, in days since 1970-01-01. */
  readonly from: number;
  readonly until: number;
  readonly category: "Usage" | "Purchase" | "Credit" | "Adjustment";
  readonly frequency: "One-Time" | "Recurring" | "Usage-Based";
  /** Whether it corrects a bill of an earlier month. */
  readonly corrects?: true;
  readonly description: string;
  readonly service: Service;
  /** What is invoiced in the month, in the deal's currency. */
  readonly billed: number;
  /** What the time costs once purchases are spread over what they pay for. */
  readonly effective: number;
  readonly priced?: Priced;
  /** In the unit in which it is priced. */
  readonly consumed?: number;
  readonly committed?: Committed;
  readonly applied?: Applied;
}

/** Unit in which accelerators are priced, used and committed to. */
export const committedUnit = "GPU-Hours";
