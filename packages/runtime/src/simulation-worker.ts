/** The body of a worker thread: serves the requests of the thread that started it. */
import { parentPort } from "node:worker_threads";
import { serve, type Request } from "@underwatt/deal";
import { garbageCollector } from "./garbage-collector.ts";

const parent = parentPort;
if (parent === null) throw new Error("this is the body of a worker thread, and does nothing by itself");
const collect = garbageCollector();
serve({
  post(answer, transfer = []) {
    parent.postMessage(answer, [...transfer]);
    collect();
  },
  listen: (listener) => parent.on("message", (request: Request) => listener(request)),
});
