/** Notes: how numbers are shown to people, and the Markdown and HTML renderings of one view model. */
export * from "./format/index.ts";
export { attributedIn, parseTemplate, type Position, type TemplateProblem } from "./template/index.ts";
export { makeNote, type MadeNote } from "./view/make-note.ts";
export type { NoteInput } from "./view/context.ts";
export type * from "./view/note.ts";
export type * from "./view/chart.ts";
export { renderHtml } from "./html/render-html.ts";
export { renderMarkdown } from "./markdown/render-markdown.ts";
export { renderXlsx } from "./xlsx/render-xlsx.ts";
export { focusTables, type FocusTables } from "./focus/focus.ts";
export { FocusError } from "./focus/focus-error.ts";
export type { Table } from "./focus/table.ts";
