/** A user's own accelerators and models. */
import { weightsOf } from "@underwatt/compute";
import { describe, expect, it } from "vitest";
import { architectureOf } from "../catalog.ts";
import { prepare } from "../prepare.ts";
import { DealText } from "../read/read-deal.ts";
import { figureOf, head, mistakesIn, numberOf, prepared, result, shippedCatalog } from "../small-deal.contract.ts";
import { acceleratorSpecIn } from "./accelerator-spec.ts";

const source = "sources:\n  sheet: { publisher: Maker, date: 2026-04-01, role: party }\n";
const claim = "claims:\n  rate: { is: 20 TB/s/GPU, grade: disclosed, from: sheet }\n";
const chip = `accelerators:
  my-chip:
    name: My chip
    unit: GPU
    figures:
      peak-dense-bf16: { is: 1978 TFLOP/s/GPU, from: sheet, grade: disclosed }
      hbm-capacity: 400 GB/GPU
      hbm-bandwidth: claims.rate
      scale-up-domain: 144 GPU
      scale-up-bandwidth: 3600 GB/s/GPU
      scale-out-bandwidth: 800 Gbit/s/GPU
`;
const fleet = "fleets:\n  f: { pools: { a: { accelerator: my-chip, count: 100 GPU } } }\n";
const own = head + source + claim + chip + fleet;

describe("an accelerator of the deal", () => {
  it("works in pools as the catalogue's do", async () => {
    const found = await result(own);
    expect(numberOf(found, "fleets.f.h100e")).toBe(200);
    expect(figureOf(found, "fleets.f.hbm")).toMatchObject({ value: 40, unit: "TB" });
  });

  it("rests on its sources and on the claims it names, and on nothing where there are none", async () => {
    const found = await result(own);
    expect(figureOf(found, "fleets.f.bf16-peak").grades).toEqual({ disclosed: 1 });
    expect(found.claims["catalog.my-chip.peak-dense-bf16"]).toMatchObject({
      printed: "1978 TFLOP/s/GPU",
      published: "2026-04-01",
      sources: ["sheet"],
    });
    expect(figureOf(found, "fleets.f.hbm-bandwidth").claims).toEqual(["rate"]);
    expect(figureOf(found, "fleets.f.hbm").grades).toEqual({});
  });

  it("is there for a worker too, which has the deal without its files", () => {
    const { deal } = prepared(own);
    const preparation = prepare(new DealText(deal.document, []), shippedCatalog, { samples: 16, seed: 1 });
    expect("prepared" in preparation && preparation.prepared.graph.quantities.has("fleets.f.hbm")).toBe(true);
  });

  it("has a specification with the deal's claims and suppositions", () => {
    const of = (set: ReadonlyMap<string, string>): unknown => {
      const { graph, expansion } = prepared(own, { set });
      return acceleratorSpecIn("my-chip", { unit: "GPU" }, graph, expansion.units).accelerator;
    };
    expect(of(new Map())).toMatchObject({ memory: 400e9, memoryBandwidth: 20e12, scaleUp: { bandwidth: 1.8e12 } });
    expect(of(new Map([["catalog.my-chip.hbm-capacity", "1 TB/GPU"]]))).toMatchObject({ memory: 1e12 });
  });
});

const llama = `models:
  my-llama:
    name: My Llama
    layers: 32
    hidden: 4096
    vocabulary: 128256
    attention: { kind: gqa, heads: 32, kv_heads: 8, head_dim: 128 }
    dense: { intermediate: 14336 }
`;

describe("a model of the deal", () => {
  it("has two matrices of three in a feed-forward network that is plain", async () => {
    const plain = llama.replace("intermediate: 14336", "intermediate: 14336, plain: yes");
    const formula = "model: { gates: catalog.llama-3-1-8b.parameters - catalog.my-llama.parameters }\n";
    const found = await result(head + plain + formula);
    expect(numberOf(found, "model.gates")).toBe(32 * 4096 * 14336);
  });

  it("is what the catalogue's of the same shape is", async () => {
    const formulas = "model: { mine: catalog.my-llama.parameters, theirs: catalog.llama-3-1-8b.parameters }\n";
    const { expansion } = prepared(head + llama + formulas);
    const found = await result(head + llama + formulas);
    expect(numberOf(found, "model.mine")).toBe(numberOf(found, "model.theirs"));
    expect(figureOf(found, "model.mine").grades).toEqual({});
    expect(figureOf(found, "model.theirs").grades).toEqual({ reported: 1 });
    const [mine, theirs] = ["my-llama", "meta-llama/Llama-3.1-8B-Instruct"].map((name) =>
      architectureOf(name, expansion.catalog),
    );
    if (mine === undefined || theirs === undefined) throw new Error("both are there");
    expect(weightsOf(mine)).toEqual(weightsOf(theirs));
    expect(architectureOf("my-llama", shippedCatalog)).toBeUndefined();
  });
});

/** The marked text and the message of each mistake, and what would be right. */
function told(deal: string): string[] {
  return mistakesIn(deal).map(({ span, message, expected, hint }) =>
    [`«${deal.slice(span.start, span.end).split("\n")[0] ?? ""}» ${message}`, expected, hint]
      .filter((part) => part !== undefined)
      .join("; "),
  );
}

const figures = "figures: { peak-dense-bf16: 1 TFLOP/s/GPU, hbm-capacity: 1 GB/GPU, hbm-bandwidth: 1 TB/s/GPU }";
const accelerator = (id: string, more = ""): string =>
  `${head}accelerators:\n  ${id}: { name: Mine, unit: GPU, ${more}${figures} }\n`;
