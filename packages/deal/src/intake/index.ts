export { draftsFile } from "./drafts-file.ts";
export { intake } from "./drafts.ts";
export { intakeDraftSchema, intakeSchema, intakeVersion, type Intake, type IntakeDraft } from "./intake-result.ts";
