/**
 * A term loan over 60 months on 10,000 drawn paths of cash: `deals/neocloud` without its summary, against `packages/finance`
 * called path by path on the same cash. The waterfall of both is checked to be the same first. Medians of five; `npm run bench:debt`.
 */
import { prepare, type Prepared } from "@underwatt/deal";
import { Evaluator } from "@underwatt/engine";
import { waterfall } from "@underwatt/finance";
import { findDeal, openCatalog, openDeal } from "@underwatt/runtime";

const samples = 10_000;
/** Accepted as planned and paid at once, so that operation does not begin with a loss. */
const paidAtOnce = new Map([
  ["projects.cluster.receivable", "0 day"],
  ["assumptions.slip", "0 month"],
]);
const repeats = 5;
/** The seventh month is the first of service: six of drawing come before. */
const first = 7;
const wanted = [
  "contracts.loan.cfads",
  "contracts.loan.scheduled-principal",
  "contracts.loan.reserve-target",
  "contracts.loan.lent",
  "contracts.loan.distributions",
  "contracts.loan.reserve-funded",
] as const;

const prepared = neocloud();
const steps = wanted.map((path) => {
  const quantity = prepared.graph.quantities.get(path);
  if (quantity === undefined) throw new Error(`the deal has no ${path}`);
  return quantity.step;
});
const evaluator = new Evaluator(prepared.graph.program, steps);
const columns = evaluator.columns(samples);
const everyInput = new Set(prepared.graph.program.inputs.keys());
const draws = prepared.sampler.draw(everyInput, 0, samples);

const [engine] = timed(() => {
  evaluator.fill(columns, 0, samples, (from, count) => draws.map((column) => column.subarray(from, from + count)));
});
const paths = Array.from({ length: samples }, (_, sample) => pathOf(sample));
const [plain] = timed(() => {
  for (const { cfads, terms } of paths) waterfall(cfads, terms);
});
check();
console.log(`${samples} paths of ${prepared.graph.program.calendar.months} months`);
console.log(`the whole project and its loan, compiled: ${engine.toFixed(0)} ms`);
console.log(`the waterfall alone, packages/finance path by path: ${plain.toFixed(0)} ms`);
console.log(`ratio ${(engine / plain).toFixed(2)}`);

function neocloud(): Prepared {
  const { deal } = openDeal(findDeal(new URL("../../deals/neocloud", import.meta.url).pathname));
  if (deal === undefined) throw new Error("the deal has mistakes");
  const preparation = prepare(deal, openCatalog().catalog, { samples, seed: 1, set: paidAtOnce });
  if ("diagnostics" in preparation) throw new Error("the deal has mistakes");
  return preparation.prepared;
}

function months(index: number, sample: number): number[] {
  const column = columns[index];
  if (column === undefined) throw new Error("a column is missing");
  return Array.from(
    { length: column.months },
    (_, month) => column.data[column.samples === 1 ? month : month * column.samples + sample] ?? NaN,
  );
}

function pathOf(sample: number) {
  const [debt = NaN] = months(3, sample);
  const target = months(2, sample).slice(first);
  const [funded = 0] = months(5, sample).slice(first);
  return {
    cfads: months(0, sample).slice(first),
    terms: {
      debt,
      rate: 0.0815 / 12,
      principal: months(1, sample).slice(first),
      reserveTarget: [funded, ...target],
      lockUp: { dscr: 1.2, periods: 12 },
    },
  };
}

/** Until operation loses cash, both distribute the same; from then on owners add it here and suppliers wait there. */
function check(): void {
  let [compared, most] = [0, 0];
  for (const [sample, { cfads, terms }] of paths.entries()) {
    const loses = cfads.findIndex((cash) => cash < 0);
    const { distributed } = waterfall(cfads, terms);
    const ours = months(4, sample).slice(first, loses < 0 ? undefined : first + loses);
    compared += ours.length;
    for (const [month, cash] of ours.entries()) most = Math.max(most, Math.abs(cash - (distributed[month] ?? NaN)));
  }
  if (!(compared > 0 && most < 1)) throw new Error(`of ${compared} months, distributions differ by up to ${most} USD`);
  console.log(
    `the same to ${most.toExponential(1)} USD in ${compared} months of all paths, until operation loses cash`,
  );
}

function timed(run: () => void): [milliseconds: number] {
  run();
  const times = Array.from({ length: repeats }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return [times.sort((a, b) => a - b)[repeats >> 1] ?? NaN];
}
