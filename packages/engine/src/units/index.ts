export { combine, dimensionless, isDimensionless, sameDimension, type Dimension } from "./dimension.ts";
export {
  conversion,
  formatUnit,
  makeUnit,
  multiplyUnits,
  one,
  sameUnit,
  unitPower,
  type Converted,
  type Unit,
  type UnitAtom,
} from "./unit.ts";
export {
  allPrefixes,
  largePrefixes,
  smallPrefixes,
  UnitRegistry,
  type Prefix,
  type UnitDefinition,
  type UnitProblem,
} from "./registry.ts";
export { standardUnits } from "./standard.ts";
