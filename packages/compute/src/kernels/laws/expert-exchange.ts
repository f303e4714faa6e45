/** Sending tokens to the GPUs of their experts (8-bit numbers) and their results back (16-bit), with expert parallelism. */
import { power } from "@underwatt/engine";
import { secondsPerByte } from "./collectives.ts";
import { overlapped, type Law } from "./law.ts";

export interface ExpertExchangeShape {
  /** Tokens that each GPU sends. */
  tokens: number;
  hidden: number;
  /** Experts a token is sent to. */
  active: number;
  /** GPUs that the experts are dealt to. */
  gpus: number;
}

export const expertExchangeLaw: Law<ExpertExchangeShape> = {
  axes: ["tokens", "numbersPerToken", "gpus"],
  place({ tokens, hidden, active, gpus }, point) {
    point[0] = tokens;
    point[1] = hidden * active;
    point[2] = gpus;
  },
  ideal(accelerator, { tokens, hidden, active, gpus }) {
    // A GPU with several of a token's experts gets it once.
    const copies = gpus * (1 - power(1 - 1 / gpus, active));
    return overlapped(0, tokens * copies * hidden * (1 + 2) * secondsPerByte(accelerator, gpus));
  },
};
