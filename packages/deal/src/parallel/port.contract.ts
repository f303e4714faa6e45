/** What every kind of worker must do. An adapter's test calls this with a way to start one. */
import { afterEach, describe, expect, it } from "vitest";
import { head, prepared } from "../small-deal.contract.ts";
import type { WorkerPort } from "./port.ts";
import type { Answer, Request, Setup } from "./protocol.ts";

const deal = `${head}assumptions:
  price: 2 to 3 USD
model:
  cash: price * elapsed(2026-06-01) / (1 day)
`;
const { deal: text, catalog, options, graph } = prepared(deal, { samples: 64 });
const setup: Setup = { document: text.document, catalog, options };
const step = graph.quantities.get("model.cash")?.step ?? -1;

/**
 * @param start starts a worker whose body calls `serve`
 * @param startBroken starts one whose body cannot run
 */
export function workerContract(start: () => WorkerPort, startBroken: () => WorkerPort): void {
  describe("as a worker", () => {
    const open: WorkerPort[] = [];
    afterEach(async () => {
      for (const port of open.splice(0)) await port.terminate();
    });
    const opened = (port: WorkerPort): WorkerPort => {
      open.push(port);
      return port;
    };
    /** Answers to some requests, all sent at once. */
    const answers = (port: WorkerPort, requests: readonly Request[]): Promise<Answer[]> =>
      new Promise((resolve, reject) => {
        const found: Answer[] = [];
        port.failed(reject);
        port.listen((answer) => {
          found.push(answer);
          if (found.length === requests.length) resolve(found);
        });
        for (const request of requests) port.post(request);
      });
    const simulate = (id: number, into?: readonly Float64Array[]): Request => ({
      kind: "work",
      id,
      work: {
        kind: "simulate",
        samples: 64,
        batch: [{ step, from: 1, to: 3 }],
        from: 8,
        to: 12,
        ...(into && { into }),
      },
    });

    it("answers in order, also what it was asked before it listened", async () => {
      const port = opened(start());
      const [ready, first, second] = await answers(port, [{ kind: "setup", setup }, simulate(1), simulate(2)]);
      expect(ready).toEqual({ kind: "ready" });
      expect(first).toMatchObject({ kind: "done", id: 1, answer: { kind: "columns" } });
      expect(second).toMatchObject({ kind: "done", id: 2 });
      const columns = first?.kind === "done" && first.answer.kind === "columns" ? first.answer.columns : [];
      // Two months of four samples, all above nothing.
      expect(columns.map((column) => [column.length, column.every((value) => value > 0)])).toEqual([[8, true]]);
    });

    it("writes into shared columns if it shares memory", async () => {
      const port = opened(start());
      if (!port.sharesMemory) return;
      const column = new Float64Array(new SharedArrayBuffer(2 * 64 * 8));
      await answers(port, [{ kind: "setup", setup }, simulate(1, [column])]);
      const written = [...column.keys()].filter((index) => column[index] !== 0);
      expect(written).toEqual([8, 9, 10, 11, 72, 73, 74, 75]);
    });

    it("takes buffers over", () => {
      const port = opened(start());
      const data = new Float64Array(64);
      port.post(
        {
          kind: "work",
          id: 1,
          work: { kind: "summarise", samples: 64, paths: [], column: { data, months: 1, samples: 64 } },
        },
        [data.buffer],
      );
      expect(data.length).toBe(0);
    });

    it("answers what it cannot do with a sentence", async () => {
      const port = opened(start());
      expect(await answers(port, [simulate(1)])).toEqual([
        { kind: "failure", message: "a worker must be set up before it is asked for anything" },
      ]);
    });

    it("tells when it cannot run", async () => {
      const port = opened(startBroken());
      await expect(answers(port, [{ kind: "setup", setup }])).rejects.toThrow();
    });

    it("ends in silence, even twice", async () => {
      const port = start();
      const failures: Error[] = [];
      port.failed((error) => failures.push(error));
      port.post({ kind: "setup", setup });
      await port.terminate();
      await port.terminate();
      expect(failures).toEqual([]);
    });
  });
}
