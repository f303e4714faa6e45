/** A project: what a lessor earns and spends on its hardware, month by month, down to the cash that serves debt. */
import type { Component } from "../component.ts";

export const project: Component = {
  kind: "project",
  meaning: "What is earned and spent on hardware, down to the cash that serves debt",
  parameters: [
    { name: "owner", unit: "text", required: true, meaning: "Who owns it" },
    { name: "revenue", unit: "$", series: true, required: true, meaning: "What customers pay in each month" },
  ],
  expand: () => [],
  limits: [],
};
