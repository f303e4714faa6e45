/**
 * A ledger of a lease, kept by hand month by month along one path: who left in which month, when a part was reclaimed, whether it
 * was renewed. It knows days, queues and accounts, and no formula of the component; expected values are sums over all paths.
 */
import { calendar, gpus, type Right, type Terms } from "./terms.fixture.ts";

const dayOf = (text: string): number => Date.parse(text) / 86_400_000;

/** The same day some months later, or the last of a shorter month. */
function later(day: number, months: number): number {
  const from = new Date(day * 86_400_000);
  const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0));
  const wanted = Math.min(from.getUTCDate(), last.getUTCDate());
  return Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), wanted) / 86_400_000;
}

/** First days of the months of the calendar, and of the one after. */
export const starts: readonly number[] = Array.from({ length: calendar.months + 1 }, (_, month) =>
  later(dayOf(`${calendar.start}-01`), month),
);
const monthStart = (month: number): number => starts[month] ?? NaN;
const indices = Array.from({ length: calendar.months }, (_, month) => month);

export type SideName = "exit" | "lessee" | "lessor";

/** How the contract ends before its term, if it does: the day, the month, and the fee that the lessor then gets. */
export interface End {
  readonly day: number;
  readonly month: number;
  readonly fee: number;
}

export interface Path {
  readonly end: End | undefined;
  /** First month without the reclaimed part. */
  readonly reclaimed: number | undefined;
  readonly renewed: boolean;
}

export interface Booked {
  readonly cash: readonly number[];
  readonly fees: readonly number[];
  readonly renewal: readonly number[];
  readonly termination: readonly number[];
  readonly hours: readonly number[];
  /** Day on which the contract ended. */
  readonly ended: number;
}

export class Ledger {
  readonly terms: Terms;
  readonly from: number;
  readonly ends: number;
  readonly sides: readonly (readonly [SideName, Right])[];
  #bills: readonly number[] | undefined;

  constructor(terms: Terms) {
    this.terms = terms;
    this.from = dayOf(terms.from);
    this.ends = later(this.from, terms.months);
    this.sides = Object.entries(terms.exits).map(([name, right]) => [
      name === "exit" || name === "lessee" ? name : "lessor",
      right,
    ]);
  }

  /** First day on which a side can give notice, and the day on which it would be gone. */
  noticeFrom({ notBefore }: Right): number {
    const days = [this.terms.valuedOn, notBefore, this.terms.from].filter((day) => day !== undefined);
    return Math.max(...days.map(dayOf));
  }
  free(right: Right): number {
    const [length, unit] = right.notice;
    const first = this.noticeFrom(right);
    return Math.min(unit === "day" ? first + length : later(first, length), this.ends);
  }

  /** The end of the contract where sides leave in these months; of two in one month the lessor's fee counts. */
  endOf(months: Readonly<Partial<Record<SideName, number | undefined>>>): End | undefined {
    const left = this.sides.flatMap(([side, right]) => {
      const month = months[side];
      if (month === undefined) return [];
      const day = Math.max(this.free(right), monthStart(month));
      return day < this.ends ? [{ side, month, day, fee: right.fee }] : [];
    });
    const [first] = left.toSorted((a, b) => a.month - b.month || (a.side === "lessor" ? -1 : 1));
    if (first === undefined) return undefined;
    const fee = first.side === "exit" ? 0 : first.side === "lessee" ? first.fee : -first.fee;
    return { day: Math.min(...left.map(({ day }) => day)), month: first.month, fee };
  }

  /** Days of the month before `day` on which the contract runs, over all its days. */
  timeShare(month: number, day: number): number {
    if (day <= monthStart(month) || this.from >= monthStart(month + 1)) return 0;
    let days = 0;
    for (let at = monthStart(month); at < monthStart(month + 1); at++) if (at >= this.from && at < day) days++;
    return days / (monthStart(month + 1) - monthStart(month));
  }

  /** What is delivered of the block: the mean of a line over the month, by the middles of its days. */
  deliveredShare(month: number, day: number): number {
    if (day <= monthStart(month) || this.from >= monthStart(month + 1)) return 0;
    const full = later(this.from, this.terms.ramp);
    let sum = 0;
    for (let at = monthStart(month); at < monthStart(month + 1); at++) {
      const middle = at + 0.5;
      if (middle > this.from) sum += middle >= full ? 1 : (middle - this.from) / (full - this.from);
    }
    return Math.min(this.timeShare(month, day), sum / (monthStart(month + 1) - monthStart(month)));
  }

  feeShare(month: number, day: number): number {
    const { rampFee } = this.terms;
    if (rampFee === undefined) return this.deliveredShare(month, day);
    const reduced = this.timeShare(month, Math.min(day, later(this.from, this.terms.ramp)));
    return (rampFee / 100) * reduced + (this.timeShare(month, day) - reduced);
  }

  ofYear(values: readonly number[], month: number): number {
    return values[Math.floor(month / 12)] ?? NaN;
  }

