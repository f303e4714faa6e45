/** Worker threads of Node, as workers for a pool. */
import { Worker } from "node:worker_threads";
import { WorkerPool, type Answer, type Prepared, type WorkerPort } from "@underwatt/deal";

/** Young objects of a thread, in megabytes: it makes few that last, and one that is told of no limit lets them pile up. */
const youngMegabytes = 8;

/** Starts a thread that serves requests. */
export function startThread(body: URL = new URL("./simulation-worker.ts", import.meta.url)): WorkerPort {
  const worker = new Worker(body, { resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } });
  let isEnding = false;
  return {
    sharesMemory: true,
    post: (request, transfer = []) => worker.postMessage(request, [...transfer]),
    listen: (listener) => void worker.on("message", (answer: Answer) => listener(answer)),
    failed(listener) {
      const tell = (error: Error): void => {
        if (!isEnding) listener(error);
      };
      worker.on("error", (error: unknown) => tell(error instanceof Error ? error : new Error(String(error))));
      worker.on("messageerror", tell);
      worker.on("exit", (code) => tell(new Error(`it ended by itself, with code ${code}`)));
    },
    async terminate() {
      isEnding = true;
      await worker.terminate();
    },
  };
}

/** Starts threads for a deal; whoever opens the pool closes it. */
export function openPool(prepared: Prepared, workers: number): WorkerPool {
  return new WorkerPool(
    Array.from({ length: workers }, () => startThread()),
    prepared,
  );
}
