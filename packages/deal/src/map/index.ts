/** Who pays whom, and who is who on a day. */
export { map } from "./map.ts";
export { mapSchema, mapVersion, type DealMap } from "./map-result.ts";
