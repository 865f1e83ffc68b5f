#!/usr/bin/env node
/** Where the process begins: the only file that has an effect when it is imported. */
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { growNot } from "./memory.ts";

// What was compiled once is kept beside the packages: the next start takes half the time, and less memory.
const packages = join(import.meta.dirname, "../../../node_modules");
if (existsSync(packages)) enableCompileCache(join(packages, ".cache/matterwright"));
growNot();
const [{ run }, { nodeTerminal }] = await Promise.all([import("./run.ts"), import("./node-terminal.ts")]);
const exitCode = await run(process.argv.slice(2), nodeTerminal);
// A kept-alive connection must not hold the end up, and what was printed must not be cut off.
process.stdout.write("", () => {
  // Node keeps now what was compiled late, and V8 takes it again only under the flags that it was compiled under.
  growNot();
  process.exit(exitCode);
});
