/** Charts as SVG that is read in light and in dark: their colours follow the reader's scheme, and every picture says in words what it shows. */

/** Classes of marks; each has a colour in light and in dark. */
export const hues = ["one", "two", "three", "four", "five", "six"] as const;
export type Hue = (typeof hues)[number];

/** Okabe and Ito's colours, told apart by most eyes; lighter in the dark. */
const colours: Readonly<Record<Hue, readonly [light: string, dark: string]>> = {
  one: ["#0072b2", "#56b4e9"],
  two: ["#d55e00", "#ff8c42"],
  three: ["#00805d", "#2fc79a"],
  four: ["#b8508f", "#e58fc0"],
  five: ["#b58900", "#f0c93b"],
  six: ["#7a7a7a", "#a8a8a8"],
};

/** Ink, grid and paper. */
const neutrals = [
  ["#24292f", "#e6edf3"],
  ["#d8dee4", "#3a424c"],
  ["#ffffff", "#0d1117"],
] as const;

function style(): string {
  return [
    "text{font:13px system-ui,sans-serif}.small{font-size:12px}.head{font-size:15px;font-weight:600}",
    ".line,.dots,.grid,.axis,.guide{fill:none}.line{stroke-width:2.2}.area{fill-opacity:.16}",
    ".dots{stroke-width:3;stroke-linecap:round;stroke-opacity:.55}.key{stroke-width:9}.guide{stroke-dasharray:4 4;stroke-opacity:.6}",
    coloursOf(0),
    `@media(prefers-color-scheme:dark){${coloursOf(1)}}`,
  ].join("");
}

/** Plain rules and no variables, which not every viewer knows. */
function coloursOf(scheme: 0 | 1): string {
  const [ink, faint, paper] = neutrals;
  const marks = hues.map((name) => {
    const colour = colours[name][scheme];
    return `.line.${name},.dots.${name}{stroke:${colour}}.area.${name},.bar.${name}{fill:${colour}}`;
  });
  return `text{fill:${ink[scheme]}}.axis,.guide{stroke:${ink[scheme]}}.grid{stroke:${faint[scheme]}}.paper{fill:${paper[scheme]}}${marks.join("")}`;
}

export interface Picture {
  readonly title: string;
  /** What is to be seen, for who cannot see it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly body: readonly string[];
}

export function svg({ title, description, width, height, body }: Picture): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    `<style>${style()}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    ...body,
    "</svg>",
    "",
  ].join("\n");
}

export interface TextSetting {
  readonly at: readonly [x: number, y: number];
  readonly anchor?: "start" | "middle" | "end";
  readonly kind?: string;
  readonly turned?: boolean;
}

export function text(words: string, { at: [x, y], anchor = "start", kind = "", turned = false }: TextSetting): string {
  const turn = turned ? ` transform="rotate(-90 ${short(x)} ${short(y)})"` : "";
  return `<text x="${short(x)}" y="${short(y)}" text-anchor="${anchor}" class="${kind}"${turn}>${escaped(words)}</text>`;
}

export function path(points: readonly (readonly [x: number, y: number])[], kind: string, extra = ""): string {
  const d = points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${short(x)} ${short(y)}`).join("");
  return `<path class="${kind}" d="${d}"${extra}/>`;
}

export function dots(points: readonly (readonly [x: number, y: number])[], kind: string): string {
  return `<path class="dots ${kind}" d="${points.map(([x, y]) => `M${short(x)} ${short(y)}h0`).join("")}"/>`;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function bar({ x, y, width, height }: Box, hue: Hue): string {
  return `<rect class="bar ${hue}" x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"/>`;
}

/** A curve of its own hue and dashes, so that curves are told apart without colour. */
export interface Stroke {
  readonly hue: Hue;
  readonly dashes: string;
}

export function curve(points: readonly (readonly [x: number, y: number])[], { hue, dashes }: Stroke): string {
  return path(points, `line ${hue}`, dashes === "" ? "" : ` stroke-dasharray="${dashes}"`);
}

/** A piece of a curve, and what it stands for. */
export function curveKey(label: string, [x, y]: readonly [x: number, y: number], stroke: Stroke): string[] {
  return [
    curve(
      [
        [x, y - 4],
        [x + 40, y - 4],
      ],
      stroke,
    ),
    text(label, { at: [x + 48, y] }),
  ];
}

/** A place on an axis from `from` to `to` pixels. */
export interface Axis {
  at(value: number): number;
  readonly ticks: readonly number[];
}

export function linearAxis(most: number, step: number, from: number, to: number): Axis {
  const ticks = Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) => i * step);
  return { at: (value) => from + ((to - from) * value) / most, ticks };
}

export function logAxis(least: number, most: number, ticks: readonly number[], from: number, to: number): Axis {
  return { at: (value) => from + ((to - from) * Math.log(value / least)) / Math.log(most / least), ticks };
}

export interface Frame {
  readonly x: Axis;
  readonly y: Axis;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xTitle: string;
  readonly yTitle: string;
  /** A tick's number in words; with commas at thousands where left out. */
  readonly says?: (value: number) => string;
}

/** Grid, numbers and titles of two axes. */
export function frame({ x, y, left, right, top, bottom, xTitle, yTitle, says = inEnglish }: Frame): string[] {
  return [
    ...y.ticks.flatMap((value) => [
      path(
        [
          [left, y.at(value)],
          [right, y.at(value)],
        ],
        "grid",
      ),
      text(says(value), { at: [left - 8, y.at(value) + 4], anchor: "end", kind: "small" }),
    ]),
    ...x.ticks.flatMap((value) => [
      path(
        [
          [x.at(value), bottom],
          [x.at(value), bottom + 5],
        ],
        "axis",
      ),
      text(says(value), { at: [x.at(value), bottom + 20], anchor: "middle", kind: "small" }),
    ]),
    path(
      [
        [left, bottom],
        [right, bottom],
      ],
      "axis",
    ),
    text(xTitle, { at: [(left + right) / 2, bottom + 42], anchor: "middle" }),
    text(yTitle, { at: [left - 52, (top + bottom) / 2], anchor: "middle", turned: true }),
  ];
}

function inEnglish(value: number): string {
  return value.toLocaleString("en");
}

function short(value: number): string {
  return String(Number(value.toFixed(1)));
}

function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
