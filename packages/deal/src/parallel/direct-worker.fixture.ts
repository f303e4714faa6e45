/** A worker on the same thread, for tests: messages are cloned, transferred and delivered later, as with a real one. */
import type { CallerPort, WorkerPort } from "./port.ts";
import type { Answer, Request } from "./protocol.ts";
import { serve } from "./server.ts";

export interface DirectWorker extends WorkerPort {
  /** What it was asked, in order. */
  readonly requests: readonly Request[];
  isEnded(): boolean;
  fail(error: Error): void;
}

/** @param body what runs in the worker; the real one unless given */
export function directWorker(sharesMemory: boolean, body: (port: CallerPort) => void = serve): DirectWorker {
  const requests: Request[] = [];
  const answers: Answer[] = [];
  let toWorker: ((request: Request) => void) | undefined;
  let toCaller: ((answer: Answer) => void) | undefined;
  let onFailure: (error: Error) => void = () => {};
  let ended = false;
  const deliver = (what: () => void): void => {
    setImmediate(() => {
      if (!ended) what();
    });
  };
  body({
    post(answer, transfer = []) {
      const sent = structuredClone(answer, { transfer: [...transfer] });
      deliver(() => (toCaller === undefined ? void answers.push(sent) : toCaller(sent)));
    },
    listen(listener) {
      toWorker = listener;
    },
  });
  return {
    sharesMemory,
    requests,
    isEnded: () => ended,
    fail: (error) => deliver(() => onFailure(error)),
    post(request, transfer = []) {
      const sent = structuredClone(request, { transfer: [...transfer] });
      requests.push(sent);
      deliver(() => toWorker?.(sent));
    },
    listen(listener) {
      toCaller = listener;
      for (const answer of answers.splice(0)) listener(answer);
    },
    failed(listener) {
      onFailure = listener;
    },
    async terminate() {
      ended = true;
    },
  };
}
