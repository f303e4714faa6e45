/** Goodput against a job's size, by how long a restart takes. */
import { checkpointGoodput, replicaFactors, timeBetweenFailures } from "@underwatt/compute";
import { curve, curveKey, dots, frame, linearAxis, logAxis, path, svg, text, type Stroke } from "../svg.ts";

/** 419 unexpected interruptions of 16,384 H100 in 54 days (The Llama 3 Herd of Models, arXiv 2407.21783, section 3.3.4). */
const acceleratorSecondsPerFailure = (54 * 86_400 * 16_384) / 419;
/** Of a synchronous checkpoint, seconds. */
const write = 30;
/** All wait for half a minute; the failed replica of 2,048 accelerators is back after ten. */
const replica = { accelerators: 2048, stall: 30, rejoin: 600 };
const marked = 220_000;

interface Way extends Stroke {
  readonly label: string;
  /** The smallest job that can recover so. */
  readonly from: number;
  readonly goodput: (between: number, accelerators: number) => number;
}

const restarts = [
  { minutes: 2, hue: "one", dashes: "9 4" },
  { minutes: 5, hue: "four", dashes: "3 3" },
  { minutes: 10, hue: "two", dashes: "12 3 3 3" },
  { minutes: 30, hue: "six", dashes: "2 6" },
] as const;

const ways: readonly Way[] = [
  {
    label: "one replica recovers, others go on",
    hue: "three",
    dashes: "",
    from: 2 * replica.accelerators,
    goodput: (between, accelerators) => {
      const { stalls, replicasOut } = replicaFactors(between, {
        ...replica,
        replicas: accelerators / replica.accelerators,
      });
      return stalls * replicasOut;
    },
  },
  ...restarts.map(({ minutes, ...stroke }): Way => ({
    ...stroke,
    label: `whole job restarts in ${minutes} min`,
    from: 1000,
    goodput: (between) => checkpointGoodput(between, { restart: 60 * minutes, write, exposed: 1 }),
  })),
];

export function scalePicture(): string {
  const [left, right, top, bottom] = [72, 600, 70, 400];
  const [least, most] = [1000, 300_000];
  const x = logAxis(least, most, [1000, 3000, 10_000, 30_000, 100_000, 300_000], left, right);
  const y = linearAxis(100, 20, bottom, top);
  const percent = ({ goodput }: Way, accelerators: number): number =>
    100 * goodput(timeBetweenFailures(accelerators, acceleratorSecondsPerFailure), accelerators);
  const minutes = timeBetweenFailures(marked, acceleratorSecondsPerFailure) / 60;
  const body = [
    text("What failures leave of a job's time, by its size", { at: [left, 26], kind: "head" }),
    text("Llama 3's rate of failures, checkpoints of 30 s at the best interval", { at: [left, 46], kind: "small" }),
    ...frame({
      x,
      y,
      left,
      right,
      top,
      bottom,
      xTitle: "accelerators of one job",
      yTitle: "goodput, per cent",
    }),
    path(
      [
        [x.at(marked), top],
        [x.at(marked), bottom],
      ],
      "guide",
    ),
    text(`220,000: a failure every ${minutes.toFixed(0)} minutes`, {
      at: [right, top - 8],
      anchor: "end",
      kind: "small",
    }),
    ...ways.flatMap((way) => {
      const sizes = Array.from({ length: 61 }, (_, i) => way.from * (most / way.from) ** (i / 60));
      const value = percent(way, marked);
      return [
        curve(
          sizes.map((size) => [x.at(size), y.at(percent(way, size))]),
          way,
        ),
        dots([[x.at(marked), y.at(value)]], `${way.hue} key`),
        text(`${value.toFixed(0)} %`, { at: [x.at(marked) + 9, y.at(value) + (value > 90 ? 18 : -6)] }),
      ];
    }),
    text("Below some 4,000 accelerators jobs fail oftener than in proportion to their size.", {
      at: [left, bottom + 66],
      kind: "small",
    }),
    ...ways.flatMap(({ label, ...stroke }, i) => curveKey(label, [left + 20, bottom - 112 + 22 * i], stroke)),
  ];
  const said = ways.map((way) => {
    const sizes = [16_384, 100_000, marked].map(
      (size) => `${percent(way, size).toFixed(0)} % on ${size.toLocaleString("en")}`,
    );
    return `${way.label}: ${sizes.join(", ")}`;
  });
  return svg({
    title: "Goodput against job size, by how a job recovers from a failure",
    description: `Curves that fall with size on a logarithmic axis from 1,000 to 300,000 accelerators, at one failure in 50,700 accelerator-hours. ${said.join(". ")}. 220,000 accelerators fail every ${minutes.toFixed(0)} minutes.`,
    width: 640,
    height: 480,
    body,
  });
}
