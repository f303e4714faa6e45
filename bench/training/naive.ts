/** The peer: the same space by plain loops over whole numbers, every layout with its memory and its step time. */
import { fitsInMemory, recomputations, type OpenTraining, type TrainingJob } from "@underwatt/compute";

export interface NaiveSearch {
  readonly considered: number;
  /** Of the fastest step of a layout that fits; infinite where none does. */
  readonly seconds: number;
}

/** Megatron-style layouts: tensor, pipeline, context and expert parallel with a distributed optimizer. */
export function naiveSearch(open: OpenTraining, secondsOf: (job: TrainingJob) => number): NaiveSearch {
  const { architecture, accelerator, accelerators, framework, format, tuning, batch } = open;
  const { layers, attention, dense, experts } = architecture;
  let considered = 0;
  let seconds = Infinity;
  const visit = (tp: number, pp: number, cp: number, ep: number, expertTp: number, dp: number): void => {
    const own = Math.ceil(layers / pp);
    const share = batch.sequences / dp;
    for (let chunks = 1; chunks <= (pp === 1 ? 1 : own); chunks++) {
      if (own % chunks !== 0) continue;
      for (let microBatch = 1; microBatch <= share; microBatch++) {
        if (share % microBatch !== 0 || (chunks > 1 && (share / microBatch) % pp !== 0)) continue;
        for (const recomputation of recomputations) {
          const layout = {
            tp,
            pp,
            cp,
            ep,
            expertTp,
            dp,
            chunks,
            microBatch,
            sharding: "optimizer",
            recomputation,
          } as const;
          const job = { architecture, accelerator, framework, format, tuning, layout, batch };
          considered++;
          const time = secondsOf(job);
          if (fitsInMemory(job) && time < seconds) seconds = time;
        }
      }
    }
  };
  for (let tp = 1; tp <= accelerator.scaleUp.domain; tp *= 2) {
    const kvHeads = attention.kind === "gqa" ? attention.kvHeads : tp;
    const shared = (experts?.intermediate ?? 0) * (experts?.shared ?? 0);
    if (attention.heads % tp !== 0 || (dense?.intermediate ?? 0) % tp !== 0 || shared % tp !== 0) continue;
    if (kvHeads % tp !== 0 && tp % kvHeads !== 0) continue;
    for (let pp = 1; pp <= layers; pp++) {
      if (Math.ceil(layers / pp) * pp > 1.05 * layers) continue;
      for (let cp = 1; cp === 1 || batch.length / cp >= 4096; cp *= 2) {
        if (cp > 1 && batch.length % (2 * cp) !== 0) continue;
        let dp = Math.floor(accelerators / (tp * pp * cp));
        while (dp > 0 && batch.sequences % dp !== 0) dp--;
        if (dp === 0) continue;
        if (experts === undefined) visit(tp, pp, cp, 1, 1, dp);
        else
          for (const expertTp of tp === 1 ? [1] : [1, tp])
            for (let ep = 1; ep <= experts.count; ep++)
              if (experts.count % ep === 0 && (dp * cp * tp) % (ep * expertTp) === 0)
                visit(tp, pp, cp, ep, expertTp, dp);
      }
    }
  }
  return { considered, seconds };
}
