/**
 * Rules of FOCUS 1.2 and 1.3 for one row, entered from the pages of its columns and attributes, the changelog of 1.3, and the rules
 * of presence in its requirements model (FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec), read on 2026-11-28. What a row breaks is a sentence.
 */
import type { Row } from "./bills.fixture.ts";

/** Columns that 1.2 makes mandatory, and the two that 1.3 adds. */
export const mandatory = [
  "BilledCost",
  "BillingAccountId",
  "BillingAccountName",
  "BillingCurrency",
  "BillingPeriodEnd",
  "BillingPeriodStart",
  "ChargeCategory",
  "ChargeClass",
  "ChargeDescription",
  "ChargePeriodEnd",
  "ChargePeriodStart",
  "ContractedCost",
  "EffectiveCost",
  "InvoiceIssuerName",
  "ListCost",
  "PricingQuantity",
  "PricingUnit",
  "ProviderName",
  "PublisherName",
  "ServiceCategory",
  "ServiceName",
  "HostProviderName",
  "ServiceProviderName",
];

const neverNull = mandatory.filter((name) => !["ChargeClass", "PricingQuantity", "PricingUnit"].includes(name));

const decimals = [
  "BilledCost",
  "CommitmentDiscountQuantity",
  "ConsumedQuantity",
  "ContractedCost",
  "ContractedUnitPrice",
  "EffectiveCost",
  "ListCost",
  "ListUnitPrice",
  "PricingQuantity",
];

const dateTimes = ["BillingPeriodEnd", "BillingPeriodStart", "ChargePeriodEnd", "ChargePeriodStart"];

const allowed: Readonly<Record<string, readonly string[]>> = {
  ChargeCategory: ["Usage", "Purchase", "Tax", "Credit", "Adjustment"],
  ChargeClass: ["", "Correction"],
  ChargeFrequency: ["One-Time", "Recurring", "Usage-Based"],
  CommitmentDiscountCategory: ["", "Spend", "Usage"],
  CommitmentDiscountStatus: ["", "Used", "Unused"],
  PricingCategory: ["", "Standard", "Dynamic", "Committed", "Other"],
  ServiceCategory: [
    "AI and Machine Learning",
    "Analytics",
    "Business Applications",
    "Compute",
    "Databases",
    "Developer Tools",
    "Multicloud",
    "Identity",
    "Integration",
    "Internet of Things",
    "Management and Governance",
    "Media",
    "Migration",
    "Mobile",
    "Networking",
    "Security",
    "Storage",
    "Web",
    "Other",
  ],
};

/** Null together. */
const pairs = [
  ["PricingUnit", "PricingQuantity"],
  ["ConsumedUnit", "ConsumedQuantity"],
  ["CommitmentDiscountUnit", "CommitmentDiscountQuantity"],
  ["CommitmentDiscountCategory", "CommitmentDiscountId"],
  ["CommitmentDiscountType", "CommitmentDiscountId"],
  ["ResourceType", "ResourceId"],
  ["SkuMeter", "SkuId"],
] as const;

/** Null where there is no price of a SKU; 1.3 says so of each. */
const ofSkuPrice = [
  "CommitmentDiscountQuantity",
  "ConsumedQuantity",
  "ContractedUnitPrice",
  "ListUnitPrice",
  "PricingCategory",
  "PricingQuantity",
];

