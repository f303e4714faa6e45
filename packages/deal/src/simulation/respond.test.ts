import { describe, expect, it } from "vitest";
import { prepare, type Prepared } from "../prepare.ts";
import { readDeal } from "../read/read-deal.ts";
import { servingBook } from "../serving/book.ts";
import { shippedCatalog } from "../small-deal.contract.ts";
import { WhatIf } from "../what-if.ts";
import { simulatedFigures, simulatedVersion, type SimulatedResults } from "./book.ts";
import { shippedModel } from "./simulation.fixture.ts";
import { simulatedWorkload } from "./workload.ts";

const text = `deal: small
as_of: 2026-05-09
calendar: { start: 2026-06, months: 12 }
currency: USD
assumptions: { gpus: 8 GPU, price: 2 to 3 USD/Mtoken }
fleets: { hall: { pools: { h200: { accelerator: nvidia-h200-sxm, count: gpus } } } }
workloads:
  chat:
    kind: serving
    fleet: hall
    model: llama-3-1-8b
    most: 1 GPU
    traffic: { input: 512 token, output: 64 token }
    simulation: { traffic: { rate: 20 request/s } }
model:
  sold: { is: workloads.chat.simulated.goodput * price in USD/yr, key: yes }
`;
const serving = servingBook(shippedModel, "a model");

function prepared(simulated?: { key: string }): Prepared {
  const figures = Object.fromEntries(simulatedFigures(["h200"]).map(({ name }, index) => [name, index + 1]));
  const results = new Map<string, SimulatedResults>();
  if (simulated !== undefined)
    results.set("chat", { schema: simulatedVersion, results: [{ key: simulated.key, figures }] });
  const { deal } = readDeal("deal.yaml", () => text);
  if (deal === undefined) throw new Error("the deal has mistakes");
  const catalog = { ...shippedCatalog, serving, simulated: { results, traces: new Map<string, string>() } };
  const preparation = prepare(deal, catalog, { samples: 64, seed: 1 });
  if (!("prepared" in preparation)) throw new Error(JSON.stringify(preparation.diagnostics));
  return preparation.prepared;
}

describe("results of a simulation in the graph", () => {
  const { key } = simulatedWorkload(prepared(), "chat");

  it("have every figure of the table, in its unit, where the inputs are the same", () => {
    const { graph, warnings, expansion } = prepared({ key });
    expect(warnings).toEqual([]);
    for (const { name } of simulatedFigures(["h200"]))
      expect(graph.quantities.has(`workloads.chat.simulated.${name}`), name).toBe(true);
    expect(expansion.origins.get("workloads.chat.simulated.goodput")?.restsOn).toContain(
      "workloads.chat.pools.h200.gpus",
    );
  });

  it("are left out where they are not, and say so", () => {
    const { graph, warnings } = prepared({ key: "another" });
    expect(graph.quantities.has("model.sold")).toBe(false);
    expect(warnings.join()).toContain("model.sold");
  });

  it("cannot be carried along when what decides them is changed", () => {
    const before = prepared({ key });
    const whatIf = new WhatIf(before, ["model.sold"]);
    for (const [path, value] of [
      ["assumptions.gpus", "16 GPU"],
      ["workloads.chat.simulation.traffic.rate", "40 request/s"],
    ] as const) {
      const answer = whatIf.change(new Map([[path, value]]));
      expect(JSON.stringify(answer)).toContain("is asked");
    }
  });
});
