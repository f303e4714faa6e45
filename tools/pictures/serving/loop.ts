/** How prompts meet decoding clients: mixed in, or in waves. A sketch, to no scale. */
import { bar, path, svg, text, type Hue } from "../svg.ts";

interface Segment {
  readonly kind: "waits" | "prompt" | "answer" | "held up";
  readonly length: number;
}

const hueOf: Readonly<Record<Segment["kind"], Hue>> = { waits: "six", prompt: "two", answer: "one", "held up": "four" };
const clients = 4;
const [prompt, answer] = [3, 12] as const;

/** Clients a quarter of a cycle apart: each prompt holds up the three who decode. */
function mixed(client: number): Segment[] {
  const piece = (kind: Segment["kind"], length: number): Segment => ({ kind, length });
  const slice = answer / clients;
  const between = [piece("held up", prompt), piece("answer", slice)];
  const cycle = [piece("prompt", prompt), piece("answer", slice), ...between, ...between, ...between];
  const whole = [...cycle, ...cycle, ...cycle];
  return cutFrom(whole, (clients - client) * (prompt + slice));
}

/** All ask together: each waits until all prompts are done, and nobody is held up after. */
function waves(client: number): Segment[] {
  const cycle: Segment[] = [
    { kind: "waits", length: client * prompt },
    { kind: "prompt", length: prompt },
    { kind: "waits", length: (clients - 1 - client) * prompt },
    { kind: "answer", length: answer },
  ];
  return [...cycle, ...cycle, ...cycle];
}

/** What is left of a row when its first part is taken off. */
function cutFrom(segments: readonly Segment[], start: number): Segment[] {
  let left = start;
  return segments.flatMap(({ kind, length }) => {
    const gone = Math.min(left, length);
    left -= gone;
    return length > gone ? [{ kind, length: length - gone }] : [];
  });
}

export function loopPicture(): string {
  const [left, right, scale, row] = [84, 804, 15, 24] as const;
  const panel = (title: string, top: number, of: (client: number) => Segment[]): string[] => [
    text(title, { at: [left, top - 10], kind: "head" }),
    ...Array.from({ length: clients }, (_, client) => {
      const y = top + client * row;
      let x: number = left;
      const bars = of(client).flatMap(({ kind, length }) => {
        const from = x;
        x += length * scale;
        const width = Math.min(right, x) - from;
        if (width <= 1) return [];
        const height = kind === "waits" || kind === "held up" ? 6 : 16;
        return [bar({ x: from, y: y + (16 - height) / 2, width: width - 1, height }, hueOf[kind])];
      });
      return [text(`client ${client + 1}`, { at: [left - 10, y + 12], anchor: "end", kind: "small" }), ...bars].join(
        "\n",
      );
    }),
  ];
  const legend = [
    ["prompt", "its prompt"],
    ["answer", "its answer"],
    ["held up", "held up by another's prompt: longer TPOT"],
    ["waits", "waits for its first token: longer TTFT"],
  ] as const;
  const widths = [0, 100, 200, 490];
  return svg({
    title: "Two ways in which prompts and answers share a worker",
    description: `Timelines of four clients. Where prompts are mixed into decode steps, clients are spread over the cycle and each prompt holds up the three who are being answered. Where prompts run by themselves and answers are equally long, all clients ask together, wait until all ${clients} prompts are done, and are then answered undisturbed.`,
    width: 840,
    height: 336,
    body: [
      ...panel("Mixed in (vLLM, TensorRT-LLM)", 40, mixed),
      ...panel("In waves (SGLang, while answers are equally long)", 176, waves),
      path(
        [
          [left, 284],
          [right, 284],
        ],
        "axis",
      ),
      text("time", { at: [right, 300], anchor: "end", kind: "small" }),
      ...legend.flatMap(([kind, words], i) => [
        bar(
          {
            x: left + (widths[i] ?? 0),
            y: kind === "waits" || kind === "held up" ? 315 : 310,
            width: 16,
            height: kind === "waits" || kind === "held up" ? 6 : 16,
          },
          hueOf[kind],
        ),
        text(words, { at: [left + 22 + (widths[i] ?? 0), 322], kind: "small" }),
      ]),
    ],
  });
}
