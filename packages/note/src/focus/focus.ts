/**
 * FOCUS rows of a deal's contracts: the bills to come, in the form in which bills are compared with what was foreseen. Every
 * uncertain input is at its median, and nobody leaves: bills are scheduled, not weighted by chances.
 */
import type { Prepared } from "@underwatt/deal";
import type { BilledContract, Charge } from "./charge.ts";
import { commitmentCharges, committedMoney } from "./commitment-charges.ts";
import { ContractFigures } from "./contract-figures.ts";
import { contractCommitments, type Commitment } from "./contract-commitment.ts";
import { costAndUsage } from "./cost-and-usage.ts";
import { FocusError } from "./focus-error.ts";
import { leaseCharges } from "./lease-charges.ts";
import type { Table } from "./table.ts";

export interface FocusTables {
  /** Cost and Usage: columns of FOCUS 1.2 with those of 1.3 that a contract fills. */
  readonly costAndUsage: Table;
  /** Contract Commitment, of FOCUS 1.3. */
  readonly contractCommitments: Table;
}

interface Billing {
  readonly contract: BilledContract;
  readonly charges: readonly Charge[];
  readonly commitments: readonly Commitment[];
}

/**
 * Rows of every lease and capacity commitment that is no other reading of one that is written.
 * @throws FocusError when there is none, when the currency is none that a bill can be in, or a figure is undefined
 */
export function focusTables(prepared: Prepared): FocusTables {
  const { document } = prepared.deal;
  const { currency } = document;
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new FocusError(
      `${currency} is no currency of a bill: FOCUS asks for a code of three capital letters, such as USD`,
    );
  }
  const billings = Object.entries(document.contracts ?? {}).flatMap(([name, written]) => {
    const kind = Object.hasOwn(kinds, written.kind) ? kinds[written.kind] : undefined;
    if (kind === undefined || written.instead_of !== undefined) return [];
    const contract: BilledContract = {
      id: `${document.deal}/contracts/${name}`,
      name,
      provider: textOf(written, kind.provider),
      customer: textOf(written, kind.customer),
    };
    return [kind.bill(contract, new ContractFigures(prepared, name), currency)];
  });
  if (billings.length === 0) {
    throw new FocusError("the deal has no lease and no capacity commitment, of which FOCUS rows could be made");
  }
  return {
    costAndUsage: costAndUsage(billings, currency, prepared.graph.program.calendar.starts),
    contractCommitments: contractCommitments(
      billings.flatMap(({ commitments }) => commitments),
      currency,
    ),
  };
}

interface Kind {
  /** Keys under which the parties stand. */
  readonly provider: string;
  readonly customer: string;
  bill(contract: BilledContract, figures: ContractFigures, currency: string): Billing;
}

const kinds: Readonly<Record<string, Kind>> = {
  lease: {
    provider: "lessor",
    customer: "lessee",
    bill(contract, figures, currency) {
      const charges = leaseCharges(figures, currency);
      const applied = charges.flatMap((charge) => charge.applied ?? []);
      const [first] = applied;
      if (first === undefined) return { contract, charges, commitments: [] };
      const commitment: Commitment = {
        contract,
        category: "Usage",
        type: "Take-or-pay lease",
        cost: sum(applied.map(({ cost }) => cost)),
        quantity: sum(applied.map(({ quantity }) => quantity)),
        unit: first.unit,
        ...timesOf(figures),
      };
      return { contract, charges, commitments: [commitment] };
    },
  },
  commitment: {
    provider: "seller",
    customer: "buyer",
    bill(contract, figures, currency) {
      const charges = commitmentCharges(figures, currency);
      const committed = sum(committedMoney(figures));
      if (committed <= 0) return { contract, charges, commitments: [] };
      const commitment: Commitment = {
        contract,
        category: "Spend",
        type: "Capacity commitment",
        cost: committed,
        quantity: committed,
        unit: currency,
        ...timesOf(figures),
      };
      return { contract, charges, commitments: [commitment] };
    },
  },
};

/** The term, and the part of it that the calendar holds. */
function timesOf(figures: ContractFigures): Pick<Commitment, "term" | "period"> {
  const { starts } = figures;
  const term = [figures.one("term.from"), figures.one("ends")] as const;
  const [first = NaN, last = NaN] = [starts[0], starts.at(-1)];
  return { term, period: [Math.max(term[0], first), Math.min(term[1], last)] };
}

function textOf(written: object, key: string): string {
  const found: unknown = Object.entries(written).find(([name]) => name === key)?.[1];
  return typeof found === "string" ? found : "";
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
