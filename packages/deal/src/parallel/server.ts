/** The worker's side: prepares a deal once, then does what it is asked for. */
import { programModel, type Model, type Program } from "@underwatt/engine";
import { prepare, withSamples, type Prepared } from "../prepare.ts";
import { DealText } from "../read/read-deal.ts";
import { widthOf } from "./batches.ts";
import { numbersOf } from "./figure-numbers.ts";
import type { CallerPort } from "./port.ts";
import type {
  EvaluateRequest,
  ModelData,
  Request,
  Setup,
  SimulateRequest,
  WorkAnswer,
  WorkRequest,
} from "./protocol.ts";
import { BatchSimulation } from "./stretch.ts";

const nothing: WorkAnswer = { kind: "columns", columns: [] };
/** An analysis goes back and forth between a few models. */
const mostModels = 16;

/** Serves the requests that come in at a port, one after the other. */
export function serve(port: CallerPort): void {
  let worker: DealWorker | undefined;
  const handle = async (request: Request): Promise<void> => {
    if (request.kind === "setup") {
      worker = new DealWorker(request.setup);
      port.post({ kind: "ready" });
      return;
    }
    if (worker === undefined) throw new Error("a worker must be set up before it is asked for anything");
    const answer = await worker.do(request.work);
    const transfer = answer.kind === "columns" ? answer.columns.map(({ buffer }) => buffer) : [];
    port.post({ kind: "done", id: request.id, answer }, transfer);
  };
  let before = Promise.resolve();
  port.listen((request) => {
    before = before
      .then(() => handle(request))
      .catch((error: unknown) => {
        port.post({ kind: "failure", message: error instanceof Error ? error.message : String(error) });
      });
  });
}

/** A prepared deal and what was compiled of it. */
class DealWorker {
  private prepared: Prepared;
  private simulation: { readonly key: string; readonly ready: BatchSimulation } | undefined;
  private readonly models = new Map<number, Model>();

  constructor({ document, catalog, options }: Setup) {
    // Without files: places are for messages to an author, and the caller has found that there are none.
    const preparation = prepare(new DealText(document, []), catalog, options);
    if (!("prepared" in preparation)) throw new Error("the worker finds mistakes in the deal that its caller did not");
    this.prepared = preparation.prepared;
  }

  async do(work: WorkRequest): Promise<WorkAnswer> {
    switch (work.kind) {
      case "simulate":
        return this.simulate(work);
      case "summarise":
        return { kind: "numbers", months: numbersOf(this.at(work.samples), work.paths, work.column) };
      case "evaluate":
        return await this.evaluate(work);
    }
  }

  private at(samples: number): Prepared {
    if (samples !== this.prepared.plan.samples) {
      this.prepared = withSamples(this.prepared, samples);
      this.simulation = undefined;
    }
    return this.prepared;
  }

  private simulate({ samples, batch, from, to, into }: SimulateRequest): WorkAnswer {
    const prepared = this.at(samples);
    const key = JSON.stringify(batch);
    if (this.simulation?.key !== key)
      this.simulation = { key, ready: new BatchSimulation(prepared, batch, this.simulation?.ready) };
    const { ready } = this.simulation;
    if (into !== undefined) {
      ready.run(into, samples, from, { from, to });
      return nothing;
    }
    const columns = batch.map((slice) => new Float64Array(widthOf([slice]) * (to - from)));
    ready.run(columns, to - from, 0, { from, to });
    return { kind: "columns", columns };
  }

  private async evaluate({ model, values, from, to, into }: EvaluateRequest): Promise<WorkAnswer> {
    // An input that nothing rests on has no values; any will do.
    const idle = new Float64Array(to - from);
    const found = await this.model(model).evaluate(
      values.map((column) => (column.length === 0 ? idle : column.subarray(from, to))),
    );
    if (into === undefined) return { kind: "columns", columns: found.map((column) => Float64Array.from(column)) };
    for (const [index, column] of found.entries()) into[index]?.set(column, from);
    return nothing;
  }

  private model({ number, added, outputs }: ModelData): Model {
    const { graph, dependence } = this.prepared;
    const program: Program = { ...graph.program, steps: [...graph.program.steps, ...added] };
    const found = this.models.get(number) ?? programModel(program, dependence, outputs);
    this.models.delete(number);
    this.models.set(number, found);
    for (const old of this.models.keys()) {
      if (this.models.size <= mostModels) break;
      this.models.delete(old);
    }
    return found;
  }
}
