/** Workers of a browser, as workers for a pool. */
import { WorkerPool, type Answer, type Prepared, type WorkerPort } from "@underwatt/deal";

/** Starts a worker of the page; its body is `simulation-worker.ts`, or what a bundler made of it. */
export function startBrowserWorker(body: URL | string): WorkerPort {
  const worker = new Worker(body, { type: "module" });
  let isEnded = false;
  return {
    // A page has shared memory only when it is isolated from others, by two headers of its server.
    sharesMemory: globalThis.crossOriginIsolated,
    post: (request, transfer = []) => worker.postMessage(request, [...transfer]),
    listen: (listener) =>
      worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
        if (!isEnded) listener(data);
      }),
    failed(listener) {
      const tell = (message: string): void => {
        if (!isEnded) listener(new Error(message));
      };
      // A body that cannot be loaded has no message.
      worker.addEventListener("error", ({ message }) =>
        tell(message || `it could not be started from ${String(body)}`),
      );
      worker.addEventListener("messageerror", () => tell("it sent what cannot be read"));
    },
    async terminate() {
      isEnded = true;
      worker.terminate();
    },
  };
}

/** Starts workers for a deal; whoever opens the pool closes it. */
export function openBrowserPool(prepared: Prepared, workers: number, body: URL | string): WorkerPool {
  return new WorkerPool(
    Array.from({ length: workers }, () => startBrowserWorker(body)),
    prepared,
  );
}
