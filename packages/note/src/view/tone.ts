/** How a state of the deal reads to somebody who holds it. */
import type { AuditRow, Result } from "@underwatt/deal";
import type { Tone } from "./note.ts";

export const thesisTone: Readonly<Record<Result["thesis"][string]["state"], Tone>> = {
  holds: "good",
  likely: "fair",
  open: "open",
  unlikely: "poor",
  fails: "bad",
  undefined: "open",
};

export const breakerTone: Readonly<Record<Result["breakers"][string]["state"], Tone>> = {
  clear: "good",
  unlikely: "fair",
  open: "open",
  likely: "poor",
  tripped: "bad",
  undefined: "open",
};

export const watchTone: Readonly<Record<Result["watch"][string]["state"], Tone>> = {
  answered: "good",
  waiting: "open",
  due: "poor",
  overdue: "bad",
};

export const verdictTone: Readonly<Record<AuditRow["verdict"], Tone>> = {
  holds: "good",
  "holds-with-caveat": "fair",
  undetermined: "open",
  fails: "bad",
};
