/**
 * `npm run fuzz -- [count] [seed]`: feeds mutated deals to the whole chain and saves to out/fuzz what is answered too
 * slowly, or by neither a result nor messages with a place. Exit 0 if nothing is, else 1.
 */
import { save } from "./save.ts";
import { fuzz } from "./search.ts";

const [count = "10000", seed = "1"] = process.argv.slice(2);
const started = performance.now();
const outcome = await fuzz(Number(count), Number(seed), (line) => console.log(line));
for (const { index, fault, found } of outcome.findings) console.log(`saved ${save(`${seed}-${index}`, found, fault)}`);
for (const { index, seconds, found } of outcome.slow)
  console.log(`saved ${save(`slow-${seed}-${index}`, found, `${seconds} s`)}`);
for (const line of outcome.rounded) console.log(`rounding: ${line}`);
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
const { cases, ran, refused, findings, slow } = outcome;
console.log(
  `${cases} cases of seed ${seed} in ${minutes} min: ${ran} ran, ${refused} refused with messages, ${findings.length} findings, ${slow.length} slow`,
);
process.exitCode = findings.length + slow.length === 0 ? 0 : 1;
