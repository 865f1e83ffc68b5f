/**
 * What `npm start`, `npm test`, `npm run bench` and `npm run prove` begin with: sees to the packages, then goes on under the Node that came with them.
 * Runs on whatever Node the machine has, so it needs no packages and is written in words that old ones understand. It knows nothing of
 * what it starts.
 */
"use strict";

const path = require("path");
const { spawn } = require("child_process");

const OLDEST_NODE = 18;
const ROOT = path.resolve(__dirname, "..", "..");
const PROGRAMS = {
  start: ["packages/cli/bin/matterwright.js", "start"],
  test: ["tools/check/check.ts"],
  bench: ["bench/run.ts"],
  prove: ["tools/prove/prove.ts"],
};
const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGTERM: 15 };

function give(sentence, exitCode) {
  process.stderr.write(sentence + "\n");
  process.exitCode = exitCode;
}

/** Runs the program in the foreground: its signals are ours, its exit code too. */
function run(node, args) {
  const bins = [path.dirname(node), path.join(ROOT, "node_modules", ".bin")];
  const env = Object.assign({}, process.env);
  env.PATH = bins.concat(process.env.PATH || []).join(path.delimiter);
  const child = spawn(node, args, { stdio: "inherit", env });
  ["SIGINT", "SIGTERM", "SIGHUP"].forEach((signal) => process.on(signal, () => child.kill(signal)));
  child.on("error", (error) => give("Cannot start " + node + ": " + error.message, 78));
  child.on("exit", (code, signal) => process.exit(signal ? 128 + (SIGNAL_NUMBERS[signal] || 0) : code));
}

function main() {
  const name = process.argv[2];
  const program = PROGRAMS[name];
  if (!program)
    return give("Usage: node tools/launch/launch.cjs " + Object.keys(PROGRAMS).join("|") + " [arguments]", 64);
  const current = process.versions.node;
  if (parseInt(current, 10) < OLDEST_NODE)
    return give(
      "This needs Node " +
        OLDEST_NODE +
        " or newer, and this is Node " +
        current +
        ": install one from https://nodejs.org.",
      78,
    );
  require("./install.cjs").ensure(ROOT, (trouble, node) => {
    if (trouble) return give(trouble.sentence, trouble.exitCode);
    run(node, [path.join(ROOT, program[0])].concat(program.slice(1), process.argv.slice(3)));
  });
}

main();
