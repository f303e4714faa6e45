/** The body of a browser worker: serves the requests of the page that started it. */
import { serve, type Request } from "@underwatt/deal";

serve({
  post: (answer, transfer = []) => globalThis.postMessage(answer, { transfer: [...transfer] }),
  listen: (listener) => globalThis.addEventListener("message", ({ data }: MessageEvent<Request>) => listener(data)),
});