const shape = "attention: { kind: gqa, heads: 32, kv_heads: 8, head_dim: 128 }";
const model = (...lines: readonly string[]): string =>
  `${head}models:\n  m:\n    name: M\n    layers: 4\n    hidden: 64\n    vocabulary: 100\n${lines.map((line) => `    ${line}\n`).join("")}`;

describe("a mistake in them", () => {
  it.each([
    [
      "a name that the catalogue has",
      accelerator("nvidia-h100-sxm"),
      '«nvidia-h100-sxm» the catalogue has "nvidia-h100-sxm" already; a name of its own; one figure of it is changed by a scenario, or by --set catalog.nvidia-h100-sxm.FIGURE=VALUE',
    ],
    ["a name that a model has", accelerator("qwen3-32b"), '«qwen3-32b» the catalogue has "qwen3-32b" already'],
    [
      "a published name that is taken",
      accelerator("mine", "means: [h100], "),
      '«h100» "h100" means nvidia-h100-sxm already',
    ],
    [
      "a unit",
      accelerator("mine").replace("1 GB/GPU", "1 GB"),
      "«1 GB» GB is not GB/GPU; a value in GB/GPU; they differ by GPU",
    ],
    [
      "a figure below zero",
      accelerator("mine").replace("1 GB/GPU", "-1 GB/GPU"),
      "«-1 GB/GPU» catalog.mine.hbm-capacity is -1 GB/GPU, outside its bounds; at least 0 GB/GPU",
    ],
    [
      "a figure that nobody knows",
      accelerator("mine").replace("{ peak", "{ hbm-bandwith: 1, peak"),
      '«hbm-bandwith» unknown key "hbm-bandwith"; one of peak-dense-bf16, ',
    ],
    [
      "a source that there is not",
      accelerator("mine").replace("1 GB/GPU", "{ is: 1 GB/GPU, from: neuron-trn, grade: reported }"),
      '«neuron-trn» there is no source "neuron-trn"; the name of a source, of the deal or of the catalogue; did you mean neuron-trn2?',
    ],
    [
      "a grade without a source",
      accelerator("mine").replace("1 GB/GPU", "{ is: 1 GB/GPU, grade: reported }"),
      "«grade» `grade:` stands here without `from:`; both, or neither",
    ],
    [
      "a broken formula of another source",
      accelerator("mine").replace("1 GB/GPU", "{ is: 1 GB/GPU, others: [{ is: 2 +, from: neuron-trn2 }] }"),
      "«2 +» the formula ends too early",
    ],
    [
      "no feed-forward part",
      model(shape),
      '«name: M» this value does not fit "m"; `dense:` or `experts:`, the feed-forward part',
    ],
    [
      "heads that do not share evenly",
      model(shape.replace("kv_heads: 8", "kv_heads: 5"), "dense: { intermediate: 1 }"),
      '«5» "5" does not fit "kv_heads"; a divisor of the 32 heads',
    ],
    [
      "more windows than layers",
      model(shape.replace(" }", ", sliding: { layers: 5, window: 9 } }"), "dense: { intermediate: 1 }"),
      '«5» "5" does not fit "layers"; at most the 4 layers there are, all kinds together',
    ],
    [
      "more state spaces than layers",
      model(
        shape.replace(" }", ", state_space: { layers: 5, heads: 1, head_dim: 1, state_dim: 1, groups: 1 } }"),
        "dense: { intermediate: 1 }",
      ),
      '«5» "5" does not fit "layers"; at most the 4 layers there are, all kinds together',
    ],
    [
      "no layer with a feed-forward network",
      model(shape, "mixer_only: 4", "dense: { intermediate: 1 }"),
      '«4» "4" does not fit "mixer_only"; fewer than the 4 layers there are',
    ],
    [
      "more active experts than there are",
      model(shape, "experts: { count: 2, active: 3, intermediate: 1 }"),
      '«3» "3" does not fit "active"; at most the 2 experts there are',
    ],
    [
      "dense layers that are not counted",
      model(shape, "dense: { intermediate: 1 }", "experts: { count: 4, active: 3, intermediate: 1 }"),
      '«{ intermediate: 1 }» this value does not fit "dense"; `layers:` too, since other layers have experts',
    ],
    [
      "a key as the configuration file has it",
      model(shape, "dense: { intermediate: 1 }", "moe_intermediate_size: 4"),
      '«moe_intermediate_size» unknown key "moe_intermediate_size"; one of name, means, note, from, grade, layers, mixer_only, hidden, vocabulary, tied_embeddings, attention, dense, experts; here it is called experts.intermediate',
    ],
    [
      "a key of another kind of attention",
      model(shape.replace("head_dim", "kv_rank"), "dense: { intermediate: 1 }"),
      '«kv_rank» unknown key "kv_rank"; one of kind, heads, kv_heads, head_dim, gated, sliding, linear, state_space',
    ],
  ])("%s", (_, deal, said) => {
    expect(told(deal).join("\n")).toContain(said);
  });

  it("is one for a name that an accelerator and a model share", () => {
    const both = `${accelerator("m")}models:\n  m: { name: M, layers: 1, hidden: 1, vocabulary: 1, ${shape}, dense: { intermediate: 1 } }\n`;
    expect(told(both)).toEqual(['«m» "m" is an accelerator and a model; a name of its own for each']);
  });

  it("does not keep an accelerator known by another name from being found", () => {
    const deal = `${head}fleets:\n  f: { pools: { a: { accelerator: GB200, count: 8 GPU } } }\n`;
    expect(told(deal)[0]).toMatch(/; its name is nvidia-gb200-nvl72$/);
  });
});
