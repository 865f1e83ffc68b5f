#!/usr/bin/env node
/** The `matterwright` command as npm installs it: says so when Node is too old for the sources, and hands over to them otherwise. */
const [major, minor] = process.versions.node.split(".").map(Number);
if (major > 22 || (major === 22 && minor >= 18)) {
  await import("../src/main.ts");
} else {
  process.stderr.write(`matterwright needs Node 22.18 or newer, and this is Node ${process.versions.node}.\n`);
  process.exitCode = 78;
}
