/** Seconds of a pass: operator times corrected by constants, and what runs between kernels. */
import { exp, log } from "@underwatt/engine";
import type { Constants } from "./constants.ts";
import { classes } from "./pass-table.ts";

/** What a worker adds to every pass. */
export interface WorkerFrame {
  /** Usual seconds between the big kernels of all layers. */
  readonly gaps: number;
  /** Attention ranks. */
  readonly ranks: number;
}

/** A decode step of `sequences` on each attention rank; `times` are a row of its {@link decodeTable}. */
export function decodeStep(times: Float64Array, constants: Constants, frame: WorkerFrame, sequences: number): number {
  return (
    constants.linear * believed(times, 0, constants.linearTrust) +
    constants.experts * believed(times, 1, constants.expertsTrust) +
    constants.attention * believed(times, 2, constants.attentionTrust) +
    constants.communication * believed(times, 3, constants.communicationTrust) +
    constants.layer * frame.gaps +
    constants.step +
    constants.sequence * sequences * Math.sqrt(frame.ranks)
  );
}

/** A prefill pass; `times` are a row of its {@link prefillTable}. */
export function prefillPass(times: Float64Array, constants: Constants, frame: WorkerFrame): number {
  return (
    constants.prefillLinear * believed(times, 0, constants.linearTrust) +
    constants.prefillExperts * believed(times, 1, constants.expertsTrust) +
    constants.prefillAttention * believed(times, 2, constants.attentionTrust) +
    constants.prefillCommunication * believed(times, 3, constants.communicationTrust) +
    constants.layer * frame.gaps +
    constants.pass
  );
}

/** What a prompt adds to a decode step; `times` are a row of its {@link addedTable}. */
export function addedByPrompt(times: Float64Array, constants: Constants): number {
  return (
    constants.prefillLinear * believed(times, 0, constants.linearTrust) +
    constants.prefillExperts * believed(times, 1, constants.expertsTrust) +
    constants.prefillAttention * believed(times, 2, constants.attentionTrust) +
    constants.prefillCommunication * believed(times, 3, constants.communicationTrust) +
    constants.pass
  );
}

/** Between the typical and the measured time of a class, in ratio: all measured at a trust of 1. */
export function believed(times: Float64Array, place: number, trust: number): number {
  const measured = times[place] ?? 0;
  const typical = times[place + classes.length] ?? 0;
  if (measured <= 0 || typical <= 0) return Math.max(measured, 0);
  return typical * exp(trust * log(measured / typical));
}
