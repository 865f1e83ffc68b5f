#!/usr/bin/env node
/**
 * The `matterwright` command, where the process begins: says so when Node is too old for the sources, and hands over to them otherwise. It is no
 * TypeScript, so that what was made of that once is found again, and Node need not load what makes it.
 */
import module from "node:module";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major > 22 || (major === 22 && minor >= 18)) {
  // From here to the end, as V8 takes compiled code only under the flags that it was compiled under.
  // The parser of HTTP and the one that strips types are WebAssembly: to optimize them takes 25 MB.
  for (const flag of ["--no-wasm-tier-up", "--no-wasm-dynamic-tiering"]) setFlagsFromString(flag);
  // What was compiled once is kept beside the packages: the next start takes half the time, and less memory.
  const packages = join(import.meta.dirname, "../../../node_modules");
  if (existsSync(packages)) module.enableCompileCache(join(packages, ".cache/matterwright"));
  await import("../src/main.ts");
} else {
  process.stderr.write(`matterwright needs Node 22.18 or newer, and this is Node ${process.versions.node}.\n`);
  process.exitCode = 78;
}
