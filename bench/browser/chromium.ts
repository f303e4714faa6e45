/** Finds and starts a Chromium of this machine. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe"];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Path of a Chromium: what CHROME_PATH says, or one on the search path; undefined when there is none. */
export function findChromium(): string | undefined {
  const onPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const said = process.env["CHROME_PATH"];
  return [...(said === undefined ? [] : [said]), ...onPath, ...places].find((path) => existsSync(path));
}

/** Opens a page, without a window. `kill` ends it. */
export function openPage(chromium: string, profile: string, address: string): ChildProcess {
  const flags = ["--headless=new", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
  // Its own sandbox cannot be had inside many containers; the page is ours.
  return spawn(chromium, [...flags, "--no-sandbox", `--user-data-dir=${profile}`, address], { stdio: "ignore" });
}
