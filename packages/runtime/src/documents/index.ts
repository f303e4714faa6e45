export { mostBytes, readDocument } from "./read-document.ts";
