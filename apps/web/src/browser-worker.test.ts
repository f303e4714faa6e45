import { Worker as Thread } from "node:worker_threads";
import { afterAll, beforeAll, describe, vi } from "vitest";
import { workerContract } from "@underwatt/deal/contracts/worker-port";
import { startBrowserWorker } from "./browser-worker.ts";

/** A browser's `Worker`, made of a thread of Node. The real one is tried by `npm run browser-check`. */
class BrowserWorker extends EventTarget {
  private readonly thread: Thread;

  constructor(body: URL | string) {
    super();
    this.thread = new Thread(new URL("./node-thread.fixture.ts", import.meta.url), { workerData: String(body) });
    this.thread.on("message", (data: unknown) => this.dispatchEvent(new MessageEvent("message", { data })));
    this.thread.on("error", () => this.dispatchEvent(Object.assign(new Event("error"), { message: "" })));
  }

  postMessage(message: unknown, transfer: ArrayBuffer[]): void {
    this.thread.postMessage(message, transfer);
  }

  terminate(): void {
    void this.thread.terminate();
  }
}

describe.each([true, false])("in a page that is isolated: %s", (isIsolated) => {
  beforeAll(() => {
    vi.stubGlobal("Worker", BrowserWorker);
    vi.stubGlobal("crossOriginIsolated", isIsolated);
  });
  afterAll(() => void vi.unstubAllGlobals());

  const start = (name: string) => () => startBrowserWorker(new URL(name, import.meta.url));
  workerContract(start("./simulation-worker.ts"), start("./nowhere.ts"));
});