  /** Price over that of the start: a step in each month that holds an anniversary. */
  prices(): number[] {
    const { escalator, every } = this.terms;
    const anniversaries = Array.from({ length: 60 }, (_, count) => later(this.from, (count + 1) * every));
    const base = escalator !== undefined && "index" in escalator ? escalator.index : [];
    let last = this.ofYear(base, indices.findLast((month) => monthStart(month) <= this.from) ?? 0);
    let price = 1;
    return indices.map((month) => {
      const steps = anniversaries.some((day) => day >= monthStart(month) && day < monthStart(month + 1));
      if (!steps || escalator === undefined) return price;
      if ("rate" in escalator) price *= (1 + escalator.rate / 100) ** (every / 12);
      else {
        const now = this.ofYear(escalator.index, month);
        price *= 1 + Math.max(Math.min(now / last - 1, escalator.cap / 100), escalator.floor / 100);
        last = now;
      }
      return price;
    });
  }

  /** What is billed of a month, with a queue of what was paid for and not used; and what became of it. */
  billed(): { shares: number[]; banked: number; madeUp: number; expired: number; left: number } {
    const { takeOrPay, makeUp } = this.terms;
    let queue: { month: number; volume: number }[] = [];
    const sums = { banked: 0, madeUp: 0, expired: 0 };
    const shares = indices.map((month) => {
      const used = this.ofYear(this.terms.used, month) / 100;
      const owed = takeOrPay / 100;
      const fee = this.feeShare(month, this.ends);
      let saved = 0;
      if (makeUp !== undefined) {
        for (const { month: of, volume } of queue) if (month - of > makeUp) sums.expired += volume;
        queue = queue.filter(({ month: of }) => month - of <= makeUp);
        let wanted = Math.max(0, used - owed) * fee;
        for (const entry of queue) {
          const taken = Math.min(wanted, entry.volume);
          entry.volume -= taken;
          wanted -= taken;
          saved += taken;
        }
        sums.madeUp += saved;
        const unused = Math.max(0, owed - used) * fee;
        sums.banked += unused;
        queue.push({ month, volume: unused });
      }
      return Math.max(used, owed) - (fee > 0 ? saved / fee : 0);
    });
    return { shares, ...sums, left: queue.reduce((sum, { volume }) => sum + volume, 0) };
  }

  credit(month: number): number {
    const { service } = this.terms;
    if (service === undefined) return 0;
    const uptime = this.ofYear(service.uptime, month);
    const credits = service.tiers.filter(([below]) => uptime < below).map(([, credit]) => credit);
    return (Math.min(service.cap, Math.max(0, ...credits)) / 100) * (service.claimed / 100);
  }

