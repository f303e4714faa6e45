/** Charts as inline SVG; colours and fonts come from the page's style. */
import type { Markup } from "../html/markup.ts";
import type { ChartBlock } from "../view/note.ts";
import { drawBars } from "./bars.ts";
import { drawFan } from "./fan.ts";
import { drawIntervals } from "./intervals.ts";
import { drawWaterfall } from "./waterfall.ts";

/** @param id unique on the page */
export function drawChart({ chart, caption, description }: ChartBlock, id: string): Markup {
  switch (chart.shape) {
    case "fan":
      return drawFan(chart, id, caption, description);
    case "intervals":
      return drawIntervals(chart, id, caption, description);
    case "bars":
      return drawBars(chart, id, caption, description);
    case "waterfall":
      return drawWaterfall(chart, id, caption, description);
  }
}
