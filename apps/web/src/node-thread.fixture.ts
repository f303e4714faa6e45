/**
 * The body of a thread of Node that looks like a browser's worker from inside: an event target that posts. It then runs the
 * body that it was started for.
 */
import { parentPort, workerData } from "node:worker_threads";

const parent = parentPort;
if (parent === null) throw new Error("this is the body of a worker thread, and does nothing by itself");
const scope = new EventTarget();
Object.assign(globalThis, {
  postMessage: (message: unknown, { transfer = [] }: { transfer?: ArrayBuffer[] } = {}) =>
    parent.postMessage(message, transfer),
  addEventListener: scope.addEventListener.bind(scope),
});
parent.on("message", (data: unknown) => scope.dispatchEvent(new MessageEvent("message", { data })));
const body: string = workerData;
await import(body);
