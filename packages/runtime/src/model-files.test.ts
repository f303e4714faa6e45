import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { bundledCatalog, Unusable } from "./deal-folder.ts";
import { openServingBook, openServingModel, openTrainingModel } from "./model-files.ts";

const folder = mkdtempSync(join(tmpdir(), "underwatt-models-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("opens the catalogue's model, known by the hash of its files", () => {
  const copy = join(folder, "copy");
  for (const part of ["serving", "kernels"]) cpSync(join(bundledCatalog, part), join(copy, part), { recursive: true });
  const { hash } = openServingBook(copy);
  expect(hash).toBe(openServingBook().hash);
  rmSync(join(copy, "kernels", "nvidia-b300-sxm.json"));
  expect(openServingBook(copy).hash).not.toBe(hash);
  cpSync(join(bundledCatalog, "training"), join(copy, "training"), { recursive: true });
  expect(openTrainingModel(copy)).toEqual(openTrainingModel());
  writeFileSync(join(copy, "serving", "calibration.json"), "[1, 2");
  expect(() => openServingModel(copy)).toThrow(Unusable);
  expect(() => openServingModel(copy)).toThrow(/calibration\.json is not JSON/);
});

it("says which file is missing", () => {
  const bare = join(folder, "bare");
  mkdirSync(join(bare, "kernels"), { recursive: true });
  expect(() => openServingModel(bare)).toThrow(/the catalogue's serving model cannot be read: .*calibration\.json/);
  expect(() => openServingModel(join(folder, "none"))).toThrow(Unusable);
  expect(() => openTrainingModel(bare)).toThrow(/the catalogue's training model cannot be read: .*calibration\.json/);
});

it("says what is wrong with the constants of training", () => {
  const wrong = join(folder, "wrong");
  mkdirSync(join(wrong, "training"), { recursive: true });
  writeFileSync(join(wrong, "training", "calibration.json"), "{}");
  expect(() => openTrainingModel(wrong)).toThrow(Unusable);
  expect(() => openTrainingModel(wrong)).toThrow(/calibration\.json is not the training model's constants/);
});
