import { programModel, type Model } from "@underwatt/engine";
import { describe, expect, it } from "vitest";
import type { Prepared } from "../prepare.ts";
import { runDeal } from "../run.ts";
import { head, prepared } from "../small-deal.contract.ts";
import { Cancelled } from "./cancel.ts";
import { directWorker, type DirectWorker } from "./direct-worker.fixture.ts";
import { parallelModel } from "./model.ts";
import { WorkerPool } from "./pool.ts";

const deal = `${head}assumptions:
  price: 2 to 3 USD
  start: 2026-06-01 + 30 day * uniform(0, 3)
  share: normal(50 %, 10 %)
correlations:
  - { between: [assumptions.price, assumptions.share], spearman: 0.5 }
model:
  cash: price * share * ramp(start, 2 month)
  total: sum(cash)
  alias: total
thesis:
  pays: { says: It pays., holds_if: total > 10 USD }
`;
const ready = prepared(deal, { samples: 5000 });
const alone = JSON.stringify(await runDeal(ready));

async function withPool<T>(
  workers: readonly DirectWorker[],
  use: (pool: WorkerPool) => Promise<T>,
  chunk?: number,
  of: Prepared = ready,
): Promise<T> {
  const pool = new WorkerPool(workers, of, chunk);
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}

const some = (count: number, shared: boolean): DirectWorker[] =>
  Array.from({ length: count }, () => directWorker(shared));

describe("a run on workers", () => {
  it.each([
    [1, undefined, true],
    [2, 512, true],
    [3, 700, true],
    [1, undefined, false],
    [3, 512, false],
    [2, 4999, false],
  ])("gives the bytes of a run without: %i, chunks of %s, shared memory %s", async (count, chunk, shared) => {
    const result = await withPool(some(count, shared), (pool) => runDeal(ready, { compute: pool }), chunk);
    expect(JSON.stringify(result)).toBe(alone);
  });

  it("may have fewer samples than workers", async () => {
    const few = prepared(deal, { samples: 2 });
    const result = await withPool(some(3, true), (pool) => runDeal(few, { compute: pool }), undefined, few);
    expect(JSON.stringify(result)).toBe(JSON.stringify(await runDeal(few)));
  });

  it("shares its work out", async () => {
    const workers = some(3, true);
    await withPool(workers, (pool) => runDeal(ready, { compute: pool }), 512);
    for (const { requests } of workers) {
      const kinds = new Set(requests.map((request) => (request.kind === "work" ? request.work.kind : request.kind)));
      expect([...kinds].sort()).toEqual(["setup", "simulate", "summarise"]);
    }
  });

  it("reports what is done, up to all", async () => {
    const shares: number[] = [];
    const progress = (done: number, total: number): void => void shares.push(done / total);
    await withPool(some(2, true), (pool) => runDeal(ready, { compute: pool, progress }));
    expect(shares).toEqual(shares.toSorted((left, right) => left - right));
    expect(shares.at(-1)).toBeCloseTo(1, 12);
  });

  it("stops when it is cancelled, and can run again", async () => {
    const controller = new AbortController();
    const workers = some(2, true);
    await withPool(
      workers,
      async (pool) => {
        const run = runDeal(ready, { compute: pool, cancel: controller.signal, progress: () => controller.abort() });
        await expect(run).rejects.toThrow(Cancelled);
        expect(JSON.stringify(await runDeal(ready, { compute: pool }))).toBe(alone);
      },
      512,
    );
  });

  it("fails with a worker, and ends all of them", async () => {
    const workers = some(3, true);
    const pool = new WorkerPool(workers, ready, 512);
    const run = runDeal(ready, { compute: pool, progress: () => workers[1]?.fail(new Error("out of memory")) });
    await expect(run).rejects.toThrow("a worker failed: out of memory");
    expect(workers.every((worker) => worker.isEnded())).toBe(true);
    await expect(runDeal(ready, { compute: pool })).rejects.toThrow("a worker failed");
  });

  it("fails with the sentence of a worker that finds a fault", async () => {
    const other = prepared(`${head}model: { a: 1 }\n`);
    const pool = new WorkerPool(some(1, true), other);
    await expect(runDeal(ready, { compute: pool })).rejects.toThrow(/there is no/);
  });
});

describe("a model on workers", () => {
  const steps = ["model.total", "thesis.pays", "assumptions.share"].map(
    (path) => ready.graph.quantities.get(path)?.step ?? -1,
  );
  const points = 3000;
  const values = ready.graph.program.inputs.map((_, input) =>
    Float64Array.from({ length: points }, (_, point) => 1 + ((point * (input + 7)) % 31)),
  );
  const numbers = async (model: Model, columns = values): Promise<number[][]> =>
    (await model.evaluate(columns)).map((column) => [...column]);

  it.each([
    [1, true],
    [3, true],
    [2, false],
  ])("gives what it gives here: %i, shared memory %s", async (count, shared) => {
    const { program } = ready.graph;
    await withPool(
      some(count, shared),
      async (pool) => {
        const expected = await numbers(programModel(program, ready.dependence, steps));
        expect(await numbers(parallelModel(pool, ready, steps))).toEqual(expected);
        expect(values.every((column) => column.length === points)).toBe(true);
      },
      512,
    );
  });

  it("may have steps of its own behind the deal's", async () => {
    const { program } = ready.graph;
    const [total = -1] = steps;
    const longer = {
      ...program,
      steps: [
        ...program.steps,
        { kind: "operation", operation: "negate", arguments: [total], series: false, random: true } as const,
      ],
    };
    await withPool(some(2, true), async (pool) => {
      const model = parallelModel(pool, ready, [program.steps.length], longer);
      const [plain = []] = await numbers(parallelModel(pool, ready, [total]));
      expect(await numbers(model)).toEqual([plain.map((value) => -value)]);
    });
  });

  it("asks no worker about a few points", async () => {
    const workers = some(1, true);
    await withPool(workers, async (pool) => {
      const [column] = await numbers(
        parallelModel(pool, ready, steps),
        values.map((own) => own.subarray(0, 3)),
      );
      expect(column).toHaveLength(3);
    });
    expect(workers[0]?.requests).toHaveLength(1);
  });

  it("must be of the workers' deal", async () => {
    const other = prepared(`${head}model: { a: 1 to 2 }\n`);
    await withPool(some(1, true), async (pool) => {
      expect(() => parallelModel(pool, ready, steps, other.graph.program)).toThrow(RangeError);
    });
  });
});