export const decimalPattern = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
export const dateTimePattern = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** What a row breaks. */
export function offencesOf(row: Row): string[] {
  const of = (name: string): string => row[name] ?? "no such column";
  const isNull = (name: string): boolean => of(name) === "";
  const same = (left: string, right: number): boolean =>
    Math.abs(Number(of(left)) - right) <= 1e-9 * Math.max(1, Math.abs(right));
  const isUsage = of("ChargeCategory") === "Usage";
  const isPurchase = of("ChargeCategory") === "Purchase";
  const isSold = (isUsage || isPurchase) && isNull("ChargeClass");
  const isCommitted = !isNull("CommitmentDiscountId");
  const isUnused = of("CommitmentDiscountStatus") === "Unused";
  const rules: (string | false)[] = [
    ...mandatory.map((name) => !(name in row) && `${name} is missing`),
    ...neverNull.map((name) => isNull(name) && `${name} is null`),
    ...decimals.map((name) => !isNull(name) && !decimalPattern.test(of(name)) && `${name} is no decimal: ${of(name)}`),
    ...dateTimes.map((name) => !dateTimePattern.test(of(name)) && `${name} is no date and time: ${of(name)}`),
    ...Object.entries(allowed).map(([name, values]) => !values.includes(of(name)) && `${name} must not be ${of(name)}`),
    ...pairs.map(([left, right]) => isNull(left) !== isNull(right) && `${left} is null where ${right} is not`),
    ...ofSkuPrice.map((name) => isNull("SkuPriceId") && !isNull(name) && `${name} without SkuPriceId`),
    ...["ContractedUnitPrice", "ListUnitPrice", "PricingCategory", "PricingQuantity", "SkuId", "SkuPriceId"].map(
      (name) => isSold && isNull(name) && `${name} is null although something is used or bought`,
    ),
    ...["ContractedUnitPrice", "ListUnitPrice"].map((name) => Number(of(name)) < 0 && `${name} is negative`),
    !/^[A-Z]{3}$/.test(of("BillingCurrency")) && "BillingCurrency is no code of ISO 4217",
    of("BillingPeriodStart") >= of("BillingPeriodEnd") && "the billing period ends before it starts",
    of("ChargePeriodStart") >= of("ChargePeriodEnd") && "the charge period ends before it starts",
    isPurchase && of("ChargeFrequency") === "Usage-Based" && "a purchase is not usage-based",
    !isNull("PricingQuantity") &&
      !same("ContractedCost", Number(of("ContractedUnitPrice")) * Number(of("PricingQuantity"))) &&
      "ContractedCost is not unit price times quantity",
    !isNull("PricingQuantity") &&
      !same("ListCost", Number(of("ListUnitPrice")) * Number(of("PricingQuantity"))) &&
      "ListCost is not unit price times quantity",
    isNull("ContractedUnitPrice") && !same("ContractedCost", Number(of("BilledCost"))) && "ContractedCost is another",
    (!isUsage || isUnused) && !isNull("ConsumedQuantity") && "ConsumedQuantity where nothing is consumed",
    isUsage && !isUnused && isNull("ConsumedQuantity") && "ConsumedQuantity is null",
    !isCommitted && !isNull("CommitmentDiscountStatus") && "CommitmentDiscountStatus without a commitment",
    !isCommitted && !isNull("CommitmentDiscountName") && "CommitmentDiscountName without a commitment",
    isCommitted && isUsage && isNull("CommitmentDiscountStatus") && "CommitmentDiscountStatus is null",
    !isUsage && !isNull("CommitmentDiscountStatus") && "CommitmentDiscountStatus of what is not used",
    isCommitted && isSold && !(Number(of("CommitmentDiscountQuantity")) > 0) && "CommitmentDiscountQuantity <= 0",
    (of("PricingCategory") === "Committed") !== (isCommitted && isUsage) && "PricingCategory Committed is wrong",
    isPurchase && !same("EffectiveCost", 0) && "a purchase ahead has an effective cost",
    of("ChargeCategory") === "Credit" && !same("EffectiveCost", Number(of("BilledCost"))) && "a credit is spread",
    of("ChargeCategory") === "Credit" && Number(of("BilledCost")) >= 0 && "a credit is not negative",
    ...appliedOffences(of("ContractApplied")),
  ];
  return rules.filter((rule) => rule !== false);
}

/** 1.3: an object with `Elements`, each with the four keys. */
function appliedOffences(text: string): (string | false)[] {
  if (text === "") return [];
  const applied: unknown = JSON.parse(text);
  const elements: unknown = Object.entries(applied ?? {}).find(([name]) => name === "Elements")?.[1];
  if (!Array.isArray(elements)) return ["ContractApplied has no Elements"];
  const keys = ["ID", "AppliedCost", "AppliedQuantity", "AppliedUnit"].map((end) => `ContractCommitment${end}`);
  return elements.map((element: unknown) => {
    const entries = Object.entries(element ?? {});
    const has = entries.map(([name]) => name).join() === keys.join();
    const [id, cost, quantity, unit] = entries.map(([, value]: [string, unknown]) => typeof value);
    const typed = id === "string" && cost === "number" && quantity === "number" && unit === "string";
    return (!has || !typed) && `ContractApplied has an element ${JSON.stringify(element)}`;
  });
}
