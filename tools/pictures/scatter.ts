/** Predicted against measured, on logarithmic axes along their diagonal. */
import { dots, frame, logAxis, path, svg, text, type Hue, type Picture } from "./svg.ts";

/** A run as measured and as predicted. */
export type Pair = readonly [measured: number, predicted: number];

export interface ScatterPanel {
  readonly title: string;
  /** What the errors are, below the title. */
  readonly lines: readonly string[];
  readonly unit: string;
  /** Ends of both axes; what lies beyond is drawn on the edge. */
  readonly least: number;
  readonly most: number;
  readonly ticks: readonly number[];
  /** The same in every panel. */
  readonly groups: readonly { readonly label: string; readonly hue: Hue; readonly pairs: readonly Pair[] }[];
}

/** @param size of a panel's side, pixels */
export function scatter(
  { title, description }: Pick<Picture, "title" | "description">,
  panels: readonly ScatterPanel[],
  size: number,
): string {
  const top = 46 + 18 * Math.max(...panels.map(({ lines }) => lines.length));
  const bottom = top + size;
  const groups = panels[0]?.groups ?? [];
  const place = (index: number): number => 84 + 150 * index;
  return svg({
    title,
    description,
    width: (size + 100) * panels.length,
    height: bottom + 90,
    body: [
      ...panels.flatMap((panel, p) => panelAt(panel, 78 + p * (size + 100), top, size)),
      ...groups.flatMap(({ label, hue }, g) => [
        dots([[place(g), bottom + 68]], `${hue} key`),
        text(label, { at: [place(g) + 12, bottom + 72] }),
      ]),
      text("dashed: a quarter off", { at: [place(groups.length), bottom + 72], kind: "small" }),
    ],
  });
}

function panelAt(
  { title, lines, unit, least, most, ticks, groups }: ScatterPanel,
  left: number,
  top: number,
  size: number,
): string[] {
  const [right, bottom] = [left + size, top + size];
  const x = logAxis(least, most, ticks, left, right);
  const y = logAxis(least, most, ticks, bottom, top);
  const guide = (ratio: number, kind: string): string =>
    path(
      [
        [x.at(least * Math.max(1, 1 / ratio)), y.at(least * Math.max(1, ratio))],
        [x.at(most / Math.max(1, ratio)), y.at(most * Math.min(1, ratio))],
      ],
      kind,
    );
  const inside = (value: number): number => Math.min(most, Math.max(least, value));
  return [
    text(title, { at: [left, 28], kind: "head" }),
    ...lines.map((line, i) => text(line, { at: [left, 48 + 18 * i], kind: "small" })),
    ...frame({
      x,
      y,
      left,
      right,
      top,
      bottom,
      xTitle: `measured, ${unit}`,
      yTitle: `predicted, ${unit}`,
      says: (value) => (value < 1000 ? String(value) : `${value / 1000}k`),
    }),
    guide(1, "axis"),
    guide(1.25, "guide"),
    guide(0.8, "guide"),
    ...groups.map(({ hue, pairs }) =>
      dots(
        pairs.map(([measured, predicted]) => [x.at(inside(measured)), y.at(inside(predicted))]),
        hue,
      ),
    ),
  ];
}

/** Runs predicted to within a quarter of the measured, whole per cent. */
export function shareWithin(pairs: readonly Pair[]): number {
  const near = pairs.filter(([measured, predicted]) => Math.abs(predicted / measured - 1) <= 0.25);
  return Math.round((100 * near.length) / pairs.length);
}

/** Median and mean of the absolute relative errors, in words. */
export function errorsSaid({ median, mean }: { readonly median: number; readonly mean: number }): string {
  return `median error ${(100 * median).toFixed(1)} %, mean ${(100 * mean).toFixed(1)} %`;
}
