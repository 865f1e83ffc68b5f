/** Runs npm with a line of progress instead of its own talk, which is kept and read when it fails. Used by install.cjs only. */
"use strict";

const fs = require("fs");
const { spawn } = require("child_process");
const trouble = require("./trouble.cjs");

const KEPT_CHARS = 20000;
const QUIET_REPORT_S = 15;
/** npm asks for one package after another, and for each several times, before it gives up: so many vain calls in a row are enough. */
const VAIN_CALLS = 6;
const NEVER_MS = 2 ** 31 - 1;

/** The npm that runs us, or the one in the path. */
function command(args) {
  const own = process.env.npm_execpath;
  if (own && /npm-cli\.c?js$/.test(own) && fs.existsSync(own))
    return { file: process.execPath, args: [own].concat(args) };
  const isWindows = process.platform === "win32";
  return { file: isWindows ? "npm.cmd" : "npm", args, shell: isWindows };
}

/** On a terminal one line that counts the seconds; in a log a line now and then. */
function progress(doing) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const isTerminal = process.stderr.isTTY;
  process.stderr.write(doing + " (the first time this takes about a minute) …" + (isTerminal ? "" : "\n"));
  const timer = setInterval(() => {
    if (isTerminal) process.stderr.write("\r\u001b[K" + doing + " … " + seconds() + " s");
    else if (seconds() % QUIET_REPORT_S === 0) process.stderr.write(doing + " … " + seconds() + " s\n");
  }, 1000);
  return (word) => {
    clearInterval(timer);
    process.stderr.write((isTerminal ? "\r\u001b[K" : "") + doing + ": " + word + " after " + seconds() + " s.\n");
  };
}

/**
 * Calls back with a trouble, or with nothing when npm went through. `task.answerWithinMs` is how long the registry may take for its first
 * answer; npm has to be told to speak of its calls then.
 */
exports.run = function run(places, task, done) {
  const { file, args, shell } = command(task.args);
  const end = progress(task.doing);
  const child = spawn(file, args, { cwd: places.root, stdio: ["ignore", "pipe", "pipe"], shell });
  let said = "";
  let vainCalls = 0;
  let isUnanswered = false;
  // npm waits for a quarter of an hour for a registry that takes the call and says nothing.
  const silence = setTimeout(() => {
    isUnanswered = true;
    child.kill();
  }, task.answerWithinMs || NEVER_MS);
  const keep = (piece) => {
    if (/ http /.test(piece)) clearTimeout(silence);
    said = (said + piece).slice(-KEPT_CHARS);
    vainCalls = / fetch GET 200 /.test(piece) ? 0 : vainCalls + (String(piece).match(/ failed with E/g) || []).length;
    if (vainCalls >= VAIN_CALLS) child.kill();
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const stop = (signal) => child.kill(signal);
  ["SIGINT", "SIGTERM"].forEach((signal) => process.on(signal, stop));
  let isOver = false;
  const over = (word, problem) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(silence);
    ["SIGINT", "SIGTERM"].forEach((signal) => process.removeListener(signal, stop));
    end(word);
    done(problem);
  };
  child.on("error", (error) => over("failed", trouble.ofSpawn(error)));
  child.on("close", (code, signal) => {
    if (isUnanswered) over("failed", trouble.unanswered());
    else if (vainCalls >= VAIN_CALLS) over("failed", trouble.ofNpm(said, places.root));
    else if (signal)
      over("stopped", {
        sentence: "Stopped before the packages were complete; the next start goes on.",
        exitCode: 130,
      });
    else if (code === 0) over("done");
    else over("failed", trouble.ofNpm(said, places.root));
  });
};
