#!/usr/bin/env node
/** Where the process begins: the only file that has an effect when it is imported. */
import { nodeTerminal } from "./node-terminal.ts";
import { run } from "./run.ts";

const exitCode = await run(process.argv.slice(2), nodeTerminal);
// A kept-alive connection must not hold the end up, and what was printed must not be cut off.
process.stdout.write("", () => process.exit(exitCode));
