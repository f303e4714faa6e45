/** Elementary functions on two doubles at once, for modules made with the assembler beside. */
export { MathLibrary } from "./library.ts";
