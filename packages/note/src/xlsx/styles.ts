/** How cells look: by what they are, after the colours that modellers agree on (blue for what is typed in). */
import type { CellStyle } from "hucre";

const ink = { rgb: "1F2933" };
const rule = { bottom: { style: "thin", color: { rgb: "B8C2CC" } } } as const;
const solid = (rgb: string) => ({ type: "pattern", pattern: "solid", fgColor: { rgb } }) as const;

export const title: CellStyle = { font: { bold: true, size: 16, color: ink } };
export const subtitle: CellStyle = { font: { color: { rgb: "52606D" } } };
export const heading: CellStyle = {
  font: { bold: true, color: { rgb: "FFFFFF" } },
  fill: solid("1F4E6B"),
  alignment: { vertical: "center", wrapText: true },
};
/** Above numbers. */
export const numberHeading: CellStyle = { ...heading, alignment: { horizontal: "right", vertical: "center" } };
export const section: CellStyle = { font: { bold: true, color: ink }, fill: solid("DCE6ED"), border: rule };
export const label: CellStyle = { font: { color: ink }, alignment: { vertical: "top" } };
export const strong: CellStyle = { font: { bold: true, color: ink }, alignment: { vertical: "top" } };
export const working: CellStyle = { font: { italic: true, color: { rgb: "7B8794" } }, alignment: { vertical: "top" } };
export const workingLabel: CellStyle = { ...working, alignment: { horizontal: "left", indent: 1, vertical: "top" } };
/** A unit, beside its number. */
export const unit: CellStyle = { ...label, alignment: { horizontal: "left", indent: 1, vertical: "top" } };
/** Text that has a row of its own height to keep to. */
export const quiet: CellStyle = {
  font: { color: { rgb: "7B8794" }, size: 9 },
  alignment: { wrapText: true, vertical: "top" },
};

/** Typed in, and meant to be changed. */
export const input: CellStyle = {
  alignment: { vertical: "top" },
  font: { color: { rgb: "0000FF" } },
  fill: solid("FFFBE6"),
};
/** Pasted, though something that is not in the workbook decides it. */
export const pasted: CellStyle = {
  alignment: { vertical: "top" },
  font: { color: { rgb: "9A3412" } },
  fill: solid("FDE7D3"),
};
export const computed: CellStyle = { alignment: { vertical: "top" }, font: { color: ink } };
export const key: CellStyle = {
  alignment: { vertical: "top" },
  font: { bold: true, color: ink },
  fill: solid("E8F4EA"),
};

/** The style with a format for numbers. */
export function formatted(style: CellStyle, numFmt: string): CellStyle {
  return { ...style, numFmt };
}

/** A date that never comes is infinite. */
export const dateFormat = '[>=2958466]"never";yyyy\\-mm\\-dd';
/** Of a working, whose size nobody knows beforehand; and of one that may be infinite. */
export const anyFormat = "[>=1000]#,##0;[<=-1000]\\-#,##0;0.000";
export const anyOrInfiniteFormat = '[>=1E+290]"infinite";[>=1000]#,##0;#,##0.000';
export const monthFormat = "mmm\\ yyyy";
export const truthFormat = '[=1]"true";[=0]"false";General';
export const ratioFormat = "0.0E+00";

export const verdictFormat = '[=1]"OK";[=0]"DIFFERS";General';

/** A format that shows some four digits of the largest of these. */
export function numberFormat(values: readonly number[]): string {
  const sizes = values.filter((value) => !Number.isNaN(value)).map(Math.abs);
  const size = Math.max(0, ...sizes);
  // What is infinite has no other form here.
  if (size >= 1e290) return '[>=1E+290]"infinite";[<=-1E+290]"-infinite";#,##0.00';
  if (size >= 1e15) return "0.000E+00";
  if (size >= 1000) return "#,##0;[Red]\\-#,##0;0";
  if (sizes.every(Number.isInteger)) return "General";
  if (size >= 10) return "#,##0.00;[Red]\\-#,##0.00;0";
  if (size >= 0.01) return "0.0000;[Red]\\-0.0000;0";
  return "0.000E+00;\\-0.000E+00;0";
}

/** `OK` or `DIFFERS`. */
export const verdict: CellStyle = formatted({ ...key, alignment: { horizontal: "left" } }, verdictFormat);
