export {
  figureText,
  formatCell,
  formatEstimate,
  formatFigure,
  formatProbability,
  statistics,
  type Estimated,
  type FigureOptions,
  type FigureText,
  type Statistic,
} from "./figure.ts";
export { bases, gradeLetter, gradeMark, type Basis, type GradeMark } from "./grade-mark.ts";
export { formatExact, formatNumber } from "./number.ts";
export { formatQuantity, type QuantityOptions } from "./quantity.ts";
