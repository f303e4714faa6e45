/**
 * How fast the steady-state model answers: `npm run bench:estimate`. One worker of Llama-3.1-70B (FP8) on H100s, every layout at every
 * concurrency, as a search for the best layout under limits asks them. No peer can run here; the figure stands by itself.
 */
import { operatingPoints, quantisationOf } from "@underwatt/compute";
import { acceleratorSpec, architectureOf } from "@underwatt/deal";
import { openCatalog, openServingModel } from "@underwatt/runtime";

const { catalog } = openCatalog();
const accelerator = acceleratorSpec("H100", catalog)?.accelerator;
const architecture = architectureOf("llama-3.1-70b", catalog);
if (accelerator === undefined || architecture === undefined)
  throw new Error("the catalogue lacks the benchmark's model");
const start = performance.now();
const model = openServingModel();
console.log(`kernel tables and calibration read in ${(performance.now() - start).toFixed(0)} ms`);
const open = {
  architecture,
  accelerator,
  engine: "vllm",
  quantisation: quantisationOf("fp8", architecture, accelerator),
  most: 8,
} as const;
const rounds = Array.from({ length: 7 }, () => {
  const begun = performance.now();
  const points = operatingPoints(model, open, { input: 1024, output: 1024, spread: 0.2 });
  return { points: points.length, seconds: (performance.now() - begun) / 1000 };
});
const median = rounds.slice(2).toSorted((a, b) => a.seconds - b.seconds)[2];
if (median !== undefined) {
  console.log(
    `${median.points} operating points in ${(median.seconds * 1000).toFixed(1)} ms, ${Math.round(median.points / median.seconds)} a second (median of 5, warm)`,
  );
}
