/** Formulas that nobody wrote, drawn from the grammar. */
import type { Chance } from "./random.ts";
import { calls, dates, names, numbers, units } from "./vocabulary.ts";

/** A formula out of the grammar, right or wrong, with at most `depth` levels of nesting. */
export function formula(chance: Chance, depth: number): string {
  const inner = (): string => formula(chance, depth - 1);
  if (depth <= 0 || chance.next() < 0.15) {
    const leaf = chance.below(6);
    if (leaf < 3) return `${chance.pick(numbers)} ${chance.pick(units)}`;
    if (leaf === 3) return chance.pick(numbers);
    return chance.pick(leaf === 4 ? names : dates);
  }
  switch (chance.below(9)) {
    case 0:
      return `(${inner()})`;
    case 1:
      return `${inner()} to ${inner()}`;
    case 2:
      return `${inner()} in ${chance.pick(units)}`;
    case 3:
      return `${chance.pick(["-", "not "])}${inner()}`;
    case 4:
    case 5: {
      const given = Array.from({ length: chance.below(4) }, () =>
        chance.next() < 0.2 ? `${inner()} @ ${inner()}` : inner(),
      );
      return `${chance.pick(calls)}(${given.join(", ")})`;
    }
    default:
      return `${inner()} ${chance.pick(["+", "-", "*", "/", "^", "<", ">=", "==", "and", "or"])} ${inner()}`;
  }
}

/** A plain number out of the grammar: units fit, values may be anything. */
export function plainFormula(chance: Chance, depth: number): string {
  const inner = (): string => plainFormula(chance, depth - 1);
  const certain = (): string => chance.pick(numbers.filter((text) => Number.isFinite(Number(text))));
  if (depth <= 0) return `(${certain()})`;
  const date = (): string =>
    `(${chance.pick(["2024-02-29", "2024-05-01", "2026-05-09", "2030-12"])} + ${inner()} * (1 ${chance.pick(["day", "month", "yr"])}))`;
  const series = (): string => seriesFormula(chance, depth - 1, inner, date);
  switch (chance.below(12)) {
    case 0:
      return `(${certain()} to ${certain()})`;
    case 1:
      return `${chance.pick(["normal", "lognormal", "logitnormal", "uniform", "beta"])}(${certain()}, ${certain()})`;
    case 2:
      return `${chance.pick(["triangular", "pert"])}(${certain()}, ${certain()}, ${certain()})`;
    case 3:
      return `${chance.pick(["metalog", "discrete", "mixture"])}(${certain()} @ 10 %, ${certain()} @ 50 %, ${certain()} @ 40 %)`;
    case 4:
      return `${chance.pick(["abs", "sqrt", "exp", "ln", "clamp", "defined", "round", "floor", "ceil"])}(${inner()})`;
    case 5:
      return `${chance.pick(["min", "max"])}(${inner()}, ${inner()})`;
    case 6:
      return `if(${inner()} < ${inner()}, ${inner()}, ${inner()})`;
    case 7:
      return `${chance.pick(["sum", "mean", "min", "max", "first", "last"])}(${series()})`;
    case 8:
      return chance.pick([
        `npv(${inner()}, ${series()})`,
        `irr(${series()})`,
        `payback(${series()}) / (1 month)`,
        `at(${series()}, ${date()})`,
      ]);
    case 9:
      return `months-between(${date()}, ${date()}) / (1 month)`;
    default:
      return `(${inner()} ${chance.pick(["+", "-", "*", "/", "^"])} ${inner()})`;
  }
}

function seriesFormula(chance: Chance, depth: number, plain: () => string, date: () => string): string {
  const inner = (): string => seriesFormula(chance, depth - 1, plain, date);
  if (depth <= 0) return `step(${date()})`;
  switch (chance.below(8)) {
    case 7:
      return `previous(${inner()}, ${plain()})`;
    case 0:
      return `during(${date()}, ${date()})`;
    case 1:
      return `ramp(${date()}, ${plain()} * (1 month))`;
    case 2:
      return `cumulative(${inner()})`;
    case 3:
      return `lag(${inner()}, ${plain()})`;
    case 4:
      return `escalate(${plain()})`;
    case 5:
      return `yearly(${plain()}, ${plain()}) * ${inner()}`;
    default:
      return `(${inner()} ${chance.pick(["+", "-", "*", "/", "^"])} ${plain()})`;
  }
}

/** Figures that rest on themselves a month earlier: one alone, or two in turn; most of them may be computed. */
export function recurrence(chance: Chance): readonly (readonly [name: string, formula: string])[] {
  const plain = (): string => plainFormula(chance, chance.below(3));
  const sign = (): string => chance.pick(["+", "-", "*", "/"]);
  const series = (): string =>
    seriesFormula(chance, chance.below(3), plain, () => chance.pick(["2024-05", "2026-06-15"]));
  const [own, other] = [`circle-${chance.below(1000)}`, `turn-${chance.below(1000)}`];
  const wrap = (text: string): string =>
    chance.pick([
      text,
      text,
      `min(${text}, ${plain()})`,
      `max(${text}, 0)`,
      `if(${text} > ${plain()}, ${plain()}, ${text})`,
    ]);
  const total = `total-${chance.below(1000)}`;
  switch (chance.below(4)) {
    case 0:
      return [[own, wrap(`previous(${own}, ${plain()}) ${sign()} ${series()}`)]];
    case 1:
      return [
        [own, wrap(`previous(${other}, ${plain()}) ${sign()} ${series()}`)],
        [other, wrap(`${own} ${sign()} ${plain()}`)],
      ];
    case 2:
      return [
        [
          own,
          wrap(
            `previous(${own} ${sign()} ${plain()}, ${plain()}) ${sign()} lag(${own}, ${chance.pick(["1", "2", "0", "-1"])})`,
          ),
        ],
        [total, `sum(${own})`],
      ];
    default:
      return [
        [own, wrap(`previous(${own}, ${plain()}) ${sign()} previous(${other}, ${plain()})`)],
        [other, wrap(`cumulative(${own}) ${sign()} previous(${other}, 1)`)],
        [total, `last(${other})`],
      ];
  }
}