  /** Dollars of a whole fee in each month. */
  bills(): readonly number[] {
    const [prices, { shares }] = [this.prices(), this.billed()];
    this.#bills ??= indices.map(
      (month) => this.terms.fee * (prices[month] ?? NaN) * (shares[month] ?? NaN) * (1 - this.credit(month)),
    );
    return this.#bills;
  }

  /** Fees up to a day on which the contract would end. */
  fees(day: number): number[] {
    const bills = this.bills();
    return indices.map((month) => (bills[month] ?? NaN) * this.feeShare(month, Math.min(day, this.ends)));
  }

  book({ end, reclaimed, renewed }: Path): Booked {
    const { terms } = this;
    const ended = end?.day ?? this.ends;
    const runsOn = end === undefined && renewed && terms.renewal !== undefined;
    const renewedUntil = runsOn ? later(this.ends, terms.renewal?.months ?? 0) : this.ends;
    const block = (month: number): number =>
      reclaimed !== undefined && month >= reclaimed ? 1 - (terms.reclaim?.share ?? 0) / 100 : 1;
    const bills = this.bills();
    const prices = this.prices();
    const lastPrice = prices[indices.findLast((month) => monthStart(month) < this.ends) ?? 0] ?? NaN;
    const renewedShare = (month: number): number => {
      let days = 0;
      for (let at = monthStart(month); at < monthStart(month + 1); at++)
        if (at >= this.ends && at < renewedUntil) days++;
      return days / (monthStart(month + 1) - monthStart(month));
    };
    const fees = indices.map((month) => (bills[month] ?? NaN) * this.feeShare(month, ended) * block(month));
    const renewal = indices.map((month) =>
      renewedShare(month) === 0
        ? 0
        : ((bills[month] ?? NaN) / (prices[month] ?? NaN)) *
          lastPrice *
          renewedShare(month) *
          ((terms.renewal?.price ?? 0) / 100) *
          block(month),
    );
    const termination = indices.map((month) => (end?.month === month ? end.fee : 0));
    const prepaid = this.prepaid(end?.month);
    const cash = indices.map((month) => {
      const energy =
        terms.energy === undefined
          ? 0
          : this.ofYear(terms.energy.cost, month) *
            (terms.energy.passed / 100) *
            this.timeShare(month, ended) *
            block(month);
      return (fees[month] ?? 0) + (renewal[month] ?? 0) + (termination[month] ?? 0) + (prepaid[month] ?? 0) + energy;
    });
    const hours = indices.map((month) => {
      const uptime = terms.service === undefined ? 1 : this.ofYear(terms.service.uptime, month) / 100;
      const share = this.deliveredShare(month, ended) + renewedShare(month);
      return gpus * 730 * share * block(month) * (this.ofYear(terms.used, month) / 100) * uptime;
    });
    return { cash, fees, renewal, termination, hours, ended: runsOn ? renewedUntil : ended };
  }

  /** An account of fees paid in advance: paid in, credited against whole months' fees, the rest paid back when the contract ends. */
  prepaid(exitMonth: number | undefined): number[] {
    const { prepayment } = this.terms;
    if (prepayment === undefined) return indices.map(() => 0);
    const paid = dayOf(prepayment.paid);
    const begin = Math.max(paid, this.from);
    const lastMonth = exitMonth ?? indices.findLast((month) => monthStart(month) < this.ends) ?? -1;
    const fees = this.fees(this.ends);
    let [balance, credited, parts] = [0, 0, 0];
    return indices.map((month) => {
      const [first, next] = [monthStart(month), monthStart(month + 1)];
      // A contract that is over before its prepayment is due never gets one.
      const due = paid >= first && paid < next && month <= lastMonth ? prepayment.amount : 0;
      balance += due;
      parts += next <= begin ? 0 : (next - Math.max(first, begin)) / (next - first) / prepayment.credited;
      const credit = Math.max(
        0,
        Math.min(fees[month] ?? 0, prepayment.amount * Math.min(1, parts) - credited, balance),
      );
      credited += credit;
      balance -= credit;
      const back = month === lastMonth ? balance : 0;
      balance -= back;
      // In the month in which it ends, what is not credited comes back at once: only their sum matters.
      return due - credit - back;
    });
  }

  /** Chance that a side which has not left by the start of a month leaves in it. */
  leavingChance(right: Right, month: number): number {
    const free = this.free(right);
    if (free >= monthStart(month + 1)) return 0;
    const part =
      (monthStart(month + 1) - Math.max(free, monthStart(month))) / (monthStart(month + 1) - monthStart(month));
    return 1 - (1 - right.hazard / 100) ** part;
  }

  /** First month from whose start on a part can be gone, and the chance that it goes then if it is still there. */
  reclaimable(month: number): number {
    const { reclaim, valuedOn, from } = this.terms;
    if (reclaim === undefined) return 0;
    const first = Math.max(dayOf(from), valuedOn === undefined ? -Infinity : dayOf(valuedOn));
    const free = Math.min(first + reclaim.notice, this.ends);
    return monthStart(month) >= free ? reclaim.hazard / 100 : 0;
  }

  /** The ways in which it may end, each with its chance. */
  waysToEnd(): Map<string, { end: End | undefined; chance: number }> {
    const found = new Map<string, { end: End | undefined; chance: number }>();
    const never: Events = [[undefined, 1]];
    const eventsOf = (index: number): Events => {
      const [, right] = this.sides[index] ?? [];
      return right === undefined ? never : events((month) => this.leavingChance(right, month));
    };
    const [one, other] = [this.sides[0]?.[0] ?? "exit", this.sides[1]?.[0] ?? "exit"];
    for (const [month, chance] of eventsOf(0)) {
      for (const [otherMonth, otherChance] of eventsOf(1)) {
        const end = this.endOf(this.sides.length > 1 ? { [one]: month, [other]: otherMonth } : { [one]: month });
        const key = JSON.stringify(end ?? "never");
        found.set(key, { end, chance: (found.get(key)?.chance ?? 0) + chance * otherChance });
      }
    }
    return found;
  }

  /** Every path with its chance. */
  *paths(): Generator<readonly [path: Path, chance: number]> {
    const never: Events = [[undefined, 1]];
    const reclaims = this.terms.reclaim === undefined ? never : events((month) => this.reclaimable(month));
    const renewed = (this.terms.renewal?.chance ?? 0) / 100;
    for (const { end, chance } of this.waysToEnd().values()) {
      for (const [reclaimed, reclaimChance] of reclaims) {
        for (const [renews, renewChance] of [[true, renewed] as const, [false, 1 - renewed] as const]) {
          const weight = chance * reclaimChance * renewChance;
          if (weight > 0) yield [{ end, reclaimed, renewed: renews }, weight];
        }
      }
    }
  }
}

type Events = (readonly [month: number | undefined, chance: number])[];

/** Months in which something happens for the first time, with their chances; undefined is never. */
export function events(chanceIn: (month: number) => number): Events {
  let still = 1;
  const found: Events = [];
  for (const month of indices) {
    const chance = still * chanceIn(month);
    if (chance > 0) found.push([month, chance]);
    still -= chance;
  }
  return [...found, [undefined, still]];
}
