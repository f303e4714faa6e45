/**
 * The internal rate of return as a chain of cells. The spreadsheet's own IRR stops where it likes; here Newton's method takes
 * a fixed number of steps, each a cell, and the rate counts only if the present value at it is nil.
 */
import { constant, write, writeSum, type Term } from "./formula.ts";
import type { Workings } from "./workings.ts";

/** From a start half a rate off the root the fourth step is exact to the last digit; the rest is for changed inputs. */
const steps = 8;
const whyPasted = "start of a search: what it finds follows the cash, and with several rates the one near the start";
/** Of receipts and outlays together. */
const nil = "1E-12";

/**
 * Newton's method on ln(receipts / outlays), both discounted at e^y a month: nearly a straight line in y.
 * @param cash cells of every month
 * @param months numbers of the months from 0
 * @param rate the rate that we found, a year, from which the chain starts; undefined starts at zero
 */
export function irrTerm(cash: Term, months: Term, rate: number, workings: Workings): Term {
  const found = Number.isNaN(rate) ? 0 : rate;
  const start = workings.paste(found, "rate a year from which the search starts", whyPasted);
  let log = workings.hold(write`(LN(1+${start})/12)`, "log rate a month, start");
  for (let step = 1; step <= steps; step++) {
    const discounted = write`EXP(-${log}*${months})`;
    const received = write`SUMPRODUCT((${cash}>0)*${cash}*${discounted})`;
    const paid = write`SUMPRODUCT((${cash}<0)*-${cash}*${discounted})`;
    const whenReceived = write`SUMPRODUCT((${cash}>0)*${cash}*${months}*${discounted})`;
    const whenPaid = write`SUMPRODUCT((${cash}<0)*-${cash}*${months}*${discounted})`;
    log = workings.hold(
      writeSum`${log}+LN(${received}/${paid})/(${whenReceived}/${received}-${whenPaid}/${paid})`,
      `log rate a month, step ${step}`,
    );
  }
  const present = write`SUMPRODUCT(${cash}*EXP(-${log}*${months}))`;
  const volume = write`SUMPRODUCT(ABS(${cash})*EXP(-${log}*${months}))`;
  const isNil = write`(ABS(${present})<=${constant(Number(nil))}*${volume})`;
  return write`IF(${isNil},EXP(12*${log})-1,NA())`;
}
