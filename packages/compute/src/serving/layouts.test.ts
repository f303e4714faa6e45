import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deepseekV3, gptOss120b, llama31With405b, qwen35 } from "../architecture.fixture.ts";
import { quantisationOf } from "./checkpoint.ts";
import { acceleratorsOf } from "./deployment.ts";
import { fits, layoutsOf, whatWouldFit } from "./layouts.ts";
import { b200, h100, h200, llama70b, llama8b } from "./serving.fixture.ts";

const architectures = [llama8b, llama70b, llama31With405b, deepseekV3, gptOss120b, qwen35];

describe("layouts", () => {
  it("use the same accelerators for attention and experts, cut whole heads, and stay in the domain", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...architectures),
        fc.integer({ min: 1, max: 80 }),
        fc.constantFrom(1, 4, 8, 72),
        (architecture, most, domain) => {
          const accelerator = { ...b200, scaleUp: { ...b200.scaleUp, domain } };
          const found = layoutsOf(architecture, accelerator, most);
          expect(found.length).toBeGreaterThan(0);
          expect(new Set(found.map((layout) => JSON.stringify(layout))).size).toBe(found.length);
          for (const layout of found) {
            expect(acceleratorsOf(layout)).toBeLessThanOrEqual(Math.min(most, domain));
            expect(architecture.attention.heads % layout.tp).toBe(0);
            if (architecture.experts === undefined) {
              expect(layout).toMatchObject({ attentionDp: 1, expertTp: 1, expertEp: 1 });
            } else {
              expect(layout.expertTp * layout.expertEp).toBe(layout.tp * layout.attentionDp);
              expect(architecture.experts.count % layout.expertEp).toBe(0);
            }
          }
        },
      ),
    );
  });

  it("of a dense model on eight accelerators are tensor parallel by 1, 2, 4 and 8", () => {
    expect(layoutsOf(llama70b, h100, 8).map(({ tp }) => tp)).toEqual([1, 2, 4, 8]);
  });
});

describe("what would fit", () => {
  it("says how many would hold a model that does not fit on so few", () => {
    const sentence = whatWouldFit(llama70b, quantisationOf("bf16", llama70b, h100), h100, 1);
    expect(sentence).toContain("llama-3-1-70b needs 141 GB of weights on each of 1 nvidia-h100-sxm with 80 GB");
    expect(sentence).toMatch(/does not fit; (\d+) of them would hold it$/);
    const count = Number(/; (\d+) of them/.exec(sentence)?.[1]);
    const quantisation = quantisationOf("bf16", llama70b, h100);
    const fitting = layoutsOf(llama70b, h100, 8).filter((layout) => fits(llama70b, quantisation, h100, layout));
    expect(count).toBe(Math.min(...fitting.map(acceleratorsOf)));
  });

  it("asks for a smaller format or more memory where no worker of the domain holds it", () => {
    const sentence = whatWouldFit(deepseekV3, quantisationOf("fp8", deepseekV3, h100), h100, 8);
    expect(sentence).toContain("a smaller weight format or an accelerator with more memory would");
    expect(whatWouldFit(deepseekV3, quantisationOf("fp8", deepseekV3, h200), h200, 4)).toContain(
      "8 of them would hold it",
    );
  });
});
